import type { IMessage, IMessageReactionContext } from '@rocket.chat/apps-engine/definition/messages';
import { expect } from 'chai';
import type { EventId } from '../../../src/matrix/ids';
import type { RocketChatMessageId } from '../../../src/rocketchat/ids';
import { relayDeletion, relayEdit, relayMessage, relayReaction } from '../../../src/to-matrix/relay';
import { relayToRocketChat } from '../../../src/to-rocketchat/dispatch';
import { fakeApp } from '../../support/fake-app';
import type { Answers } from '../../support/fake-bridge';
import { FakeHomeserver } from '../../support/fake-homeserver';
import { alice, bob, dan, elsewhere, eventOf, linkedRoom, roomId } from '../../support/matrix-room';

const account = { id: 'uid-alice', username: 'alice', type: 'user', isEnabled: true };
const carol = { id: 'uid-carol', username: 'carol', type: 'user', isEnabled: true };
const botBob = { id: 'bot-bob', username: 'bob:far.example', type: 'bot' };
const botDan = { id: 'bot-dan', username: 'dan:far.example', type: 'bot' };
const ofTwo = [account, botBob];
const ofFour = [account, botBob, carol, botDan];

const message = {
	id: 'mid',
	text: 'hello',
	room: { id: 'rid', customFields: { federation: { roomId } } },
	sender: account,
} as unknown as IMessage;

async function setUp(members: readonly object[] = ofTwo, more: Answers = {}) {
	const homeserver = new FakeHomeserver();
	const { bridge, calls } = await linkedRoom({
		...homeserver.answers,
		'messages.tell': () => undefined,
		'messages.tellRoom': () => undefined,
		'rooms.members': () => members,
		...more,
	});
	const { app } = fakeApp(bridge);
	let written = 0;
	return {
		app,
		bridge,
		homeserver,
		// A message that is late is looked up first, so it is as new as it can be.
		write: () => relayMessage(app, { ...message, id: `mid${++written}`, createdAt: new Date() }),
		become: (membership: string, eventId: string, who = bob, change: object = {}) =>
			relayToRocketChat(
				bridge,
				eventOf(
					'm.room.member',
					{ membership },
					{ stateKey: who, sender: who, eventId: eventId as EventId, ...change },
				),
			),
		posted: () =>
			calls
				.filter(([method]) => method === 'messages.post')
				.map(([, post]) => post as { senderId: string; text: string })
				.map(({ senderId, text }) => `${senderId}: ${text}`),
		told: () => calls.filter(([method]) => method === 'messages.tell').map(([, , , text]) => text),
		toldRoom: () => calls.filter(([method]) => method === 'messages.tellRoom').map(([, , text]) => text),
	};
}

