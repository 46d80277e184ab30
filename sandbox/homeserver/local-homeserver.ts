import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Certificate } from './certificate';
import { freePort } from './free-port';
import type { Homeserver, HomeserverOptions } from './homeserver';
import { commonFiles, HomeserverProcess, stopLeftoverProcess } from './homeserver-process';
import { softwareNames, type HomeserverSoftware, type SoftwareName } from './homeserver-software';
import { registerUser } from './register-user';

/**
 * Configures an installed homeserver and starts it.
 * @throws Error if the port is taken, the directory belongs to another server name or to other software, or the
 * homeserver does not start
 */
export async function startLocalHomeserver(
	software: HomeserverSoftware,
	options: HomeserverOptions,
): Promise<Homeserver> {
	const directory = path.resolve(options.directory);
	await mkdir(directory, { recursive: true });
	const secrets = await loadOrCreateSecrets(directory, options.serverName, software.name);
	if (await stopLeftoverProcess(directory)) {
		options.progress?.('stopped a homeserver that an earlier start of the sandbox had left running');
	}
	const port = await freePort(options.port);
	const url = `http://127.0.0.1:${port}`;

	const federationPort = options.federation && (await freePort(options.federation.port));

	const start = async () => {
		await writeCertificate(directory, options.federation?.certificate);
		await software.configure(directory, {
			serverName: options.serverName,
			port,
			...secrets,
			registrationFiles: await copyRegistrationFiles(options.registrationFiles, directory),
			federatesWith: options.federatesWith ?? [],
			federationPort,
			roomVersion: options.roomVersion,
		});
		options.progress?.(`starting ${software.origin} at ${url}`);
		const command = software.command(directory, { port, federationPort });
		const title = software.origin.split(' ')[0] ?? software.name;
		return HomeserverProcess.start(title, command, directory, url);
	};
	let running = await start();

	return {
		url,
		serverName: options.serverName,
		origin: software.origin,
		register: (localpart, password) => registerUser(url, secrets.sharedSecret, { localpart, password }),
		registerAdministrator: (localpart, password) =>
			registerUser(url, secrets.sharedSecret, { localpart, password, isAdmin: true }),
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
 * @throws Error if the directory belongs to another server name or to other software: the database is bound to both
 */
async function loadOrCreateSecrets(
	directory: string,
	serverName: string,
	software: SoftwareName,
): Promise<Secrets> {
	const file = path.join(directory, commonFiles.secrets);
	const text = await readFile(file, 'utf8').catch(() => undefined);
	if (text === undefined) {
		const random = () => randomBytes(32).toString('base64url');
		const created = { sharedSecret: random(), macaroonSecret: random() };
		await writeFile(file, JSON.stringify({ serverName, software, ...created }), { mode: 0o600 });
		return created;
	}
	const stored = JSON.parse(text) as Secrets & { serverName: string; software?: SoftwareName };
	if (stored.serverName !== serverName) {
		throw new Error(
			`${directory} holds the data of the homeserver ${stored.serverName}; ${serverName} needs another directory`,
		);
	}
	const owner = stored.software ?? softwareNames[0];
	if (owner !== software) {
		throw new Error(
			`${directory} holds the data of a homeserver of the kind ${owner}; ${software} needs another state folder, ` +
				'or npm start -- --reset, which deletes the messages',
		);
	}
	return { sharedSecret: stored.sharedSecret, macaroonSecret: stored.macaroonSecret };
}

async function writeCertificate(directory: string, written: Certificate | undefined): Promise<void> {
	if (written) {
		const { certificate, privateKey } = written;
		await writeFile(path.join(directory, commonFiles.certificate), certificate);
		await writeFile(path.join(directory, commonFiles.certificateKey), privateKey, { mode: 0o600 });
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
