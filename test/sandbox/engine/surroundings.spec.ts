import { expect } from 'chai';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from 'ws';
import { enginePackage } from '../../../sandbox/workspace/engine/paths';
import { describeOnRuntimes } from '../../support/runtimes';
import { killApp } from '../../support/kill-app';
import { eventually } from '../support/eventually';
import { probeId, probePackage, probePermissions } from '../support/probe-package';
import { ProbeWorkspace } from '../support/probe-workspace';

/** More than the buffers of a pipe hold. */
const FIVE_MB = 5_000_000;

describeOnRuntimes('what an app finds around it', (runtime) => {
	let probe: ProbeWorkspace;
	let other: Server;
	let address: string;

	before(async () => {
		probe = await ProbeWorkspace.start(undefined, undefined, runtime);
		other = createServer((request, response) => request.pipe(response)).listen(0, '127.0.0.1');
		new WebSocketServer({ server: other }).on('connection', (socket) => {
			socket.on('message', (text: Buffer) => {
				socket.send(`heard: ${text.toString()}`);
			});
		});
		await once(other, 'listening');
		address = `127.0.0.1:${(other.address() as AddressInfo).port}`;
	});
	after(async () => {
		await probe.stop();
		other.closeAllConnections();
		other.close();
	});

	async function use(path: string, content: object): Promise<Record<string, unknown>> {
		const answer = await fetch(probe.endpoint(path), {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(content),
		});
		expect(answer.status).to.equal(200);
		return (await answer.json()) as Record<string, unknown>;
	}
	const surroundings = (modules: string[] = [], files: string[] = []) =>
		use('surroundings', { modules, files }) as Promise<Record<string, Record<string, string>>>;

	it('has the same global names, but for `self`, which is in Deno only', async () => {
		const { types } = await surroundings();
		expect(types).to.deep.equal({
			fetch: 'function',
			URL: 'function',
			crypto: 'object',
			AbortController: 'function',
			structuredClone: 'function',
			WebSocket: 'function',
			Buffer: 'function',
			process: 'object',
			globalThis: 'undefined',
			Deno: 'undefined',
			self: runtime === 'node' ? 'undefined' : 'object',
			window: 'undefined',
		});
	});

	it('has the same modules; in Node also those whose names begin with an allowed one', async () => {
		const allowed = [
			...['path', 'url', 'crypto', 'buffer', 'stream', 'net', 'http', 'https', 'zlib', 'util'],
			...['os', 'querystring', 'fs', 'node:fs', '@rocket.chat/apps-engine/definition/App'],
		];
		const refused = [
			'events',
			'assert',
			'child_process',
			'worker_threads',
			'tls',
			'vm',
			'module',
			'process',
		];
		const { modules = {} } = await surroundings([...allowed, ...refused, 'fs/promises', 'uuid']);
		for (const name of allowed) {
			expect(modules[name], name).to.be.oneOf(['object', 'function']);
		}
		for (const name of refused) {
			expect(modules[name]).to.equal(`Module ${name} is not allowed`);
		}
		expect(modules['fs/promises']).to.equal(
			runtime === 'node' ? 'object' : 'Module fs/promises is not allowed',
		);
		if (runtime === 'node') {
			expect(modules.uuid).to.equal('object');
		}
	});

	it('has no environment: in Node it is empty but for PATH, in Deno it must not be read', async () => {
		const { environment, home } = await surroundings();
		expect([environment, home]).to.deep.equal(
			runtime === 'node' ? ['PATH', 'undefined'] : ['NotCapable', 'NotCapable'],
		);
	});

	it('reads files of the engine, and writes and reads no others', async () => {
		const definition = `${enginePackage}/definition/App.js`;
		const own = fileURLToPath(import.meta.url);
		const { files = {}, writing } = await surroundings([], [definition, own]);
		expect(Number(files[definition])).to.be.above(1000);
		const denied = runtime === 'node' ? 'ERR_ACCESS_DENIED' : 'NotCapable';
		expect([files[own], writing]).to.deep.equal([denied, denied]);
	});

	it('sends and receives large bodies with fetch', async () => {
		expect(await use('fetch', { url: `http://${address}`, bytes: FIVE_MB })).to.deep.equal({
			status: 200,
			bytes: FIVE_MB,
		});
	});

	it('uses WebSockets', async () => {
		expect(await use('socket', { url: `ws://${address}`, text: 'hello' })).to.deep.equal({
			answer: 'heard: hello',
		});
	});

	it('answers with a large body', async () => {
		expect(await use('large', { bytes: FIVE_MB }))
			.to.have.property('text')
			.with.length(FIVE_MB);
	});

	it('runs on after a call has timed out, timers included', async () => {
		const controller = probe.server.appManager().getOneById(probeId).getRuntimeController();
		const { options } = controller as unknown as { options: { timeout: number } };
		const usual = options.timeout;
		options.timeout = 300;
		try {
			const answer = await fetch(probe.endpoint('late'), {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: '{"milliseconds":900}',
			});
			expect(answer.status).to.equal(500);
		} finally {
			options.timeout = usual;
		}
		await probe.waitForEvent('late ends');
	});

	it('runs on after an error that nobody catches, which is in the stored log', async () => {
		await use('uncaught', { text: 'nobody catches this' });
		await eventually('the error is in the log', async () => {
			const { body } = await probe.rest('GET', `/api/apps/${probeId}/logs?count=0`);
			return JSON.stringify(body).includes('nobody catches this');
		});
		expect(await use('large', { bytes: 1 })).to.deep.equal({ text: 'x' });
	});

	describe('has its endpoints, commands and jobs', () => {
		beforeEach(() => probe.forgetEvents());

		/** Uses each of them once. */
		async function useAll(): Promise<void> {
			await probe.forgetEvents();
			const { status } = await probe.rest('POST', '/api/v1/commands.run', {
				command: 'probe',
				params: 'one',
				roomId: 'GENERAL',
			});
			expect(status).to.equal(200);
			const job = { id: 'quick', when: { $date: new Date().toISOString() } };
			await probe.call({ path: 'modify.getScheduler.scheduleOnce', args: [job] });
			await probe.waitForEvent('command');
			await probe.waitForEvent('quick');
		}

		it('after it is switched off and on', async () => {
			for (const status of ['manually_disabled', 'manually_enabled']) {
				await probe.rest('POST', `/api/apps/${probeId}/status`, { status });
			}
			await useAll();
		});

		it('after an update', async () => {
			await probe.update(await probePackage({ version: '1.0.1' }));
			await useAll();
		});

		it('after a kill in the middle of a call', async () => {
			const broken = fetch(probe.endpoint('late'), {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: '{"milliseconds":60000}',
			}).catch(() => undefined);
			await probe.waitForEvent('late starts');
			await killApp(probe.server.appManager(), probeId);
			await useAll();
			void broken;
		});

		it('after a restart of the workspace', async () => {
			await probe.restart();
			await useAll();
			await eventually('the app is enabled', async () => {
				const { body } = await probe.rest('GET', `/api/apps/${probeId}`);
				return (body.app as { status: string }).status === 'manually_enabled';
			});
		});
	});

	it('reaches the network without the permission `networking` in Node only', async () => {
		const permissions = probePermissions.filter(({ name }) => name !== 'networking');
		await probe.update(await probePackage({ version: '1.0.2', permissions }));
		expect(await use('fetch', { url: `http://${address}`, bytes: 1 })).to.deep.equal(
			runtime === 'node' ? { status: 200, bytes: 1 } : { error: 'NotCapable' },
		);
	});
});
