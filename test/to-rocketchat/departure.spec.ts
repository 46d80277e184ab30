import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import { expect } from 'chai';
import type { EventId } from '../../src/matrix/ids';
import { relayMessage } from '../../src/to-matrix/relay';
import { relayToRocketChat } from '../../src/to-rocketchat/dispatch';
import { fakeApp } from '../support/fake-app';
import { FakeHomeserver } from '../support/fake-homeserver';
import { bob, dan, eventOf, linkedRoom, roomId } from '../support/matrix-room';

const account = { id: 'uid-alice', username: 'alice', type: 'user', isEnabled: true };
const message = {
	id: 'mid',
	text: 'hello',
	room: { id: 'rid', customFields: { federation: { roomId } } },
	sender: account,
} as unknown as IMessage;

async function setUp(members = 2) {
	const homeserver = new FakeHomeserver();
	const { bridge, calls } = await linkedRoom({
		...homeserver.answers,
		'messages.tell': () => undefined,
		'rooms.members': () => Array.from({ length: members }, () => account),
	});
	const { app } = fakeApp(bridge);
	return {
		homeserver,
		// A message that is late is looked up first, so it is as new as it can be.
		write: () => relayMessage(app, { ...message, createdAt: new Date() }),
		become: (membership: string, eventId: string, who = bob) =>
			relayToRocketChat(
				bridge,
				eventOf('m.room.member', { membership }, { stateKey: who, eventId: eventId as EventId }),
			),
		posted: () =>
			calls
				.filter(([method]) => method === 'messages.post')
				.map(([, post]) => (post as { senderId: string; text: string }).text),
		told: () => calls.filter(([method]) => method === 'messages.tell').map(([, , , text]) => text),
	};
}

describe('an external person who is not in a direct message any more', () => {
	const line =
		'_is not in this direct message on Matrix any more._ What you write here is not delivered. `/federation dm @bob:far.example` opens it again.';

	for (const membership of ['leave', 'ban']) {
		it(`is shown by one line after ${membership}, and the writer is told`, async () => {
			const { become, write, posted, told, homeserver } = await setUp();
			await become(membership, '$left');
			await become(membership, '$left');
			await become('ban', '$banned');
			expect(posted()).to.deep.equal([line]);
			await write();
			expect(homeserver.readable()).to.deep.equal([]);
			expect(told()).to.deep.equal([
				'Your message was **not** delivered to Matrix. `@bob:far.example` is not in this direct message on Matrix any more. `/federation dm @bob:far.example` opens it again.',
			]);
		});
	}

	it('gets messages again when they are back', async () => {
		const { become, write, told, homeserver } = await setUp();
		await become('leave', '$left');
		await become('join', '$back');
		await write();
		expect(homeserver.readable()).to.deep.equal(['hello']);
		expect(told()).to.deep.equal([]);
	});

	it('stops nothing in a direct message of several', async () => {
		const { become, write, posted, homeserver } = await setUp(3);
		await become('leave', '$left', dan);
		await write();
		expect(posted()).to.deep.equal([]);
		expect(homeserver.readable()).to.deep.equal(['hello']);
	});
});
