import { randomBytes } from 'node:crypto';
import { access, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from './command';
import { freePort } from './free-port';
import type { Homeserver, HomeserverOptions } from './homeserver';
import { registerUser } from './registration-of-users';
import { configurationText, files, logConfigurationText } from './synapse-configuration';
import { endForgottenProcess, SynapseProcess } from './synapse-process';
import type { SynapseInstallation } from './synapse-source';

/**
 * Configures and starts an installed Synapse.
 * @throws Error if the port is taken, the directory belongs to another server name, or Synapse does not start
 */
export async function startSynapse(
	installation: SynapseInstallation,
	options: HomeserverOptions,
): Promise<Homeserver> {
	const directory = path.resolve(options.directory);
	await mkdir(directory, { recursive: true });
	const secrets = await secretsOf(directory, options.serverName);
	await makeSigningKey(installation, directory);
	if (await endForgottenProcess(directory)) {
		options.progress?.('ended a Synapse that an earlier start had left behind');
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
				registrationFiles: await takeOver(options.registrationFiles, directory),
				rateLimits: options.rateLimits ?? 'generous',
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
		register: (localpart, password, admin = false) =>
			registerUser(url, secrets.sharedSecret, { localpart, password, admin }),
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

/** Made at the first start in a directory and kept, together with the server name that its database is for. */
async function secretsOf(directory: string, serverName: string): Promise<Secrets> {
	const file = path.join(directory, files.secrets);
	const text = await readFile(file, 'utf8').catch(() => undefined);
	if (text === undefined) {
		const random = () => randomBytes(32).toString('base64url');
		const made = { sharedSecret: random(), macaroonSecret: random() };
		await writeFile(file, JSON.stringify({ serverName, ...made }), { mode: 0o600 });
		return made;
	}
	const kept = JSON.parse(text) as Secrets & { serverName: string };
	if (kept.serverName !== serverName) {
		throw new Error(
			`${directory} holds the data of the homeserver ${kept.serverName}; ${serverName} needs another directory`,
		);
	}
	return { sharedSecret: kept.sharedSecret, macaroonSecret: kept.macaroonSecret };
}

async function makeSigningKey(installation: SynapseInstallation, directory: string): Promise<void> {
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

/** Copies the registration files into the directory: all that a Synapse in a root of its own can see. */
async function takeOver(registrationFiles: readonly string[], directory: string): Promise<string[]> {
	return Promise.all(
		registrationFiles.map(async (file, index) => {
			const name = `registration-${index}.yaml`;
			await copyFile(file, path.join(directory, name));
			return name;
		}),
	);
}
