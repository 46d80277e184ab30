import type { RocketChatMessage, RocketChatUser } from '../../../src/rocketchat/entities';
import { UserType } from '@rocket.chat/apps-engine/definition/users';
import { expect } from 'chai';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { EventId, RoomId } from '../../../src/matrix/ids';
import { sendDeletion } from '../../../src/to-matrix/messages/deletion';
import { sendEdit } from '../../../src/to-matrix/messages/edit';
import { sendMessage } from '../../../src/to-matrix/messages/message';
import { fakeBridge, type Answers } from '../../support/fake-bridge';
import { FakeHomeserver } from '../../support/fake-homeserver';
import { loggedBy } from '../../support/logged';
import { standingClock } from '../../support/standing-clock';
import type { RocketChatMessageId, RocketChatRoomId } from '../../../src/rocketchat/ids';

const roomId = '!room:example.org' as RoomId;
const message = {
	id: 'mid',
	sender: { id: 'uid', username: 'alice', type: 'user' },
	room: { id: 'rid' },
} as unknown as RocketChatMessage;
const moderator = { id: 'mod', username: 'carol', type: 'user' } as unknown as RocketChatUser;

/** A room that lets only these users redact. */
async function roomThatLets(...permitted: string[]) {
	const fake = fakeBridge({
		'homeserver.register': () => undefined,
		'homeserver.setDisplayName': () => undefined,
		'homeserver.replacements': () => [],
		'homeserver.redact': (as: string) => {
			if (!permitted.includes(as)) {
				throw new HomeserverError('M_FORBIDDEN', 403, 'no power');
			}
		},
	});
	for (const part of [0, 1]) {
		await fake.bridge.store.messages.add({
			matrixId: `$${part}` as EventId,
			rocketChatId: 'mid' as RocketChatMessageId,
			roomId,
			part,
		});
	}
	const redactions = () =>
		fake.calls
			.filter(([method]) => method === 'homeserver.redact')
			.map((call) => [call[1], call[3], call[4]]);
	return { ...fake, redactions };
}

