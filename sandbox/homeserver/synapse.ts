import { randomBytes } from 'node:crypto';
import { access, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from './command';
import { freePort } from './free-port';
import type { Homeserver, HomeserverOptions } from './homeserver';
import { registerUser } from './register-user';
import { configurationText, files, logConfigurationText } from './synapse-configuration';
import { stopLeftoverProcess, SynapseProcess } from './synapse-process';
import type { SynapseInstallation } from './synapse-source';

/**
 * Configures an installed Synapse and starts it.
 * @throws Error if the port is taken, the directory belongs to another server name, or Synapse does not start
 */
export async function startSynapse(
	installation: SynapseInstallation,
	options: HomeserverOptions,
): Promise<Homeserver> {
	const directory = path.resolve(options.directory);
	await mkdir(directory, { recursive: true });
	const secrets = await loadOrCreateSecrets(directory, options.serverName);
	await ensureSigningKey(installation, directory);
	if (await stopLeftoverProcess(directory)) {
		options.progress?.('stopped a Synapse that an earlier start of the sandbox had left running');
	}
	const port = await freePort(options.port);
	const url = `http://127.0.0.1:${port}`;

	const start = async () => {
		await writeFile(path.join(directory, files.logConfiguration), logConfigurationText());
		await writeFile(
			path.join(directory, files.configuration),
			configurationText({
				serverName: options.serverName,
				port,
				...secrets,
				registrationFiles: await copyRegistrationFiles(options.registrationFiles, directory),
				federatesWith: options.federatesWith ?? [],
			}),
			{ mode: 0o600 },
		);
		options.progress?.(`starting ${installation.origin} at ${url}`);
		return SynapseProcess.start(installation, directory, url);
	};
	let running = await start();

	return {
		url,
		serverName: options.serverName,
		origin: installation.origin,
		register: (localpart, password) => registerUser(url, secrets.sharedSecret, { localpart, password }),
		stop: () => running.stop(),
		restart: async () => {
			await running.stop();
			running = await start();
		},
	};
}

interface Secrets {
	readonly sharedSecret: string;
	readonly macaroonSecret: string;
}

/**
 * The secrets of a homeserver's directory. The first start creates them and stores them with the server name.
 * @throws Error if the directory belongs to another server name: Synapse's database is bound to one name
 */
async function loadOrCreateSecrets(directory: string, serverName: string): Promise<Secrets> {
	const file = path.join(directory, files.secrets);
	const text = await readFile(file, 'utf8').catch(() => undefined);
	if (text === undefined) {
		const random = () => randomBytes(32).toString('base64url');
		const created = { sharedSecret: random(), macaroonSecret: random() };
		await writeFile(file, JSON.stringify({ serverName, ...created }), { mode: 0o600 });
		return created;
	}
	const stored = JSON.parse(text) as Secrets & { serverName: string };
	if (stored.serverName !== serverName) {
		throw new Error(
			`${directory} holds the data of the homeserver ${stored.serverName}; ${serverName} needs another directory`,
		);
	}
	return { sharedSecret: stored.sharedSecret, macaroonSecret: stored.macaroonSecret };
}

async function ensureSigningKey(installation: SynapseInstallation, directory: string): Promise<void> {
	const exists = await access(path.join(directory, files.signingKey)).then(
		() => true,
		() => false,
	);
	if (!exists) {
		const { file, parameters } = installation.python(directory, [
			...['-m', 'synapse._scripts.generate_signing_key', '-o', files.signingKey],
		]);
		await runCommand(file, parameters, { directory });
	}
}

/**
 * Copies the registration files into the homeserver's directory: the Synapse from Debian's packages runs in a chroot
 * and sees no other directory.
 * @returns the names of the copies
 */
async function copyRegistrationFiles(
	registrationFiles: readonly string[],
	directory: string,
): Promise<string[]> {
	return Promise.all(
		registrationFiles.map(async (file, index) => {
			const name = `registration-${index}.yaml`;
			await copyFile(file, path.join(directory, name));
			return name;
		}),
	);
}