describe('an external person who is not in a direct message any more', () => {
	const line =
		'_is not in this direct message on Matrix any more._ What you write here is not delivered. `/federation dm @bob:far.example` opens it again.';
	const reason =
		'`@bob:far.example` is not in this direct message on Matrix any more. `/federation dm @bob:far.example` opens it again.';

	for (const membership of ['leave', 'ban']) {
		it(`is shown by one line after ${membership}, and the writer is told`, async () => {
			const { become, write, posted, told, homeserver } = await setUp();
			await become(membership, '$left');
			await become(membership, '$left');
			await become('ban', '$banned');
			expect(posted()).to.deep.equal([`bot-bob: ${line}`]);
			await write();
			expect(homeserver.readable()).to.deep.equal([]);
			expect(told()).to.deep.equal([`Your message is **not yet** on Matrix. ${reason}`]);
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

	it('gets no edits and reactions, and who makes them is told, but deletions', async () => {
		const reactions = { ':tada:': { usernames: ['alice'] } };
		const { app, bridge, become, told, homeserver } = await setUp(ofTwo, {
			'messages.byId': () => ({ ...message, reactions }),
			'homeserver.replacements': () => [],
		});
		await relayMessage(app, { ...message, createdAt: new Date() });
		await become('leave', '$left');
		await relayEdit(app, { ...message, text: 'changed', editor: account as never });
		const context = { message, user: account, reaction: ':tada:', isReacted: true };
		await relayReaction(app, context as unknown as IMessageReactionContext);
		expect(told()).to.deep.equal([
			`Your edit was **not** delivered to Matrix. ${reason}`,
			`Your reaction was **not** delivered to Matrix. ${reason}`,
		]);
		expect(homeserver.readable()).to.deep.equal(['hello']);
		expect(await bridge.store.messages.byRocketChatId('mid' as RocketChatMessageId)).to.include({
			roomId,
		});
		await relayDeletion(app, { message, user: account as never });
		expect(homeserver.readable()).to.deep.equal([]);
	});

	it('is shown by the retry if the line could not be posted', async () => {
		let fails = true;
		const { become, bridge } = await setUp(ofTwo, {
			'messages.post': ({ origin }: { origin: { messageId: string } }) => {
				if (fails) {
					throw new Error('connect ECONNREFUSED');
				}
				return origin.messageId;
			},
		});
		const failure = await become('leave', '$left').catch((error: unknown) => error);
		expect(failure).to.include({ code: 'workspace-failing' });
		fails = false;
		await become('leave', '$left');
		expect(await bridge.store.messages.byMatrixId('$left' as EventId)).to.include({ roomId });
		expect(await bridge.store.rooms.byMatrixId(roomId)).to.deep.include({ departed: [bob] });
	});

	it('changes nothing when the person leaves an older room of the same direct message', async () => {
		const { become, write, posted, homeserver } = await setUp();
		await become('leave', '$left', bob, { roomId: elsewhere });
		await write();
		expect(posted()).to.deep.equal([]);
		expect(homeserver.readable()).to.deep.equal(['hello']);
	});

	it('changes nothing when the person was never in the direct message in Rocket.Chat', async () => {
		const { become, write, posted, homeserver } = await setUp();
		await become('leave', '$left', dan);
		await write();
		expect(posted()).to.deep.equal([]);
		expect(homeserver.readable()).to.deep.equal(['hello']);
	});
});

describe('an external person who is not in a direct message of several any more', () => {
	const line =
		'_is not in this direct message on Matrix any more._ What you write here does not reach them. `/federation dm` with the same people invites them again.';

	it('is shown by one line, and the others still get messages', async () => {
		const { become, write, posted, told, homeserver } = await setUp(ofFour);
		await become('leave', '$left', dan);
		await become('ban', '$banned', dan);
		await write();
		expect(posted()).to.deep.equal([`bot-dan: ${line}`]);
		expect(homeserver.readable()).to.deep.equal(['hello']);
		expect(told()).to.deep.equal([]);
	});

	it('stops messages when it is the last one, until somebody is back', async () => {
		const { become, write, posted, told, homeserver } = await setUp(ofFour);
		await become('leave', '$dan', dan);
		await become('leave', '$bob', bob);
		await write();
		expect(posted()).to.deep.equal([`bot-dan: ${line}`, `bot-bob: ${line}`]);
		expect(homeserver.readable()).to.deep.equal([]);
		expect(told()).to.deep.equal([
			'Your message is **not yet** on Matrix. Nobody on Matrix is in this direct message any more. `/federation dm @bob:far.example @dan:far.example carol` opens it again.',
		]);
		await become('join', '$back', dan);
		await write();
		expect(homeserver.readable()).to.deep.equal(['hello']);
	});
});

describe('a local person who was removed from a direct message on Matrix', () => {
	const line = (by: string) =>
		`\`${by}\` removed \`alice\` from this direct message on Matrix. What \`alice\` writes here is not delivered. \`/federation dm\` with the same people opens it again.`;

	it('is shown by a line of the member who did it', async () => {
		const { become, posted, toldRoom } = await setUp(ofFour);
		await become('leave', '$kicked', alice, { sender: dan });
		await become('leave', '$kicked', alice, { sender: dan });
		expect(posted()).to.deep.equal([`bot-dan: ${line(dan)}`]);
		expect(toldRoom()).to.deep.equal([]);
	});

	it('is shown by a notice if somebody else did it', async () => {
		const { become, posted, toldRoom } = await setUp();
		await become('ban', '$banned', alice, { sender: dan });
		expect(posted()).to.deep.equal([]);
		expect(toldRoom()).to.deep.equal([line(dan)]);
	});

	it('is not shown again when a ban ends, or an invitation is taken back', async () => {
		const { become, posted } = await setUp();
		await become('ban', '$banned', alice, {
			sender: bob,
			unsigned: { prev_content: { membership: 'join' } },
		});
		for (const membership of ['ban', 'invite']) {
			const unsigned = { prev_content: { membership } };
			await become('leave', `$after-${membership}`, alice, { sender: bob, unsigned });
		}
		expect(posted()).to.deep.equal([`bot-bob: ${line(bob)}`]);
	});

	it('is not shown if the ghost left by itself, or left an older room', async () => {
		const { become, posted, toldRoom } = await setUp();
		await become('leave', '$left', alice);
		await become('leave', '$kicked', alice, { sender: bob, roomId: elsewhere });
		expect([...posted(), ...toldRoom()]).to.deep.equal([]);
	});
});