describe('a deletion in Rocket.Chat', () => {
	const ghosts = { carol: '@rc_carol:example.org', alice: '@rc_alice:example.org' };
	const bot = '@rocketchat:example.org';

	it('redacts every part, as the user who deleted the message', async () => {
		const { bridge, redactions } = await roomThatLets(ghosts.carol, bot, ghosts.alice);
		await sendDeletion(bridge, message, moderator, roomId);
		expect(redactions()).to.deep.equal([
			[ghosts.carol, '$0', 'mid.0.deleted'],
			[ghosts.carol, '$1', 'mid.1.deleted'],
		]);
	});

	it('is sent as the federation bot if the user who deleted the message lacks the power', async () => {
		const { bridge, redactions } = await roomThatLets(bot);
		await sendDeletion(bridge, message, moderator, roomId);
		expect(redactions().map(([as]) => as)).to.deep.equal([ghosts.carol, bot, ghosts.carol, bot]);
	});

	it('is sent as the writer of the message if neither of them has the power', async () => {
		const { bridge, redactions } = await roomThatLets(ghosts.alice);
		await sendDeletion(bridge, message, moderator, roomId);
		expect(redactions().map(([as]) => as)).to.deep.equal([
			...[ghosts.carol, bot, ghosts.alice],
			...[ghosts.carol, bot, ghosts.alice],
		]);
	});

	it('of a message from Matrix is refused if no candidate has the power', async () => {
		const { bridge } = await roomThatLets();
		const theirs = { ...message, sender: { ...message.sender, type: UserType.BOT } };
		const failure = await sendDeletion(bridge, theirs, moderator, roomId).catch(
			(error: unknown) => error,
		);
		expect(failure).to.include({ code: 'redaction-refused' });
	});

	it('of a message that was never on Matrix sends nothing', async () => {
		const { bridge, calls } = fakeBridge({});
		await sendDeletion(bridge, message, moderator, roomId);
		expect(calls).to.deep.equal([]);
	});

	it('of one of several messages of an event removes the others, as the federation bot', async () => {
		const { bridge, calls } = fakeBridge({
			'homeserver.register': () => undefined,
			'homeserver.setDisplayName': () => undefined,
			'homeserver.replacements': () => [],
			'homeserver.redact': () => undefined,
			'people.bot': () => ({ id: 'bot' }),
			'messages.byId': (id: string) => ({ id }),
			'messages.remove': () => undefined,
		});
		const ids = ['mid', 'second', 'third'] as RocketChatMessageId[];
		for (const [part, rocketChatId] of ids.entries()) {
			await bridge.store.messages.add({ matrixId: '$e' as EventId, rocketChatId, roomId, part });
		}
		await sendDeletion(bridge, message, moderator, roomId);
		expect(
			calls.filter(([method]) => method === 'messages.remove').map((call) => call.slice(1)),
		).to.deep.equal([
			[{ id: 'second' }, 'bot'],
			[{ id: 'third' }, 'bot'],
		]);
	});

	it('of one message of several leaves out the others that are gone already', async () => {
		const { bridge, calls } = fakeBridge({
			'homeserver.register': () => undefined,
			'homeserver.setDisplayName': () => undefined,
			'homeserver.replacements': () => [],
			'homeserver.redact': () => undefined,
			'messages.byId': () => undefined,
		});
		const ids = ['mid', 'second'] as RocketChatMessageId[];
		for (const [part, rocketChatId] of ids.entries()) {
			await bridge.store.messages.add({ matrixId: '$e' as EventId, rocketChatId, roomId, part });
		}
		await sendDeletion(bridge, message, moderator, roomId);
		expect(calls.at(-1)).to.deep.equal(['messages.byId', 'second']);
	});

	it('redacts the edits in transactions of their own', async () => {
		const { bridge, calls } = fakeBridge({
			'homeserver.register': () => undefined,
			'homeserver.setDisplayName': () => undefined,
			'homeserver.replacements': () => ['$edit'],
			'homeserver.redact': () => undefined,
		});
		await bridge.store.messages.add({
			matrixId: '$e' as EventId,
			rocketChatId: 'mid' as RocketChatMessageId,
			roomId,
			part: 0,
		});
		await sendDeletion(bridge, message, moderator, roomId);
		expect(calls.filter(([method]) => method === 'homeserver.redact')).to.deep.equal([
			['homeserver.redact', ghosts.carol, roomId, '$e', 'mid.0.deleted'],
			['homeserver.redact', ghosts.carol, roomId, '$edit', 'mid.0.deleted.$edit'],
		]);
	});

	it('of what somebody on Matrix wrote makes no ghost for them', async () => {
		const { bridge, calls } = await roomThatLets(ghosts.carol);
		const theirs = { ...message, sender: { ...message.sender, type: UserType.BOT } };
		await sendDeletion(bridge, theirs, moderator, roomId);
		expect(calls.filter(([method]) => method === 'homeserver.register')).to.deep.equal([
			['homeserver.register', 'rc_carol'],
		]);
	});

	it('that fails for another reason than power is not tried as another user', async () => {
		const { bridge, calls } = await roomThatLets();
		const failing = fakeBridge({
			'homeserver.register': () => undefined,
			'homeserver.setDisplayName': () => undefined,
			'homeserver.replacements': () => [],
			'homeserver.redact': () => {
				throw new HomeserverError('M_LIMIT_EXCEEDED', 429, 'slow down');
			},
		});
		const failure = await sendDeletion(
			{ ...failing.bridge, store: bridge.store },
			message,
			moderator,
			roomId,
		).catch((error: unknown) => error);
		expect(failure).to.include({ code: 'homeserver-limits' });
		expect(
			failing.calls.filter(([method]) => method === 'homeserver.redact').map((call) => call[1]),
		).to.deep.equal([ghosts.carol, ghosts.carol]);
		expect(calls).to.deep.equal([]);
	});
});

