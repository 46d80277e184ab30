import { expect } from 'chai';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { waitFor } from '../../sandbox/clients/waiting';
import { givenWorkspace, shownVariables, type GivenWorkspace } from '../../sandbox/given-workspace';
import { freePort } from '../../sandbox/homeserver/free-port';
import { FederatedWorkspace } from '../support/federated-workspace';
import { packagedAppJson } from '../support/installed-app';
import { chosenRuntime } from '../support/runtimes';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** The first start prepares the engine, the package and the homeserver. In milliseconds. */
const START_LIMIT = 600_000;

describe('a workspace in another process', () => {
	let state: string;
	let running: ChildProcess;
	let workspace: GivenWorkspace;

	before(async () => {
		state = await mkdtemp(path.join(tmpdir(), 'workspace-'));
		const port = String(await freePort(0));
		const options = ['--state', state, '--workspace-port', port, '--plan', 'starter'];
		const started = start('start-workspace.ts', [...options, '--runtime', chosenRuntime()]);
		running = started.child;
		const [line = ''] = await started.output(/^SANDBOX_WORKSPACE_URL=.*(?=\n)/m);
		workspace = parsed(line);
	});
	after(async () => {
		await end(running);
		await rm(state, { recursive: true });
	});

	it('is used by its APIs alone: the app is installed there, and messages go both ways', async () => {
		const federated = await FederatedWorkspace.start(workspace);
		try {
			const alice = await federated.app.person('alice');
			const bob = await federated.matrixPerson('bob');
			const { rocketChatId, matrixId } = await federated.directMessage(alice, bob);
			await alice.send(rocketChatId, 'from Alice');
			await bob.waitForMessage(matrixId, ({ body }) => body === 'from Alice');
			await bob.send(matrixId, 'from Bob');
			await alice.waitForMessage(rocketChatId, ({ text }) => text === 'from Bob');
			await federated.app.administration.changeSetting('Message_MaxAllowedSize', 1_234);
			expect(() => federated.app.workspace).to.throw('declare it with itNeeding');
		} finally {
			await federated.stop();
		}
	});

	it('is left as it was found', async () => {
		const { url, username, password } = workspace;
		const admin = await WorkspacePerson.login(url, username, password);
		const { apps } = await admin.rest.get<{ apps: { id: string }[] }>('/api/apps/installed');
		const { users } = await admin.rest.get<{ users: { username: string }[] }>('/api/v1/users.list');
		const { value } = await admin.rest.get<{ value: number }>('/api/v1/settings/Message_MaxAllowedSize');
		admin.stop();
		expect(apps.map(({ id }) => id)).not.to.include(packagedAppJson().id);
		expect(users.map(({ username: name }) => name)).to.deep.equal(['admin', 'rocket.cat']);
		expect(value).to.equal(5_000);
	});

	it('is used by npm start, which starts only the homeserver and the page', async () => {
		const own = path.join(state, 'of-npm-start');
		const ports = { homeserver: String(await freePort(0)), page: String(await freePort(0)) };
		const { child, output } = start(
			'start.ts',
			['--state', own, '--homeserver-port', ports.homeserver, '--page-port', ports.page],
			variablesIn(shownVariables(workspace)),
		);
		try {
			const [printed] = await output(/using the workspace at[^]*Ctrl-C stops everything/);
			expect(printed).to.match(
				/Matrix → Rocket\.Chat +\d+ ms {2}bob:localhost: Then it sends this back/,
			);
			expect(printed).to.include(`${workspace.url}   your workspace; user alice, password `);
			expect(await readdir(own)).not.to.include('workspace');
		} finally {
			await end(child);
		}
	});
});

/**
 * Starts a program of the sandbox.
 * @returns its process, and a function that waits until what it printed matches
 */
function start(
	program: string,
	options: readonly string[],
	variables: Readonly<Record<string, string>> = {},
): { child: ChildProcess; output: (pattern: RegExp) => Promise<RegExpExecArray> } {
	const child = spawn(process.execPath, ['--import', 'tsx', path.join('sandbox', program), ...options], {
		cwd: root,
		env: { ...process.env, ...variables },
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	let printed = '';
	child.stdout.setEncoding('utf8').on('data', (chunk: string) => (printed += chunk));
	const output = (pattern: RegExp) =>
		waitFor({
			what: `output that matches ${pattern.source}`,
			timeout: START_LIMIT,
			interval: 50,
			look: () => {
				const found = pattern.exec(printed);
				if (!found && child.exitCode !== null) {
					throw new Error(`${program} ended: ${printed}`);
				}
				return found ?? undefined;
			},
			instead: () => printed,
		});
	return { child, output };
}

async function end(child: ChildProcess): Promise<void> {
	if (child.exitCode === null) {
		const ended = once(child, 'exit');
		child.kill('SIGTERM');
		await ended;
	}
}

/** @param line of variables as a shell reads them */
function parsed(line: string): GivenWorkspace {
	const workspace = givenWorkspace(variablesIn(line));
	if (!workspace) {
		throw new Error(`no workspace in ${line}`);
	}
	return workspace;
}

/** @returns for example `{ A: '1', B: '2' }` for `A=1 B=2` */
function variablesIn(line: string): Record<string, string> {
	return Object.fromEntries(new URLSearchParams(line.replaceAll(' ', '&')));
}
