import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MatrixPerson } from '../sandbox/clients/matrix-client';
import type { WorkspacePerson } from '../sandbox/clients/workspace-client';
import { freePort } from '../sandbox/homeserver/free-port';
import { startHomeserver } from '../sandbox/homeserver/start-homeserver';
import { markdownTable } from '../scripts/markdown-table';
import { commandIn } from '../test/support/federated-rooms';
import { HoldingProxy } from '../test/support/holding-proxy';
import { InstalledApp } from '../test/support/installed-app';
import { WorkspaceRooms } from '../test/support/workspace-rooms';
import { AnsweringService, GhostClient, newRegistration, registrationText } from './way/application-service';

/**
 * Measures how long a person waits who joins a room of some size, on a real Synapse, with the requests, the users that Rocket.Chat gets,
 * and the memory of the app's process. The members are users of an application service, so that thousands can be made: 10,000 take
 * ten to thirty minutes. The arguments are the sizes. The package has to be made before.
 */
const DOMAIN = 'bench.test';
const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [10, 100, 1_000];
/** Members who join a room at the same time. */
const JOINING_AT_ONCE = 4;
/** Time limit of one join, in milliseconds. */
const WAIT_LIMIT = 300_000;
/** Milliseconds between two looks at the memory. */
const MEMORY_EVERY_MS = 50;
/** People on each page of `/federation members`. */
const MEMBERS_ON_A_PAGE = 30;
const HEAD = [
	...['members', 'answer', 'first message ←', 'first message →', 'last page of members'],
	...['requests', 'new users here', 'MB before', 'at most', 'after'],
];

const port = await freePort(0);
/** Counts the requests of the app. */
const toHomeserver = await HoldingProxy.start();
toHomeserver.target = `http://127.0.0.1:${port}`;
const app = await InstalledApp.start({ homeserver_url: toHomeserver.url, homeserver_domain: DOMAIN });
await app.ensureStarter();
const service = await AnsweringService.start(0);
const crowd = newRegistration('crowd', service.port);
const file = (name: string) => path.join(app.directory, `${name}.yaml`);
const registration = await app.admin.rest.fetch(`/api/apps/public/${app.appId}/registration`);
await writeFile(file('app'), await registration.text());
await writeFile(file('crowd'), registrationText(crowd));
const homeserver = await startHomeserver({
	directory: path.join(app.directory, 'homeserver'),
	...{ port, serverName: DOMAIN, software: 'synapse' },
	registrationFiles: [file('app'), file('crowd')],
});
const bob = await MatrixPerson.resume(homeserver.url, await homeserver.register('bob', 'a password of bob'));
const joiner = await app.person('alice');
try {
	const rows: string[][] = [];
	for (const size of sizes) {
		const row = await measure(joiner, size);
		console.error(row.join(' | '));
		rows.push(row);
	}
	console.log(markdownTable(HEAD, Array<string>(HEAD.length).fill('--:'), rows));
} finally {
	bob.stop();
	await homeserver.stop();
	toHomeserver.stop();
	service.stop();
	await app.stop();
}

/** Makes a room of some size and has somebody join it. @returns a row of the table */
async function measure(person: WorkspacePerson, size: number): Promise<string[]> {
	const rooms = new WorkspaceRooms(person);
	const name = `of-${size}`;
	const roomId = await bob.createRoom({ preset: 'public_chat' as never, name });
	await fill(roomId, size);
	const [usersBefore, requestsBefore, before] = [await users(), toHomeserver.requests.length, memory()];
	let most = before;
	const looks = setInterval(() => (most = Math.max(most, memory())), MEMORY_EVERY_MS).unref();
	const clock = stopwatch();
	const answer = app.command(person, `join ${roomId}`, WAIT_LIMIT).then(clock);
	await bob.waitForMembership(roomId, `@rc_alice:${DOMAIN}`, 'join');
	await bob.send(roomId, 'the first message');
	const room = await rooms.waitFor(name);
	await person.waitForMessage(room._id, ({ text }) => text === 'the first message', WAIT_LIMIT);
	const toHere = clock();
	const times = [await answer, toHere];
	const back = stopwatch();
	await person.send(room._id, 'the first answer');
	await bob.waitForMessage(roomId, ({ body }) => body === 'the first answer', WAIT_LIMIT);
	times.push(back());
	const page = stopwatch();
	const lastPage = Math.ceil((size + 1) / MEMBERS_ON_A_PAGE);
	await commandIn(person, room._id, `members ${lastPage}`);
	times.push(page());
	clearInterval(looks);
	const counts = [
		toHomeserver.requests.length - requestsBefore,
		(await users()) - usersBefore,
		...[before, most, memory()],
	];
	const seconds = times.map((spent) => `${(spent / 1_000).toFixed(1)} s`);
	return [size.toLocaleString('en'), ...seconds, ...counts.map(String)];
}

/** Starts to measure. @returns the milliseconds since then */
function stopwatch(): () => number {
	const start = performance.now();
	return () => performance.now() - start;
}

/** @returns how many users the workspace has, with the bot users of people on Matrix */
async function users(): Promise<number> {
	const { total } = await app.admin.rest.get<{ total: number }>('/api/v1/users.list', { count: '1' });
	return total;
}

/** Has members join a room until it has some size. */
async function fill(roomId: string, size: number): Promise<void> {
	const members = new GhostClient(homeserver.url, crowd.asToken);
	let next = 1;
	const work = async () => {
		for (let number = next++; number < size; number = next++) {
			const name = `${crowd.prefix}${size}_${number}`;
			await members.register(name);
			await members.join(`@${name}:${DOMAIN}`, roomId);
			if (number % 500 === 0) {
				console.error(`${number} of ${size} members`);
			}
		}
	};
	await Promise.all(Array.from({ length: JOINING_AT_ONCE }, work));
}

/** @returns the resident memory of the app's process, in MB */
function memory(): number {
	const status = readFileSync(`/proc/${String(app.processId)}/status`, 'utf8');
	const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(status) ?? [];
	return Math.round(Number(kilobytes) / 1_024);
}