describe('a deletion of a message on Matrix', () => {
	const olderRoom = '!older:example.org' as RoomId;
	const createdAt = new Date('2026-01-01T12:00:00Z');
	standingClock(createdAt);
	const written = { ...message, text: 'many words '.repeat(6_000), createdAt };
	const edited = { ...written, text: 'the secret', editedAt: new Date(createdAt.getTime() + 5_000) };
	const twoSides = (more: Answers = {}) => {
		const homeserver = new FakeHomeserver(more);
		return { homeserver, ...fakeBridge(homeserver.answers) };
	};

	it('redacts every part in the same transactions, if it is tried again after a redaction without an answer', async () => {
		const { homeserver, bridge, calls } = twoSides();
		await sendMessage(bridge, written, roomId);
		homeserver.silence(1);
		const redactions = async () => {
			calls.length = 0;
			await sendDeletion(bridge, written, written.sender, roomId).catch(() => undefined);
			return calls.filter(([method]) => method === 'homeserver.redact').map((call) => call[4]);
		};
		const first = await redactions();
		expect(first).to.have.length(homeserver.events.length);
		expect(await redactions()).to.deep.equal(first);
		expect(homeserver.readable()).to.deep.equal([]);
	});

	it('redacts every part, and fails if one redaction is not answered', async () => {
		const { homeserver, bridge } = twoSides();
		await sendMessage(bridge, written, roomId);
		homeserver.silence(1);
		const failure = await sendDeletion(bridge, written, written.sender, roomId).catch(
			(error: unknown) => error,
		);
		expect(failure).to.include({ code: 'homeserver-slow' });
		expect(homeserver.readable()).to.deep.equal([]);
	});

	it('redacts in the room of the message, also if the direct message has another room now', async () => {
		const { homeserver, bridge } = twoSides();
		await sendMessage(bridge, written, olderRoom);
		await bridge.store.rooms.add({ matrixId: roomId, rocketChatId: 'rid' as RocketChatRoomId });
		await sendDeletion(bridge, written, written.sender, roomId);
		expect(homeserver.readable()).to.deep.equal([]);
	});

	it('redacts every edit too', async () => {
		const { homeserver, bridge } = twoSides();
		await sendMessage(bridge, { ...written, text: 'first' }, roomId);
		await sendEdit(bridge, edited, roomId);
		expect(homeserver.readable()).to.deep.equal(['first', '* the secret']);
		await sendDeletion(bridge, written, written.sender, roomId);
		expect(homeserver.readable()).to.deep.equal([]);
	});

	it('redacts the message itself if its edits cannot be listed', async () => {
		const { homeserver, bridge } = twoSides({
			'homeserver.replacements': () => {
				throw new HomeserverError('M_UNRECOGNIZED', 404, 'Unrecognized request');
			},
		});
		await sendMessage(bridge, { ...written, text: 'first' }, roomId);
		await sendDeletion(bridge, written, written.sender, roomId);
		expect(homeserver.readable()).to.deep.equal([]);
		expect(loggedBy(bridge.log)).to.deep.equal([
			[
				'error',
				{
					msg: 'the edits of a message could not be listed',
					code: 'homeserver-refused',
					roomId,
					eventId: '$0',
					cause: 'HomeserverError: M_UNRECOGNIZED (404): Unrecognized request',
				},
			],
		]);
	});

	it('does not fail over a forged edit that the room does not let it redact', async () => {
		const { bridge, calls } = await roomThatLets('@rc_carol:example.org');
		const answers: Answers = {
			'homeserver.replacements': () => ['$false'],
			'homeserver.redact': (_as: string, _room: string, eventId: string) => {
				if (eventId === '$false') {
					throw new HomeserverError('M_FORBIDDEN', 403, 'no power');
				}
			},
			'homeserver.register': () => undefined,
			'homeserver.setDisplayName': () => undefined,
		};
		const other = fakeBridge(answers);
		await sendDeletion({ ...other.bridge, store: bridge.store }, message, moderator, roomId);
		expect(other.calls.filter(([method]) => method === 'homeserver.redact')).to.have.length(8);
		expect(calls).to.deep.equal([]);
	});
});
