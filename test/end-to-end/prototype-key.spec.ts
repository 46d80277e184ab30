import { expect } from 'chai';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { DOMAIN, FederatedWorkspace } from '../support/federated-workspace';

const segment = encodeURIComponent;
const ghost = `@rc_alice:${DOMAIN}`;

/** Milliseconds in which everybody else's messages arrive: about three seconds, and more on a busy machine. */
const WITHIN_MS = 60_000;

/** Stands for the key, which an object literal would take for the prototype. */
const PLACE = 'place of the key';

describe('a key __proto__, at which the engine stops', () => {
	let federated: FederatedWorkspace;
	let alice: WorkspacePerson;
	let bob: MatrixPerson;
	let room: { rocketChatId: string; matrixId: string };
	/** The app's process before it met the key. */
	let firstProcess: number | undefined;

	beforeEach(async () => {
		federated = await FederatedWorkspace.start();
		alice = await federated.app.person('alice');
		bob = await federated.matrixPerson('bob');
		room = await federated.directMessage(alice, bob);
		firstProcess = federated.app.processId;
	});
	afterEach(() => federated.stop());

	/** Asks the homeserver with a body that no client library sends. */
	async function put(person: MatrixPerson, path: string, body: string): Promise<void> {
		const response = await fetch(`${federated.homeserver.url}/_matrix/client/v3/rooms/${path}`, {
			method: 'PUT',
			headers: { authorization: `Bearer ${person.client.getAccessToken() ?? ''}` },
			body,
		});
		expect(response.status).to.equal(200);
	}
	const inRoom = (path: string) => `${segment(room.matrixId)}/${path}`;
	const texts = async () => (await alice.messages(room.rocketChatId, 100)).map(({ text }) => text);
	const arrival = (text: string) =>
		alice.waitForMessage(room.rocketChatId, (message) => message.text === text, WITHIN_MS);
	const delivery = (text: string) =>
		bob.waitForMessage(room.matrixId, ({ body }) => body === text, WITHIN_MS);

	/** Messages of both sides arrive, several times, since the homeserver pushes the event again and again. */
	async function expectBothWays(): Promise<void> {
		for (const turn of ['first', 'second', 'third']) {
			await bob.send(room.matrixId, `${turn} from Matrix`);
			await arrival(`${turn} from Matrix`);
			await alice.send(room.rocketChatId, `${turn} to Matrix`);
			await delivery(`${turn} to Matrix`);
		}
		expect(federated.app.processId).not.to.equal(firstProcess);
	}

	/** Calls Rocket.Chat with a body in which a key is `__proto__`. */
	async function postRaw(person: WorkspacePerson, method: string, body: object): Promise<unknown> {
		const response = await person.rest.fetch(`/api/v1/${method}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body).replaceAll(PLACE, '__proto__'),
		});
		expect(response.status).to.equal(200);
		return response.json();
	}

	it('in a message from Matrix has the message shown, and those behind it', async () => {
		await put(
			bob,
			inRoom('send/m.room.message/raw'),
			'{"msgtype":"m.text","body":"poison","more":{"__proto__":1}}',
		);
		await put(bob, inRoom('send/m.sticker/raw-2'), '{"__proto__":1}');
		await bob.send(room.matrixId, 'behind it');
		await arrival('behind it');
		expect(await texts()).to.deep.equal([
			'poison',
			'_A message from Matrix cannot be shown here: its content is broken._',
			'behind it',
		]);
		await expectBothWays();
	});

	it('in a state event lets the messages behind it through', async () => {
		await bob.client.setRoomName(room.matrixId, 'a name');
		await put(bob, inRoom('state/m.room.topic'), '{"topic":"a topic","more":{"__proto__":1}}');
		await expectBothWays();
	});

	it('in a change of a membership lets the messages behind it through', async () => {
		await put(
			bob,
			inRoom(`state/m.room.member/${segment(bob.userId)}`),
			'{"membership":"join","displayname":"Bob","more":{"__proto__":1}}',
		);
		await expectBothWays();
	});

	it('in an invitation of a stranger has the invitation answered', async () => {
		const carl = await federated.matrixPerson('carl');
		const roomId = await carl.createRoom({});
		await put(
			carl,
			`${segment(roomId)}/state/m.room.member/${segment(ghost)}`,
			'{"membership":"invite","is_direct":true,"more":{"__proto__":1}}',
		);
		await expectBothWays();
		await carl.waitForMember(roomId, ghost);
		await carl.send(roomId, 'nice to meet you');
		const direct = await alice.waitForDirectRoom(carl.userId.slice(1), WITHIN_MS);
		await alice.waitForMessage(direct._id, ({ text }) => text === 'nice to meet you', WITHIN_MS);
	});

	it('in a request without a token stops no message', async () => {
		const ping = `${federated.app.publicApi}/_matrix/app/v1/ping`;
		const headers = { 'content-type': 'application/json' };
		void fetch(ping, { method: 'POST', headers, body: '{"__proto__":1}' }).catch(() => undefined);
		await expectBothWays();
	});

	it('in an attachment of a local user stops no message of other rooms', async () => {
		const eve = await federated.app.person('eve');
		const carl = await federated.matrixPerson('carl');
		const { rocketChatId } = await federated.directMessage(eve, carl);
		await postRaw(eve, 'chat.sendMessage', {
			message: { rid: rocketChatId, msg: 'poison', attachments: [{ text: 'x', [PLACE]: 1 }] },
		});
		await expectBothWays();
		// The app compares each room with Matrix when it starts, and would end again each time.
		await federated.app.kill();
		await expectBothWays();
	});

	it('in a field of a room stops no message of other rooms', async () => {
		const eve = await federated.app.person('eve');
		const { channel } = (await postRaw(eve, 'channels.create', {
			name: 'poisoned',
			extraData: {},
			customFields: { [PLACE]: 1 },
		})) as { channel: { _id: string } };
		await eve.send(channel._id, 'poison');
		await expectBothWays();
	});
});
