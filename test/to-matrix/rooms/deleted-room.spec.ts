import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import { expect } from 'chai';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { UserId } from '../../../src/matrix/ids';
import type { RocketChatRoomId } from '../../../src/rocketchat/ids';
import {
	relayDiscussionDeletion,
	relayRoomDeletion,
	RoomWatch,
} from '../../../src/to-matrix/rooms/deleted-room';
import { closeEndedRooms } from '../../../src/to-matrix/rooms/end-rooms';
import { fakeApp } from '../../support/fake-app';
import type { Answers } from '../../support/fake-bridge';
import { alice, bob, dan, linkedRoom, roomId } from '../../support/matrix-room';

const carol = '@rc_carol:example.org' as UserId;
const rid = 'rid' as RocketChatRoomId;
const reason = 'This room was deleted in Rocket.Chat. Nobody there reads it any more.';
const deleted = {
	...{ id: rid, type: 'c', displayName: 'Lobby', slugifiedName: 'lobby' },
	customFields: { federation: { roomId } },
} as unknown as IRoom;
const member = (userId: UserId, membership = 'join') => ({
	...{ type: 'm.room.member', state_key: userId, sender: userId, content: { membership } },
});

/** A room with Alice and Carol from here, Bob, and Dan, who is invited. */
async function setUp({
	kind,
	creator = alice,
	more = {},
}: { kind?: 'room'; creator?: UserId; more?: Answers } = {}) {
	const { bridge, calls } = await linkedRoom({
		'homeserver.joinedMembers': () => new Map([alice, carol, bob].map((userId) => [userId, ''])),
		'homeserver.state': () => [
			{ type: 'm.room.create', state_key: '', sender: creator, content: {} },
			...[member(alice), member(carol), member(bob), member(dan, 'invite')],
		],
		'homeserver.send': () => '$notice',
		'homeserver.aliasesOf': () => ['#rc_lobby:example.org'],
		'homeserver.removeAlias': () => undefined,
		'homeserver.unpublish': () => undefined,
		'homeserver.kick': () => undefined,
		'homeserver.leave': () => undefined,
		...more,
	});
	const { store } = bridge;
	await store.rooms.change({
		...{ matrixId: roomId, rocketChatId: rid, ghostId: alice },
		...(kind && { kind }),
	});
	await store.members.replace(roomId, new Set([alice, carol, bob]));
	await store.progress.save({ roomId: rid, matrixRoomId: roomId, from: 0, checkedTo: 0 });
	const { app } = fakeApp(bridge);
	const deeds = () =>
		calls
			.filter(([method]) => /\.(send|removeAlias|unpublish|kick|leave)$/.test(method))
			.map(([method, as, ...given]) => [
				method.replace('homeserver.', ''),
				as,
				...(method.endsWith('send') ? [] : given.filter((one) => one !== roomId)),
			]);
	return { bridge, store, deeds, app };
}

const everything = [
	['send', alice],
	['removeAlias', alice, '#rc_lobby:example.org'],
	['unpublish', alice],
	['kick', alice, bob, reason],
	['kick', alice, dan, reason],
	['leave', carol, reason],
	['leave', alice, reason],
];

describe('the Matrix room of a room that was deleted in Rocket.Chat', () => {
	it('hears why, loses its address and its members, and is linked no more', async () => {
		const { app, store, deeds } = await setUp({ kind: 'room' });
		await relayRoomDeletion(app, deleted);
		expect(deeds()).to.deep.equal(everything);
		expect(await store.rooms.byMatrixId(roomId)).to.equal(undefined);
		expect(await store.progress.all()).to.deep.equal([]);
		expect((await store.endedRooms.all())[0]).to.include({ name: 'Lobby', left: 2, removed: 2 });
	});

	it('goes on for the others if it began on another server', async () => {
		const { app, deeds } = await setUp({ kind: 'room', creator: bob });
		await relayRoomDeletion(app, deleted);
		expect(deeds()).to.deep.equal([
			['send', alice],
			['leave', carol, reason],
			['leave', alice, reason],
		]);
	});

	it('of a direct message keeps the people on Matrix', async () => {
		const { app, deeds } = await setUp();
		await relayRoomDeletion(app, deleted);
		expect(deeds().map(([what]) => what)).to.deep.equal(['send', 'leave', 'leave']);
	});

	it('keeps people who have as much power', async () => {
		const { app, store, deeds } = await setUp({
			kind: 'room',
			more: {
				'homeserver.kick': (_as: UserId, _room: string, userId: UserId) => {
					if (userId === bob) {
						throw new HomeserverError('M_FORBIDDEN', 403, 'no power');
					}
				},
			},
		});
		await relayRoomDeletion(app, deleted);
		expect(deeds().at(-1)).to.deep.equal(['leave', alice, reason]);
		expect((await store.endedRooms.all())[0]).to.include({ removed: 1 });
	});

	it('is left after an outage', async () => {
		let failures = 1;
		const { app, bridge, store, deeds } = await setUp({
			kind: 'room',
			more: {
				'homeserver.unpublish': () => {
					if (failures-- > 0) {
						throw new HomeserverError('UNREACHABLE', undefined, 'no connection');
					}
				},
			},
		});
		await relayRoomDeletion(app, deleted);
		expect((await store.endedRooms.all())[0]?.doneAt).to.equal(undefined);
		await bridge.homeserverState.whenOnline();
		await closeEndedRooms(bridge);
		expect(deeds().slice(3)).to.deep.equal(everything);
		await closeEndedRooms(bridge);
		expect(deeds()).to.have.length(everything.length + 3);
	});

	it('that is a discussion is left with its announcement', async () => {
		const { app, deeds } = await setUp({ kind: 'room' });
		const text = { id: 'm1', text: 'Where to eat?', room: { id: 'parent' } };
		await relayDiscussionDeletion(app, text as unknown as IMessage);
		expect(deeds()).to.deep.equal([]);
		const announcement = { ...text, type: 'discussion-created', _unmappedProperties_: { drid: rid } };
		await relayDiscussionDeletion(app, announcement as unknown as IMessage);
		expect(deeds()).to.deep.equal(everything);
	});

	it('is found without an event of Rocket.Chat', async () => {
		const { bridge, deeds } = await setUp({ kind: 'room', more: { 'rooms.byId': () => undefined } });
		await new RoomWatch().update(bridge);
		await closeEndedRooms(bridge);
		expect(deeds()).to.deep.equal(everything);
	});
});

describe('a room that is there', () => {
	it('is looked at, and left alone', async () => {
		const { bridge, store, deeds } = await setUp({ kind: 'room' });
		await new RoomWatch().update(bridge);
		await closeEndedRooms(bridge);
		expect(deeds()).to.deep.equal([]);
		expect(await store.rooms.byMatrixId(roomId)).to.include({ rocketChatId: rid });
	});
});
