import { expect } from 'chai';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { EventId, RoomId, UserId } from '../../../src/matrix/ids';
import type { RocketChatMessageId, RocketChatRoomId, RocketChatUserId } from '../../../src/rocketchat/ids';
import { parkedIdOf, type ParkedChange, type ParkedToMatrix } from '../../../src/store/parked-events';
import { deliverChange } from '../../../src/to-matrix/delivery';
import { resendParkedChange } from '../../../src/to-matrix/recovery/parked-change';
import { fakeBridge, type Answers } from '../../support/fake-bridge';

const roomId = '!room:example.org' as RoomId;
const bob = '@bob:far.example' as UserId;
const ghost = '@rc_alice:example.org';
const alice = { id: 'uid', username: 'alice', type: 'user' };
const message = {
	...{ id: 'mid', text: 'Hello', sender: alice },
	createdAt: new Date(1_000),
	room: { id: 'rid', customFields: { federation: { roomId } } },
};

function parked(what: ParkedChange['what'], more: Partial<ParkedChange> = {}): ParkedToMatrix {
	const change: ParkedChange = {
		rocketChatRoomId: 'rid' as RocketChatRoomId,
		messageId: 'mid' as RocketChatMessageId,
		actorId: 'uid' as RocketChatUserId,
		what,
		...more,
	};
	return {
		...change,
		id: parkedIdOf(change),
		at: 1_000,
		direction: 'to-matrix',
		code: 'homeserver-failing',
	};
}

/** A federated room, with what is sent to its Matrix room. */
async function federatedRoom(answers: Answers = {}) {
	const { bridge, calls } = fakeBridge({
		'homeserver.register': () => undefined,
		'homeserver.setDisplayName': () => undefined,
		'homeserver.send': () => '$sent',
		'homeserver.redact': () => undefined,
		'homeserver.replacements': () => [],
		'people.byId': (id: string) => (id === 'uid' ? alice : undefined),
		'messages.byId': () => message,
		'rooms.members': () => [alice],
		...answers,
	});
	const rid = 'rid' as RocketChatRoomId;
	await bridge.store.rooms.add({ matrixId: roomId, rocketChatId: rid });
	await bridge.store.progress.save({ roomId: rid, matrixRoomId: roomId, from: 0, checkedTo: 0 });
	const linkMessage = () =>
		bridge.store.messages.add({
			...{ matrixId: '$old' as EventId, rocketChatId: 'mid' as RocketChatMessageId },
			...{ roomId, part: 0 },
		});
	const sent = () =>
		calls
			.filter(([method]) => method === 'homeserver.send' || method === 'homeserver.redact')
			.map(([method, as, room, ...rest]) => [
				method,
				as,
				room,
				rest.at(method.endsWith('send') ? 1 : 0),
			]);
	return { bridge, linkMessage, sent };
}

