import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { WebSocket } from 'ws';
import { createDirectMessage } from '../../../sandbox/workspace/functions/create-direct-room';
import { createRoomAs } from '../../../sandbox/workspace/functions/create-room';
import { createPerson } from '../../../sandbox/workspace/functions/insert-user';
import { logIn } from '../../../sandbox/workspace/functions/login-tokens';
import { notifyEphemerally } from '../../../sandbox/workspace/functions/notifications';
import { executeSendMessage } from '../../../sandbox/workspace/functions/send-message';
import { subscriptionOf } from '../../../sandbox/workspace/functions/subscriptions';
import { attachRealtime } from '../../../sandbox/workspace/realtime/websocket';
import { eventually } from '../support/eventually';
import { memoryServer } from '../support/memory-server';

type Message = Record<string, unknown>;

/** A client of the realtime API. */
class Client {
	readonly heard: Message[] = [];
	private number = 0;

	private constructor(private readonly socket: WebSocket) {
		socket.on('message', (data: Buffer) => this.heard.push(JSON.parse(data.toString()) as Message));
	}

	static async connect(http: HttpServer): Promise<Client> {
		const { port } = http.address() as AddressInfo;
		const socket = new WebSocket(`ws://127.0.0.1:${port}/websocket`);
		const client = new Client(socket);
		await once(socket, 'open');
		client.send({ msg: 'connect', version: '1', support: ['1'] });
		await client.wait((message) => message.msg === 'connected');
		return client;
	}

	send(message: Message): void {
		this.socket.send(JSON.stringify(message));
	}

	wait(matches: (message: Message) => boolean): Promise<Message> {
		return eventually('the client hears it', () => this.heard.find(matches));
	}

	async method(name: string, ...params: unknown[]): Promise<Message> {
		const id = String(++this.number);
		this.send({ msg: 'method', method: name, id, params });
		return this.wait((message) => message.msg === 'result' && message.id === id);
	}

	async subscribe(
		name: string,
		eventName: string,
		options: unknown = { useCollection: false, args: [] },
	): Promise<Message> {
		const id = String(++this.number);
		this.send({ msg: 'sub', id, name, params: [eventName, options] });
		return this.wait(
			(message) => (message.msg === 'nosub' && message.id === id) || String(message.subs) === id,
		);
	}

	close(): void {
		this.socket.terminate();
	}
}

/** How a refused subscription is answered: apps/meteor/server/modules/streamer/streamer.module.ts, `_publish`. */
const notAllowed = {
	isClientSafe: true,
	error: 'not-allowed',
	message: '[not-allowed]',
	errorType: 'Meteor.Error',
};

