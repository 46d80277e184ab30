import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import AdmZip from 'adm-zip';
import { AppMethod } from '@rocket.chat/apps-engine/definition/metadata';
import type { ProxiedApp } from '@rocket.chat/apps-engine/server/ProxiedApp';
import { WorkspaceAdministration } from '../sandbox/clients/workspace-administration';
import { WorkspacePerson } from '../sandbox/clients/workspace-client';
import { appRuntimes, nameOfRuntime, type AppRuntime } from '../sandbox/workspace/engine/app-runtime';
import { executeSendMessage } from '../sandbox/workspace/functions/send-message';
import { startWorkspace } from '../sandbox/workspace/workspace';
import { packageApp } from '../scripts/package';
import { startSilentHomeserver, type SilentHomeserver } from './silent-homeserver';

/**
 * Measures what the runtimes cost: a call of an endpoint, an event, a message in each direction, and the memory of the
 * app's process after many of them. The packaged app runs in the real engine, with a homeserver that only answers. Both
 * runtimes are measured in turns.
 */
const MESSAGES = 10_000;
/** In each direction. */
const FEDERATED_MESSAGES = 5_000;
const CALLS_IN_ROUND = 200;
const ROUNDS = 5;
const admin = { username: 'admin', password: 'a password for benchmarks' };

interface PackagedAppJson {
	readonly id: string;
	readonly permissions: readonly { readonly name: string }[];
}

interface Figures {
	/** Milliseconds until the app is installed and enabled. */
	readonly installation: number;
	/** Medians in milliseconds. */
	readonly endpoint: number;
	readonly event: number;
	/** One message, from its storing until the homeserver has it; and from the transaction until the app is done with it. */
	readonly toMatrix: number;
	readonly toRocketChat: number;
	/** Megabytes of memory of the app's process: after the start, and after the messages that are not federated. */
	readonly memoryAtStart: number;
	readonly memoryAfterMessages: number;
	/** After the federated messages too. */
	readonly memoryAfterFederated: number;
}

async function measured(runtime: AppRuntime, zip: string): Promise<Figures> {
	const directory = await mkdtemp(path.join(tmpdir(), 'bench-runtime-'));
	const workspace = await startWorkspace({ port: 0, directory, admin, runtime });
	const homeserver = await startSilentHomeserver();
	const person = await WorkspacePerson.login(workspace.url, admin.username, admin.password);
	try {
		const { id, permissions } = JSON.parse(new AdmZip(zip).readAsText('app.json')) as PackagedAppJson;
		const administration = new WorkspaceAdministration(person);
		const begun = performance.now();
		await administration.installApp(zip, { id, permissions });
		const installation = performance.now() - begun;
		await administration.setAppSettings(id, {
			homeserver_url: homeserver.url,
			homeserver_domain: 'bench.test',
		});
		const { hs_token: token } = await administration.appSettings(id);
		const app = workspace.server.appManager().getOneById(id);
		const push = (transactionId: string | number, ...events: readonly object[]) =>
			fetch(`${workspace.url}/api/apps/public/${id}/_matrix/app/v1/transactions/${transactionId}`, {
				method: 'PUT',
				headers: { authorization: `Bearer ${String(token)}`, 'content-type': 'application/json' },
				body: JSON.stringify({ events }),
			}).then((answer) => answer.arrayBuffer());
		const memoryAtStart = await memoryOf(app);
		const endpoint = await medianOf(ROUNDS * CALLS_IN_ROUND, (number) => push(number));
		const event = await medianOf(MESSAGES, (number) =>
			app.call(AppMethod.EXECUTEPOSTMESSAGESENT, messageNumber(number)),
		);
		const memoryAfterMessages = await memoryOf(app);
		const room = await directMessage(person);
		const sentBefore = homeserver.sent();
		const toMatrix = await medianOf(FEDERATED_MESSAGES, async (number) => {
			await executeSendMessage(workspace.server, person.userId, { rid: room, msg: textNumber(number) });
			await homeserver.whenSent(sentBefore + number + 1);
		});
		const toRocketChat = await medianOf(FEDERATED_MESSAGES, (number) =>
			push(`message-${number}`, eventNumber(number, homeserver)),
		);
		// A slow machine answers a transaction before its message is posted.
		const last = `${FEDERATED_MESSAGES - 1}:`;
		await person.waitForMessage(room, ({ text }) => text.startsWith(last));
		return {
			...{ installation, endpoint, event, toMatrix, toRocketChat },
			...{ memoryAtStart, memoryAfterMessages, memoryAfterFederated: await memoryOf(app) },
		};
	} finally {
		person.stop();
		homeserver.stop();
		await workspace.stop();
		await rm(directory, { recursive: true });
	}
}

/** Opens a direct message with somebody on Matrix. @returns its id in Rocket.Chat */
async function directMessage(person: WorkspacePerson): Promise<string> {
	await person.runCommand('federation', 'dm @bob:bench.test', 'GENERAL');
	return (await person.waitForDirectRoom('bob:bench.test'))._id;
}

/** A message of somebody on Matrix. */
function eventNumber(number: number, { roomId }: SilentHomeserver): object {
	return {
		event_id: `$bob-${number}`,
		room_id: roomId,
		sender: '@bob:bench.test',
		type: 'm.room.message',
		origin_server_ts: Date.now(),
		content: { msgtype: 'm.text', body: `${number}: ${'some words '.repeat(10)}` },
	};
}

const textNumber = (number: number) => `message ${number}: ${'some words '.repeat(10)}`;

const sender = { id: 'u', username: 'alice', name: 'Alice', type: 'user', roles: ['user'], emails: [] };

/** A message in a room that is not federated, as the engine hands it to apps. */
function messageNumber(number: number): object {
	return {
		id: `message-${number}`,
		text: textNumber(number),
		createdAt: new Date(),
		updatedAt: new Date(),
		sender,
		room: { id: 'GENERAL', type: 'c', slugifiedName: 'general', creator: sender, customFields: {} },
	};
}

/** @returns the median of what as many calls took, one after the other, in milliseconds */
async function medianOf(count: number, call: (number: number) => Promise<unknown>): Promise<number> {
	const times: number[] = [];
	for (let number = 0; number < count; number++) {
		const begun = performance.now();
		await call(number);
		times.push(performance.now() - begun);
	}
	times.sort((a, b) => a - b);
	return times[Math.floor(count / 2)] ?? 0;
}

/** @returns the resident memory of the app's process in megabytes; Linux only */
async function memoryOf(app: ProxiedApp): Promise<number> {
	const { deno } = app.getRuntimeController() as unknown as { deno: { pid: number } };
	const status = await readFile(`/proc/${deno.pid}/status`, 'utf8');
	return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
}

const folder = await mkdtemp(path.join(tmpdir(), 'bench-package-'));
try {
	const zip = await packageApp(folder);
	for (const runtime of [...appRuntimes, ...appRuntimes]) {
		const figures = await measured(runtime, zip);
		const cells = Object.entries(figures).map(
			([name, value]) => `${name} ${(value as number).toFixed(2)}`,
		);
		console.log(`${nameOfRuntime(runtime)}: ${cells.join(', ')}`);
	}
} finally {
	await rm(folder, { recursive: true });
}
process.exit();