describe('a parked change, when it is retried', () => {
	it('of a new message sends what the message says by now', async () => {
		const { bridge, sent } = await federatedRoom();
		await resendParkedChange(bridge, parked('message'));
		const content = { msgtype: 'm.text', body: 'Hello', 'm.mentions': {} };
		expect(sent()).to.deep.equal([
			['homeserver.send', ghost, roomId, { type: 'm.room.message', content }],
		]);
		await resendParkedChange(bridge, parked('message'));
		expect(sent()).to.have.length(1);
	});

	it('of an edit rewrites the message', async () => {
		const edited = { ...message, text: 'Good day', editedAt: new Date(2_000) };
		const { bridge, linkMessage, sent } = await federatedRoom({ 'messages.byId': () => edited });
		await linkMessage();
		await resendParkedChange(bridge, parked('edit'));
		const [[, , , event] = []] = sent();
		expect(event).to.have.nested.property('content.m\\.new_content.body', 'Good day');
	});

	it('of a deletion redacts the event, though Rocket.Chat does not have the message any more', async () => {
		const { bridge, linkMessage, sent } = await federatedRoom({ 'messages.byId': () => undefined });
		await linkMessage();
		await resendParkedChange(bridge, parked('deletion'));
		expect(sent()).to.deep.equal([['homeserver.redact', ghost, roomId, '$old']]);
	});

	it('of a deletion redacts the event as the writer where the person who deleted it may not', async () => {
		const carol = { id: 'mod', username: 'carol', type: 'user' };
		const tried: string[] = [];
		const { bridge, linkMessage } = await federatedRoom({
			'people.byId': (id: string) => (id === 'mod' ? carol : alice),
			'homeserver.redact': (as: string) => {
				tried.push(as);
				if (as !== ghost) {
					throw new HomeserverError('M_FORBIDDEN', 403, 'no power');
				}
			},
		});
		await linkMessage();
		const people = { actorId: 'mod' as RocketChatUserId, senderId: 'uid' as RocketChatUserId };
		await resendParkedChange(bridge, parked('deletion', people));
		expect(tried).to.deep.equal(['@rc_carol:example.org', '@rocketchat:example.org', ghost]);
	});

	it('of a reaction sends it as the person who reacts', async () => {
		const reacted = { ...message, reactions: { ':tada:': { usernames: ['alice'] } } };
		const { bridge, linkMessage, sent } = await federatedRoom({ 'messages.byId': () => reacted });
		await linkMessage();
		await resendParkedChange(bridge, parked('reaction', { shortcode: ':tada:' }));
		expect(sent().map(([, as, , event]) => [as, (event as { type: string }).type])).to.deep.equal([
			[ghost, 'm.reaction'],
		]);
	});

	for (const what of ['reaction', 'pin'] as const) {
		it(`of a ${what} is not sent to people of blocked servers, with whom nobody else is there`, async () => {
			const changed = { ...message, pinned: true, reactions: { ':tada:': { usernames: ['alice'] } } };
			const { bridge, linkMessage, sent } = await federatedRoom({ 'messages.byId': () => changed });
			await linkMessage();
			const rocketChatId = 'rid' as RocketChatRoomId;
			const blocked = { people: [bob], isEverybody: true };
			await bridge.store.rooms.change({ matrixId: roomId, rocketChatId, blocked });
			const retried = resendParkedChange(bridge, parked(what, { shortcode: ':tada:' }));
			expect(await retried.catch((error: unknown) => error)).to.include({ code: 'server-blocked' });
			expect(sent()).to.deep.equal([]);
		});
	}

	it('of a reaction in the room before an upgrade says that it is in the old room', async () => {
		const reacted = { ...message, reactions: { ':tada:': { usernames: ['alice'] } } };
		const oldRoomId = '!old:example.org' as RoomId;
		const { bridge } = await federatedRoom({
			'messages.byId': () => reacted,
			'homeserver.send': () => {
				throw new HomeserverError('M_FORBIDDEN', 403, 'the room was upgraded');
			},
		});
		await bridge.store.messages.add({
			...{ matrixId: '$old' as EventId, rocketChatId: 'mid' as RocketChatMessageId },
			...{ roomId: oldRoomId, part: 0 },
		});
		const retried = resendParkedChange(bridge, parked('reaction', { shortcode: ':tada:' }));
		expect(await retried.catch((error: unknown) => error)).to.include({ code: 'message-in-old-room' });
	});

	it('of a deletion that was refused still knows the writer, who may redact where others may not', async () => {
		const carol = { id: 'mod', username: 'carol', type: 'user' };
		let isRefused = true;
		let tried: string[] = [];
		const { bridge, linkMessage } = await federatedRoom({
			'people.byId': (id: string) => (id === 'mod' ? carol : alice),
			'messages.tell': () => undefined,
			'homeserver.redact': (as: string) => {
				tried.push(as);
				if (isRefused) {
					throw new HomeserverError('M_UNKNOWN', 400, 'the room is broken');
				}
				if (as !== ghost) {
					throw new HomeserverError('M_FORBIDDEN', 403, 'no power');
				}
			},
		});
		await linkMessage();
		const item = { id: 'o', what: 'deletion', at: 2_000, createdAt: 1_000 } as const;
		const people = { actorId: 'mod' as RocketChatUserId, senderId: 'uid' as RocketChatUserId };
		const { rocketChatRoomId, messageId } = parked('deletion');
		await deliverChange(bridge, { ...item, ...people, roomId: rocketChatRoomId, messageId }, roomId);
		const [refused = parked('deletion')] = (await bridge.store.parked.all()) as ParkedToMatrix[];
		expect(refused).to.include({ code: 'homeserver-refused', createdAt: 1_000 });
		isRefused = false;
		tried = [];
		await resendParkedChange(bridge, refused);
		expect(tried).to.deep.equal(['@rc_carol:example.org', '@rocketchat:example.org', ghost]);
	});

	const nothingLeft: readonly [why: string, answers: Answers, item: ParkedToMatrix][] = [
		['the message was deleted', { 'messages.byId': () => undefined }, parked('message')],
		[
			"the sender's account was deleted",
			{ 'messages.byId': () => ({ ...message, sender: undefined }), 'people.byId': () => undefined },
			parked('message'),
		],
		[
			'the room is not federated any more',
			{ 'messages.byId': () => ({ ...message, room: { id: 'rid' } }) },
			parked('message'),
		],
		[
			'the account of the person who reacted was deleted',
			{ 'people.byId': () => undefined },
			parked('reaction', { shortcode: ':tada:' }),
		],
	];
	for (const [why, answers, item] of nothingLeft) {
		it(`sends nothing if ${why}`, async () => {
			const { bridge, sent } = await federatedRoom(answers);
			await resendParkedChange(bridge, item);
			expect(sent()).to.deep.equal([]);
		});
	}

	it('fails if the homeserver refuses it, or if the partner has left', async () => {
		const { bridge } = await federatedRoom({
			'homeserver.send': () => {
				throw new HomeserverError('M_FORBIDDEN', 403, 'not in the room');
			},
		});
		const failure = () => resendParkedChange(bridge, parked('message')).catch((error: unknown) => error);
		expect(await failure()).to.include({ errcode: 'M_FORBIDDEN' });
		const rocketChatId = 'rid' as RocketChatRoomId;
		await bridge.store.rooms.change({ matrixId: roomId, rocketChatId, departed: [bob] });
		expect(await failure()).to.include({ code: 'partner-left' });
	});

	it('waits for its turn in the room', async () => {
		const { bridge, sent } = await federatedRoom();
		let release: () => void = () => undefined;
		const busy = bridge.queues.run(
			'rocketchat rid',
			0,
			() => new Promise<void>((resolve) => (release = resolve)),
		);
		const resent = resendParkedChange(bridge, parked('message'));
		await new Promise((resolve) => setImmediate(resolve));
		expect(sent()).to.deep.equal([]);
		release();
		await Promise.all([busy, resent]);
		expect(sent()).to.have.length(1);
	});
});
