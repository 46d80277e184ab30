import { expect } from 'chai';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { waitFor } from '../../sandbox/clients/waiting';
import { freePort } from '../../sandbox/homeserver/free-port';
import { nameOfRuntime } from '../../sandbox/workspace/engine/app-runtime';
import { chosenRuntime } from '../support/runtimes';

const root = fileURLToPath(new URL('../..', import.meta.url));
const READY = 'Ctrl-C stops everything';
/** The first start may install Synapse. In milliseconds. */
const START_LIMIT = 600_000;

interface ShownMessage {
	readonly id: string;
	readonly buttons?: readonly unknown[];
	readonly sender: string;
	readonly text: string;
	readonly kind: string;
}

describe('npm start', () => {
	let state: string;
	let ports: { workspace: number; homeserver: number; page: number };
	let running: ChildProcess | undefined;
	let output = '';

	before(async () => {
		state = await mkdtemp(path.join(tmpdir(), 'sandbox-'));
		ports = { workspace: await freePort(0), homeserver: await freePort(0), page: await freePort(0) };
	});
	after(async () => {
		await end();
		await rm(state, { recursive: true, force: true });
	});

	async function end(): Promise<void> {
		if (running?.exitCode === null) {
			const ended = once(running, 'exit');
			running.kill('SIGTERM');
			await ended;
		}
	}

	/** Starts the sandbox on ports of this test and waits until it is ready. @param more options */
	async function start(...more: string[]): Promise<void> {
		output = '';
		const child = spawn(
			process.execPath,
			[
				...['--import', 'tsx', path.join('sandbox', 'start.ts'), '--state', state],
				...['--workspace-port', String(ports.workspace)],
				...['--homeserver-port', String(ports.homeserver)],
				...['--page-port', String(ports.page)],
				...['--runtime', chosenRuntime()],
				...more,
			],
			{ cwd: root },
		);
		running = child;
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
		}
		await waitFor({
			what: 'a sandbox that is ready',
			timeout: START_LIMIT,
			interval: 50,
			look: () => (output.includes(READY) || child.exitCode !== null ? true : undefined),
			instead: () => output,
		});
		expect(output).to.include(READY);
	}

	const api = (where: string) => `http://127.0.0.1:${ports.page}/api/${where}`;
	const get = async <Answer>(where: string) => (await (await fetch(api(where))).json()) as Answer;
	const post = (where: string, body: object) =>
		fetch(api(where), {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
	/** Waits for a room of the person. @returns its path in the API */
	const roomOf = async (person: string, name: string) => {
		const { id } = await waitFor({
			what: `a room ${name}`,
			timeout: 60_000,
			interval: 50,
			look: async () =>
				(await get<{ id: string; name: string; detail: string }[]>(`${person}/rooms`)).find(
					(room) => room.name === name || room.detail === name,
				),
		});
		return `${person}/rooms/${encodeURIComponent(id)}`;
	};
	const shown = (room: string, predicate: (message: ShownMessage) => boolean) =>
		waitFor({
			what: `a message in ${room}`,
			timeout: 60_000,
			interval: 50,
			look: async () => (await get<ShownMessage[]>(`${room}/messages`)).find(predicate),
		});

	it('sets everything up, plays a conversation both ways and serves a page', async () => {
		await start('--plan', 'pro');
		expect(output).to.include('plan: Pro');
		expect(output).to.include(`apps run in ${nameOfRuntime(chosenRuntime())}`);
		expect(output).to.match(/Rocket\.Chat → Matrix +\d+ ms {2}@rc_alice:localhost: Hello Bob/);
		expect(output).to.match(
			/Matrix → Rocket\.Chat +\d+ ms {2}bob:localhost: Then it sends this back to you: 🚀 äöü 你好/,
		);
		expect(output).to.match(
			/Carol sees after \d+ ms, in a new room that the app created: bob:localhost: Hello/,
		);
		expect(output).to.match(/Synapse \d+\.\d+\.\d+ from|given by the environment/);

		const changes = await fetch(api('changes'));
		const alice = await roomOf('left/0', 'Bob');
		const bob = await roomOf('right/0', 'Alice');
		expect((await post(`${alice}/messages`, { text: 'typed on the left' })).status).to.equal(200);
		expect(await shown(bob, ({ text }) => text === 'typed on the left')).to.include({
			sender: '@rc_alice:localhost',
			kind: 'other',
		});
		expect((await post(`${bob}/messages`, { text: 'typed on the right' })).status).to.equal(200);
		expect(await shown(alice, ({ text }) => text === 'typed on the right')).to.include({
			sender: 'bob:localhost',
			kind: 'other',
		});
		const event = await changes.body?.getReader().read();
		expect(new TextDecoder().decode(event?.value as Uint8Array)).to.include('retry: 1000');

		await post(`${alice}/messages`, { text: '/federation help' });
		expect(await shown(alice, ({ kind }) => kind === 'notice'))
			.to.have.property('text')
			.that.includes('/federation dm');
		const refused = await post(`${alice}/messages`, { text: '/nosuchcommand' });
		expect(refused.status).to.equal(400);
		expect(((await refused.json()) as { error: string }).error).to.include('does not exist');
	});

	it('shows the plan on the page and changes it there', async () => {
		expect(await get('plan')).to.deep.include({ present: 'pro' });
		expect((await post('plan', { plan: 'starter' })).status).to.equal(200);
		expect(await get('plan')).to.deep.include({ present: 'starter' });
	});

	it('serves the page only under the names of this machine', async () => {
		const status = await new Promise<number | undefined>((resolve, reject) => {
			request(api('sides'), { headers: { host: 'foreign.test' } }, (answer) => {
				answer.resume();
				resolve(answer.statusCode);
			})
				.on('error', reject)
				.end();
		});
		expect(status).to.equal(403);
	});

	it('opens no direct message with a person who does not exist', async () => {
		const rooms = await get<unknown[]>('left/0/rooms');
		for (const [person, address, error] of [
			['left/0', 'nobody', 'Nobody here has the username nobody.'],
			[
				'left/0',
				'@zoe:example.org',
				'Nobody here has the username zoe:example.org. To write to somebody on Matrix: /federation dm @zoe:example.org',
			],
			['right/0', 'alice', 'alice is no Matrix user id. One looks like this: @bob:localhost'],
			[
				'right/0',
				'@nobody:localhost',
				'The homeserver knows nobody with the user id @nobody:localhost.',
			],
		] as const) {
			const answer = await post(`${person}/direct`, { address });
			expect([answer.status, await answer.json()]).to.deep.equal([400, { error }]);
		}
		expect(await get('left/0/rooms')).to.deep.equal(rooms);
	});

	it('shows who shares a direct message, and who invites', async () => {
		const rooms = await get<{ name: string; people: string[]; kind: string }[]>('left/0/rooms');
		expect(rooms.find(({ name }) => name === 'Bob')).to.deep.include({
			kind: 'direct',
			detail: 'bob:localhost',
			people: ['alice', 'bob:localhost'],
		});
		expect(rooms.at(-1)).to.deep.include({ kind: 'channel', name: 'general' });
		const opened = await post('right/0/direct', { address: '@dave:localhost' });
		const { room } = (await opened.json()) as { room: string };
		const invited = async () =>
			(await get<{ id: string; invitedBy?: object }[]>('right/1/rooms')).find(({ id }) => id === room);
		const invitation = await waitFor({
			what: 'an invitation',
			timeout: 60_000,
			interval: 50,
			look: invited,
		});
		expect(invitation.invitedBy).to.deep.equal({ address: '@bob:localhost', name: 'Bob' });
		const declined = await post(`right/1/rooms/${encodeURIComponent(room)}/decline`, {});
		expect(declined.status).to.equal(200);
		await waitFor({
			what: 'no invitation',
			timeout: 60_000,
			interval: 50,
			look: async () => ((await invited()) ? undefined : true),
		});
	});

	it('starts a second time without setting anything up, keeps messages and plan, and stops at SIGINT', async () => {
		await end();
		await start();
		expect(output).not.to.match(/packaging the app|installing Synapse|Preparing the Apps-Engine/);
		expect(output).to.include('plan: Starter');
		expect(output).not.to.match(/Rocket\.Chat → Matrix/);
		expect(output).to.include('The conversation of an earlier start is still there.');
		const bob = await roomOf('right/0', 'Alice');
		await shown(bob, ({ text }) => text === 'typed on the left');

		const ended = running ? once(running, 'exit') : undefined;
		running?.kill('SIGINT');
		expect(await ended).to.deep.equal([0, null]);
		expect(output).to.match(/Stopped\.\s*$/);
		for (const port of Object.values(ports)) {
			expect(await freePort(port)).to.equal(port);
		}
	});

	it('starts a second workspace with --two, whose people write with those of the first', async () => {
		await end();
		await start('--two', '--second-workspace-port', String(await freePort(0)));
		const sides = await get<{ title: string; kind: string }[]>('sides');
		expect(sides.map(({ title, kind }) => [title, kind])).to.deep.equal([
			['First workspace', 'workspace'],
			['Second workspace', 'workspace'],
		]);
		const general = 'right/0/rooms/GENERAL/messages';
		await post(general, { text: '/federation dm @rc_alice:localhost' });
		const bot = await roomOf('left/0', 'federation.bot');
		const card = await shown(bot, ({ buttons = [] }) => buttons.length > 0);
		expect((await post(`${bot}/messages/${card.id}/press`, { button: 0 })).status).to.equal(200);
		const dora = await roomOf('right/0', 'Alice');
		await post(`${dora}/messages`, { text: 'from the second workspace' });
		const alice = await roomOf('left/0', 'Dora');
		expect(await shown(alice, ({ text }) => text === 'from the second workspace')).to.include({
			sender: 'rc2_dora:localhost',
		});
	});

	it('refuses a second homeserver with a state whose homeserver has another name', async () => {
		const named = path.join(state, 'named');
		await mkdir(named);
		await writeFile(path.join(named, 'server-name'), 'localhost');
		const child = spawn(
			process.execPath,
			[
				...['--import', 'tsx', path.join('sandbox', 'start.ts'), '--state', named],
				...['--workspace-port', String(await freePort(0)), '--page-port', String(await freePort(0))],
				...['--two', '--second-workspace-port', String(await freePort(0))],
				...['--second-homeserver', 'synapse', '--second-homeserver-port', String(await freePort(0))],
			],
			{ cwd: root },
		);
		let printed = '';
		child.stdout.setEncoding('utf8').on('data', (chunk: string) => (printed += chunk));
		expect(await once(child, 'exit')).to.deep.equal([1, null]);
		expect(printed).to.include('the state has a homeserver called localhost').and.to.include('--state');
	});

	it('fails if a port is taken, names the port, and creates no state', async () => {
		const other = createServer().listen(0, '127.0.0.1');
		await once(other, 'listening');
		const { port } = other.address() as AddressInfo;
		const untouched = path.join(state, 'other');
		const child = spawn(
			process.execPath,
			[
				...['--import', 'tsx', path.join('sandbox', 'start.ts')],
				...['--state', untouched, '--workspace-port', String(port)],
			],
			{ cwd: root },
		);
		let printed = '';
		child.stdout.setEncoding('utf8').on('data', (chunk: string) => (printed += chunk));
		const ending = await once(child, 'exit');
		other.close();
		expect(ending).to.deep.equal([1, null]);
		expect(printed).to.include(`port ${port} of 127.0.0.1 cannot be used`).and.to.include('--help');
		expect(await readdir(state)).not.to.include('other');
	});
});
