import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MatrixPerson } from '../../../sandbox/clients/matrix-client';
import { waitFor } from '../../../sandbox/clients/waiting';
import type { Homeserver } from '../../../sandbox/homeserver/homeserver';
import { startHomeserver } from '../../../sandbox/homeserver/start-homeserver';
import { processIsAlive } from '../../../sandbox/homeserver/process-record';

/** Errors of a machine that cannot install Synapse from a source; every other error is a failure of the test. */
const cannotInstall =
	/from versions: none|names no mirror|needs root|works on Linux only|commands are missing|not permitted|Temporary failure|Could not connect/;

const variables = [
	'SANDBOX_HOMESERVER',
	'SANDBOX_SYNAPSE_SOURCE',
	'SANDBOX_HOMESERVER_URL',
	'SANDBOX_HOMESERVER_DOMAIN',
	'SANDBOX_HOMESERVER_SECRET',
] as const;

for (const source of ['pypi', 'debian'] as const) {
	describe(`a Synapse from ${source}`, () => {
		const environment = Object.fromEntries(variables.map((name) => [name, process.env[name]]));
		let directory: string;
		let registration: string;
		let homeserver: Homeserver | undefined;

		const start = (serverName = 'matrix.test', port = 0) =>
			startHomeserver({ directory, port, serverName, registrationFiles: [registration] });
		const running = () => {
			if (!homeserver) {
				throw new Error('the homeserver is not running');
			}
			return homeserver;
		};

		before(async function () {
			variables.forEach((name) => Reflect.deleteProperty(process.env, name));
			process.env.SANDBOX_SYNAPSE_SOURCE = source;
			directory = await mkdtemp(path.join(tmpdir(), 'homeserver-'));
			registration = path.join(directory, 'given.yaml');
			await writeFile(registration, registrationText('one'));
			homeserver = await start().catch((error: unknown) => {
				if (!cannotInstall.test(String(error))) {
					throw error;
				}
				return undefined;
			});
			if (!homeserver) {
				this.skip();
			}
		});
		after(async () => {
			await homeserver?.stop();
			Object.assign(
				process.env,
				Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined)),
			);
			if (environment.SANDBOX_SYNAPSE_SOURCE === undefined) {
				delete process.env.SANDBOX_SYNAPSE_SOURCE;
			}
			await rm(directory, { recursive: true, force: true });
		});

		it('names its version and its source', () => {
			expect(running().origin).to.match(
				source === 'pypi' ? /^Synapse 1\.\d+\.\d+ from PyPI$/ : /^Synapse 1\.\d+\.\d+ from Debian/,
			);
		});

		it('registers users who can talk to each other, and logs in existing users with their password only', async () => {
			const { url } = running();
			const { userId } = await running().register('bob', 'one');
			expect(userId).to.equal('@bob:matrix.test');
			expect((await running().register('bob', 'one')).userId).to.equal(userId);
			const wrong: unknown = await running()
				.register('bob', 'two')
				.catch((reason: unknown) => reason);
			expect(String(wrong)).to.match(/bob exists already.*M_FORBIDDEN/);

			const bob = await MatrixPerson.login(url, '@bob:matrix.test', 'one');
			const eve = await MatrixPerson.resume(url, await running().register('eve', 'three'));
			try {
				const roomId = await bob.createDirectRoom(eve.userId);
				await eve.waitForInvitation((room) => room.roomId === roomId);
				await eve.join(roomId);
				await bob.waitForMember(roomId, eve.userId);
				for (const text of ['one', 'two', 'three']) {
					await bob.send(roomId, text);
				}
				await eve.waitForMessage(roomId, ({ body }) => body === 'three');
				expect(eve.messages(roomId).map(({ sender, body }) => [sender, body])).to.deep.equal([
					['@bob:matrix.test', 'one'],
					['@bob:matrix.test', 'two'],
					['@bob:matrix.test', 'three'],
				]);
			} finally {
				bob.stop();
				eve.stop();
			}
		});

		it('accepts the token of the registration file as it was at the last restart', async () => {
			expect(await whoami(running().url, 'token-one')).to.equal('@service:matrix.test');
			await writeFile(registration, registrationText('two'));
			await running().restart();
			expect(await whoami(running().url, 'token-two')).to.equal('@service:matrix.test');
			expect(await whoami(running().url, 'token-one')).to.equal('M_UNKNOWN_TOKEN');
		});

		it('can be the homeserver that the environment names for another start', async () => {
			const secrets = JSON.parse(await readFile(path.join(directory, 'secrets.json'), 'utf8')) as {
				sharedSecret: string;
			};
			process.env.SANDBOX_HOMESERVER_URL = running().url;
			process.env.SANDBOX_HOMESERVER_DOMAIN = 'matrix.test';
			process.env.SANDBOX_HOMESERVER_SECRET = secrets.sharedSecret;
			const lines: string[] = [];
			const given = await startHomeserver({
				directory: '',
				port: 1,
				serverName: 'other.test',
				registrationFiles: ['/some/registration.yaml'],
				progress: (line) => lines.push(line),
			});
			expect(given).to.include({
				url: running().url,
				serverName: 'matrix.test',
				origin: 'given by the environment',
			});
			expect(lines.join('\n')).to.include('must load /some/registration.yaml');
			expect((await given.register('carl', 'four')).userId).to.equal('@carl:matrix.test');
			await given.stop();
			expect((await fetch(`${running().url}/_matrix/client/versions`)).status).to.equal(200);
			['URL', 'DOMAIN', 'SECRET'].forEach((name) =>
				Reflect.deleteProperty(process.env, `SANDBOX_HOMESERVER_${name}`),
			);
		});

		it('stops its process, and keeps its users for the next start', async () => {
			const { id } = JSON.parse(await readFile(path.join(directory, 'homeserver.pid'), 'utf8')) as {
				id: number;
			};
			await running().stop();
			expect(processIsAlive(id)).to.equal(false);
			homeserver = await start();
			const bob = await MatrixPerson.login(running().url, '@bob:matrix.test', 'one');
			bob.stop();
		});

		it('is stopped by the next start if it was left running', async () => {
			const { url } = running();
			const other = await start();
			expect(other.url).not.to.equal(url);
			expect(await fetch(url).catch(() => 'nothing there')).to.equal('nothing there');
			await running().stop();
			homeserver = other;
		});

		it('ends with the process that started it, even if that process is killed', async function () {
			if (process.platform !== 'linux') {
				this.skip();
			}
			await running().stop();
			const moduleUrl = new URL('../../../sandbox/homeserver/start-homeserver.ts', import.meta.url);
			const options = { directory, port: 0, serverName: 'matrix.test', registrationFiles: [] };
			const script = [
				`import { startHomeserver } from ${JSON.stringify(moduleUrl.href)};`,
				`console.log((await startHomeserver(${JSON.stringify(options)})).url);`,
			].join('\n');
			const starter = spawn(process.execPath, [
				'--import',
				'tsx',
				'--input-type=module',
				'--eval',
				script,
			]);
			const [printed] = (await once(starter.stdout, 'data')) as [Buffer];
			const url = printed.toString().trim();
			expect((await fetch(`${url}/_matrix/client/versions`)).status).to.equal(200);
			starter.kill('SIGKILL');
			await waitFor({
				what: 'the end of Synapse',
				timeout: 60_000,
				interval: 50,
				look: () =>
					fetch(url).then(
						() => undefined,
						() => true,
					),
			});
			homeserver = await start();
		});

		it('refuses a directory of another server name', async () => {
			await running().stop();
			const error: unknown = await start('other.test').catch((reason: unknown) => reason);
			expect(String(error)).to.match(/holds the data of the homeserver matrix\.test/);
		});

		it('refuses a port that another program uses', async () => {
			const other = createServer().listen(0, '127.0.0.1');
			await once(other, 'listening');
			const { port } = other.address() as AddressInfo;
			const error: unknown = await start('matrix.test', port).catch((reason: unknown) => reason);
			other.close();
			expect(String(error)).to.match(new RegExp(`port ${port} of 127\\.0\\.0\\.1 cannot be used`));
		});

		it('fails with the end of its log if it exits while it starts', async () => {
			await appendFile(registration, 'namespaces: broken\n');
			const error: unknown = await start().catch((reason: unknown) => reason);
			expect(String(error)).to.match(
				/^Error: Synapse ended while it started \(exit code 1\)\. The end of/,
			);
			expect(String(error)).to.match(/namespaces/);
		});
	});
}

async function whoami(url: string, token: string): Promise<unknown> {
	const answer = await fetch(`${url}/_matrix/client/v3/account/whoami`, {
		headers: { authorization: `Bearer ${token}` },
	});
	const { user_id, errcode } = (await answer.json()) as { user_id?: string; errcode?: string };
	return user_id ?? errcode;
}

function registrationText(name: string): string {
	return [
		'id: service',
		'url: null',
		`as_token: token-${name}`,
		`hs_token: other-${name}`,
		'sender_localpart: service',
		'namespaces: { users: [], aliases: [], rooms: [] }',
		'',
	].join('\n');
}
