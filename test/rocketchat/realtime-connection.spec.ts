import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { WebSocketServer, WebSocket as Socket } from 'ws';
import type { FederationError } from '../../src/errors';
import { RealtimeConnection, RealtimeRefusal } from '../../src/rocketchat/realtime-connection';

const global = globalThis as { WebSocket?: unknown };

/** What the engine's runtimes have: Node 20, in which these tests may run, lacks it. */
function giveWebSocket(): void {
	const before = global.WebSocket;
	beforeEach(() => (global.WebSocket = Socket));
	afterEach(() => (global.WebSocket = before));
}

describe('a connection to the realtime API', () => {
	giveWebSocket();
	let http: Server;
	let sockets: Socket[];
	let packets: Record<string, unknown>[];
	/** Answers packets as Rocket.Chat does, or as a test wants. */
	let answer: (packet: Record<string, unknown>) => object | undefined;
	const events: unknown[] = [];
	let closed: number;
	let siteUrl: string;

	beforeEach(async () => {
		[sockets, packets, closed] = [[], [], 0];
		events.length = 0;
		answer = ({ msg, id, params }) => {
			switch (msg) {
				case 'connect':
					return { msg: 'connected', session: 's' };
				case 'method':
					return { msg: 'result', id, result: { token: 't' } };
				case 'sub':
					return String((params as unknown[])[0]).startsWith('secret')
						? { msg: 'nosub', id, error: { error: 'not-allowed' } }
						: { msg: 'ready', subs: [id] };
				default:
					return undefined;
			}
		};
		http = createServer();
		new WebSocketServer({ server: http, path: '/websocket' }).on('connection', (socket) => {
			sockets.push(socket);
			socket.send(JSON.stringify({ server_id: '0' }));
			socket.on('message', (data: Buffer) => {
				const packet = JSON.parse(data.toString()) as Record<string, unknown>;
				packets.push(packet);
				const reply = answer(packet);
				if (reply) {
					socket.send(JSON.stringify(reply));
				}
			});
		});
		await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
		siteUrl = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
	});
	afterEach(() => {
		sockets.forEach((socket) => socket.terminate());
		http.close();
	});

	const open = () =>
		RealtimeConnection.open(
			{
				siteUrl,
				userId: 'u',
				token: 'the token',
			},
			{
				onEvent: (eventName, args) => events.push([eventName, ...args]),
				onClose: () => (closed += 1),
			},
		);
	const failure = (work: Promise<unknown>) =>
		work.then(
			() => expect.fail('no failure'),
			(error: unknown) => error,
		);
	const until = async (condition: () => boolean) => {
		while (!condition()) {
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
	};

	it('logs in with the token, and subscribes', async () => {
		const connection = await open();
		await connection.subscribe('stream-notify-room', 'rid/user-activity');
		connection.close();
		expect(packets).to.deep.equal([
			{ msg: 'connect', version: '1', support: ['1'] },
			{ msg: 'method', method: 'login', id: '1', params: [{ resume: 'the token' }] },
			{
				...{ msg: 'sub', id: '2', name: 'stream-notify-room' },
				params: ['rid/user-activity', { useCollection: false, args: [] }],
			},
		]);
		expect(closed).to.equal(1);
	});

	it('passes events on, and answers pings', async () => {
		const connection = await open();
		sockets[0]?.send('no JSON');
		sockets[0]?.send('{"msg":"changed","fields":{"eventName":7,"args":{}}}');
		sockets[0]?.send(
			JSON.stringify({
				...{ msg: 'changed', collection: 'stream-notify-room', id: 'id' },
				fields: { eventName: 'rid/user-activity', args: ['alice', ['user-typing']] },
			}),
		);
		sockets[0]?.send('{"msg":"ping","id":"p1"}');
		await until(() => packets.some(({ msg }) => msg === 'pong'));
		expect(packets.at(-1)).to.deep.equal({ msg: 'pong', id: 'p1' });
		expect(events).to.deep.equal([['rid/user-activity', 'alice', ['user-typing']]]);
		connection.close();
	});

	it('says that a subscription is refused, and why', async () => {
		const connection = await open();
		const error = await failure(connection.subscribe('stream-notify-room', 'secret/user-activity'));
		expect(error).to.be.instanceOf(RealtimeRefusal).and.to.have.property('code', 'not-allowed');
		connection.close();
	});

	it('fails with a token that the workspace does not know', async () => {
		const usual = answer;
		answer = (packet) =>
			packet.msg === 'method' ? { msg: 'result', id: packet.id, error: { error: 403 } } : usual(packet);
		const error = await failure(open());
		expect((error as FederationError).code).to.equal('workspace-token-wrong');
	});

	it('fails where the workspace does not answer', async () => {
		http.close();
		const error = await failure(open());
		expect((error as FederationError).code).to.equal('workspace-unreachable');
	});

	it('tells once that it has ended, and lets nobody wait', async () => {
		const connection = await open();
		answer = () => undefined;
		const subscription = failure(connection.subscribe('stream-notify-room', 'rid/user-activity'));
		sockets[0]?.terminate();
		expect(await subscription).to.be.instanceOf(RealtimeRefusal);
		connection.close();
		expect(closed).to.equal(1);
	});
});
