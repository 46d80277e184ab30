import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import AdmZip from 'adm-zip';
import { AppMethod } from '@rocket.chat/apps-engine/definition/metadata';
import type { ProxiedApp } from '@rocket.chat/apps-engine/server/ProxiedApp';
import { WorkspaceAdministration } from '../sandbox/clients/workspace-administration';
import { WorkspacePerson } from '../sandbox/clients/workspace-client';
import { appRuntimes, nameOfRuntime, type AppRuntime } from '../sandbox/workspace/engine/app-runtime';
import { startWorkspace } from '../sandbox/workspace/workspace';
import { packageApp } from '../scripts/package';

/**
 * Measures what the runtimes cost: a call of an endpoint, an event, and the memory of the app's process after many
 * messages. The packaged app runs in the real engine; no homeserver is there. Both runtimes are measured in turns.
 */
const MESSAGES = 10_000;
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
	/** Megabytes of memory of the app's process: after the start, and after the messages. */
	readonly memoryAtStart: number;
	readonly memoryAfterMessages: number;
}

async function measured(runtime: AppRuntime, zip: string): Promise<Figures> {
	const directory = await mkdtemp(path.join(tmpdir(), 'bench-runtime-'));
	const workspace = await startWorkspace({ port: 0, directory, admin, runtime });
	const person = await WorkspacePerson.login(workspace.url, admin.username, admin.password);
	try {
		const { id, permissions } = JSON.parse(new AdmZip(zip).readAsText('app.json')) as PackagedAppJson;
		const administration = new WorkspaceAdministration(person);
		const begun = performance.now();
		await administration.installApp(zip, { id, permissions });
		const installation = performance.now() - begun;
		await administration.setAppSettings(id, {
			homeserver_url: 'http://127.0.0.1:9',
			homeserver_domain: 'bench.test',
		});
		const { hs_token: token } = await administration.appSettings(id);
		const app = workspace.server.appManager().getOneById(id);
		const push = (number: number) =>
			fetch(`${workspace.url}/api/apps/public/${id}/_matrix/app/v1/transactions/${number}`, {
				method: 'PUT',
				headers: { authorization: `Bearer ${String(token)}`, 'content-type': 'application/json' },
				body: '{"events":[]}',
			}).then((answer) => answer.arrayBuffer());
		const memoryAtStart = await memoryOf(app);
		const endpoint = await medianOf(ROUNDS * CALLS_IN_ROUND, push);
		const event = await medianOf(MESSAGES, (number) =>
			app.call(AppMethod.EXECUTEPOSTMESSAGESENT, messageNumber(number)),
		);
		return { installation, endpoint, event, memoryAtStart, memoryAfterMessages: await memoryOf(app) };
	} finally {
		person.stop();
		await workspace.stop();
		await rm(directory, { recursive: true });
	}
}

/** A message in a room that is not federated, as the engine hands it to apps. */
function messageNumber(number: number): object {
	const sender = { id: 'u', username: 'alice', name: 'Alice', type: 'user', roles: ['user'], emails: [] };
	return {
		id: `message-${number}`,
		text: `message ${number}: ${'some words '.repeat(10)}`,
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