// apps/meteor/server/modules/notifications/notifications.module.ts; Meteor's DDP specification
describe('the realtime API', () => {
	const server = memoryServer();
	const person = (username: string): ReturnType<typeof createPerson> =>
		createPerson(server, {
			username,
			name: username,
			email: `${username}@example.org`,
			password: 'secret',
		});
	const [alice, bob] = [person('alice'), person('bob')];
	let roomId: string;
	let http: HttpServer;
	let end: () => void;
	const clients: Client[] = [];
	const connected = async (user = alice): Promise<Client> => {
		const client = await Client.connect(http);
		clients.push(client);
		const answer = await client.method('login', { resume: logIn(server, user) });
		expect(answer.result).to.include({ id: user._id, type: 'resume' });
		return client;
	};

	before(async () => {
		roomId = (await createDirectMessage(server, ['bob'], alice._id)).room._id;
		http = createServer();
		end = attachRealtime(server, http);
		http.listen(0, '127.0.0.1');
		await once(http, 'listening');
	});

	after(async () => {
		clients.forEach((client) => client.close());
		end();
		http.close();
		await once(http, 'close');
	});

	it('accepts a password as well, and answers a wrong token with error 403', async () => {
		const client = await Client.connect(http);
		clients.push(client);
		const digest = '2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b';
		const given = { user: { username: 'alice' }, password: { digest, algorithm: 'sha-256' } };
		expect((await client.method('login', given)).result).to.include({ id: alice._id, type: 'password' });
		expect((await client.method('login', { resume: 'wrong' })).error).to.include({
			error: 403,
			reason: "You've been logged out by the server. Please log in again.",
		});
	});

	it('sends the messages of a room to those who may see it, dates as $date', async () => {
		const client = await connected();
		expect(await client.subscribe('stream-room-messages', roomId)).to.include({ msg: 'ready' });
		const sent = await executeSendMessage(server, bob._id, { rid: roomId, msg: 'hi alice' });
		const { fields, ...changed } = await client.wait(({ msg }) => msg === 'changed');
		expect(changed).to.deep.equal({ msg: 'changed', collection: 'stream-room-messages', id: 'id' });
		const { eventName, args } = fields as { eventName: string; args: Message[] };
		expect(eventName).to.equal(roomId);
		expect(args[0]).to.deep.include({
			_id: sent?._id,
			msg: 'hi alice',
			ts: { $date: sent?.ts.getTime() },
		});
	});

	it('sends ephemeral messages and changes of rooms and subscriptions to their user only', async () => {
		const client = await connected();
		await client.subscribe('stream-notify-user', `${alice._id}/message`);
		await client.subscribe('stream-notify-user', `${alice._id}/subscriptions-changed`);
		await client.subscribe('stream-notify-user', `${alice._id}/rooms-changed`);
		expect(await client.subscribe('stream-notify-user', `${bob._id}/message`)).to.deep.include({
			msg: 'nosub',
			error: notAllowed,
		});
		notifyEphemerally(server, alice._id, roomId, { msg: 'psst' });
		await executeSendMessage(server, bob._id, { rid: roomId, msg: 'news' });
		for (const event of ['message', 'subscriptions-changed', 'rooms-changed']) {
			await client.wait(
				({ msg, fields }) =>
					msg === 'changed' && (fields as Message).eventName === `${alice._id}/${event}`,
			);
		}
	});

	it('tells who types by the name where the workspace shows names', async () => {
		const names = { username: 'faye', name: 'Faye Example', email: 'faye@example.org' };
		const faye = createPerson(server, { ...names, password: 'secret' });
		const { room } = await createDirectMessage(server, ['bob'], faye._id);
		const [one, other] = [await connected(faye), await connected(bob)];
		const stream = `${room._id}/user-activity`;
		await other.subscribe('stream-notify-room', stream);
		server.settings.set('UI_Use_Real_Name', true);
		try {
			await one.method('stream-notify-room', stream, 'faye', ['user-typing'], {});
			await one.method('stream-notify-room', stream, 'Faye Example', ['user-typing'], {});
			const { fields } = await other.wait(({ collection }) => collection === 'stream-notify-room');
			expect((fields as Message).args).to.deep.equal(['Faye Example', ['user-typing'], {}]);
		} finally {
			server.settings.set('UI_Use_Real_Name', false);
		}
	});

	it("tells the others who types, only in the user's own name, and not the user", async () => {
		const [one, other] = [await connected(alice), await connected(bob)];
		const stream = `${roomId}/user-activity`;
		await one.subscribe('stream-notify-room', stream);
		await other.subscribe('stream-notify-room', stream);
		await one.method('stream-notify-room', stream, 'alice', ['user-typing'], {});
		const { fields } = await other.wait(({ collection }) => collection === 'stream-notify-room');
		expect((fields as Message).args).to.deep.equal(['alice', ['user-typing'], {}]);
		// Rocket.Chat drops a refused write without an error. The next one arrives alone.
		expect(await one.method('stream-notify-room', stream, 'bob', ['user-typing'])).not.to.have.property(
			'error',
		);
		await one.method('stream-notify-room', stream, 'alice', [], {});
		const heardBy = (client: Client): unknown[] =>
			client.heard
				.filter(({ collection }) => collection === 'stream-notify-room')
				.map((message) => (message.fields as Message).args);
		await eventually('the other one hears the end of it', () => heardBy(other).length > 1);
		expect(heardBy(other)).to.deep.equal([
			['alice', ['user-typing'], {}],
			['alice', [], {}],
		]);
		expect(heardBy(one)).to.deep.equal([]);
	});

	it('sends the messages of every room, with the kind of room, to who listens to __my_messages__', async () => {
		const [client, stranger] = [await connected(), await connected(person('erin'))];
		for (const listener of [client, stranger]) {
			expect(await listener.subscribe('stream-room-messages', '__my_messages__')).to.include({
				msg: 'ready',
			});
		}
		const answer = await client.method('sendMessage', { rid: roomId, msg: 'to all my clients' });
		expect(answer.result).to.include({ msg: 'to all my clients', rid: roomId });
		const { fields } = await client.wait(({ msg }) => msg === 'changed');
		const { eventName, args } = fields as { eventName: string; args: Message[] };
		expect([eventName, args[0]?.msg, args[1]]).to.deep.equal([
			'__my_messages__',
			'to all my clients',
			{ roomParticipant: true, roomType: 'd' },
		]);
		await stranger.method('getRoomIdByNameOrId', 'nowhere');
		expect(stranger.heard.filter(({ msg }) => msg === 'changed')).to.deep.equal([]);
	});

	it('adds the document of a stream first, for clients that keep it in a collection', async () => {
		const client = await connected();
		const added = () => client.heard.filter(({ msg }) => msg === 'added');
		await client.subscribe('stream-room-messages', roomId);
		expect(added()).to.deep.equal([]);
		for (const options of [true, { useCollection: true }]) {
			await client.subscribe('stream-room-messages', '__my_messages__', options);
		}
		const document = {
			msg: 'added',
			collection: 'stream-room-messages',
			id: 'id',
			fields: { eventName: '__my_messages__' },
		};
		expect(added()).to.deep.equal([document, document]);
	});

	it('names, edits and leaves by methods', async () => {
		const client = await connected();
		const channel = await createRoomAs(server, alice._id, {
			type: 'c',
			name: 'for-bots',
			members: ['bob'],
			readOnly: false,
			extra: {},
		});
		const stranger = await connected(person('frank'));
		expect((await client.method('getRoomNameById', channel._id)).result).to.equal('for-bots');
		expect((await stranger.method('getRoomNameById', roomId)).error).to.include({
			error: 'error-not-allowed',
		});
		const sent = (await client.method('sendMessage', { rid: channel._id, msg: 'a mistak' }))
			.result as Message;
		await client.method('updateMessage', { _id: sent._id, rid: channel._id, msg: 'no mistake' });
		const { messages } = (await client.method('loadHistory', channel._id, null, 1)).result as {
			messages: Message[];
		};
		expect(messages[0]?.msg).to.equal('no mistake');
		const whole = { ...messages[0], msg: 'again' };
		expect((await client.method('updateMessage', whole)).error).to.include({
			error: 'error-invalid-update-key',
		});
		const member = await connected(bob);
		await member.method('leaveRoom', channel._id);
		expect((await member.method('leaveRoom', channel._id)).error).to.include({
			error: 'error-user-not-in-room',
		});
	});

	it('reads history and reacts by methods', async () => {
		const client = await connected();
		const stranger = await connected(person('dave'));
		await client.method('sendMessage', { rid: roomId, msg: 'older' });
		const sent = (await client.method('sendMessage', { rid: roomId, msg: 'newer' })).result as Message;
		const { messages } = (await client.method('loadHistory', roomId, null, 2, null)).result as {
			messages: Message[];
		};
		expect(messages.map(({ msg }) => msg)).to.deep.equal(['newer', 'older']);
		const before = (await client.method('loadHistory', roomId, sent.ts, 1, null)).result as {
			messages: Message[];
		};
		expect(before.messages.map(({ msg }) => msg)).to.deep.equal(['older']);
		expect((await stranger.method('loadHistory', roomId)).result).to.equal(false);
		await client.method('setReaction', ':tada:', sent._id, true);
		const again = (await client.method('loadHistory', roomId, null, 1, null)).result as {
			messages: Message[];
		};
		expect(again.messages[0]?.reactions).to.deep.equal({ ':tada:': { usernames: ['alice'] } });
		const refused = await client.method('sendMessage', { rid: roomId, msg: 'x', t: 'rm' });
		expect((refused.error as Message).message).to.contain('Cannot send system messages');
	});

	it('tells those who are logged in who is there, and nobody else', async () => {
		const nobody = await Client.connect(http);
		clients.push(nobody);
		expect(await nobody.subscribe('stream-notify-all', 'roles-change')).to.include({ msg: 'ready' });
		expect(await nobody.subscribe('stream-notify-logged', 'user-status')).to.deep.include({
			msg: 'nosub',
			error: notAllowed,
		});
		const client = await connected();
		await client.subscribe('stream-notify-logged', 'user-status');
		const grace = person('grace');
		await connected(grace);
		const isOfGrace = ({ fields }: Message): boolean =>
			((fields as Message | undefined)?.args as unknown[][] | undefined)?.[0]?.[0] === grace._id;
		const { fields } = await client.wait(isOfGrace);
		expect(fields).to.deep.equal({
			eventName: 'user-status',
			args: [[grace._id, 'grace', 1, null, 'grace', ['user']]],
		});
	});

	it('lists rooms, subscriptions, settings and roles, all or since a time, and marks as read', async () => {
		const client = await connected();
		const ids = (found: unknown): unknown[] => (found as Message[]).map((each) => each.rid ?? each._id);
		await executeSendMessage(server, bob._id, { rid: roomId, msg: 'unread' });
		for (const method of ['rooms/get', 'subscriptions/get']) {
			expect(ids((await client.method(method)).result)).to.include(roomId);
			const later = { $date: Date.now() + 60_000 };
			expect((await client.method(method, later)).result).to.deep.equal({ update: [], remove: [] });
		}
		expect(ids((await client.method('public-settings/get')).result)).to.include('Site_Url');
		expect((await client.method('getRoomRoles', roomId)).result).to.deep.equal([]);
		await client.method('readMessages', roomId);
		expect(subscriptionOf(server, roomId, alice._id)?.unread).to.equal(0);
		expect((await client.method('readMessages', 'nowhere')).error).to.include({
			error: 'error-not-allowed',
		});
	});

	it('answers a ping, and names a method or stream that is not built', async () => {
		const client = await connected();
		client.send({ msg: 'ping', id: 'p' });
		await client.wait(({ msg, id }) => msg === 'pong' && id === 'p');
		expect((await client.method('no-such-method')).error).to.include({
			error: 404,
			reason: "Method 'no-such-method' not found",
		});
		expect((await client.subscribe('stream-roles', 'roles')).error).to.include({
			error: 404,
			reason: "Subscription 'stream-roles' not found",
		});
	});

	it('refuses a room to a stranger, and everything without a login', async () => {
		const carol = await connected(person('carol'));
		expect(await carol.subscribe('stream-room-messages', roomId)).to.deep.include({
			msg: 'nosub',
			error: notAllowed,
		});
		const nobody = await Client.connect(http);
		clients.push(nobody);
		expect(await nobody.subscribe('stream-room-messages', roomId)).to.deep.include({
			msg: 'nosub',
			error: notAllowed,
		});
		expect(await nobody.subscribe('stream-notify-user', `${alice._id}/message`)).to.deep.include({
			msg: 'nosub',
			error: notAllowed,
		});
	});
});
