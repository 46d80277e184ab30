import { expect } from 'chai';
import { failureOf } from '../../../src/failure';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { RoomId } from '../../../src/matrix/ids';
import type { RocketChatUser, StoredMessage } from '../../../src/rocketchat/entities';
import type { RocketChatMessageId, RocketChatRoomId } from '../../../src/rocketchat/ids';
import { federateDiscussion } from '../../../src/to-matrix/rooms/discussion';
import type { Answers } from '../../support/fake-bridge';
import { planOn } from '../../support/fake-plan';
import { alice, linkedRoom, roomId } from '../../support/matrix-room';

const rid = 'rid' as RocketChatRoomId;
const discussionId = 'did' as RocketChatRoomId;
const created = '!discussion:example.org' as RoomId;
const user = { id: 'uid-alice', username: 'alice', name: 'Alice', type: 'user' } as unknown as RocketChatUser;
const announcement = {
	...{ id: 'm1' as RocketChatMessageId, type: 'discussion-created', text: 'Next?' },
	...{ room: { id: rid }, sender: user, createdAt: new Date(2_000) },
	_unmappedProperties_: { drid: discussionId },
} as unknown as StoredMessage;

/** A federated room with a discussion of Alice and Bob. */
async function setUp({
	type = 'p',
	plan = 'starter',
	more = {},
}: { type?: string; plan?: 'starter' | 'community'; more?: Answers } = {}) {
	let mark = {};
	const parentRoom = { id: rid, customFields: { federation: { roomId } } };
	const { bridge, calls } = await linkedRoom({
		'rooms.byId': () => ({
			...{ id: discussionId, type, displayName: 'Next?', slugifiedName: 'x7Yz', parentRoom },
			...{ customFields: mark, createdAt: new Date(1_000), _unmappedProperties_: { topic: 'general' } },
		}),
		'rooms.members': () => [user, { id: 'bot-bob', username: 'bob:far.example', type: 'bot' }],
		'rooms.mark': (_id: string, marked: string) => void (mark = { federation: { roomId: marked } }),
		'rooms.removeMember': () => undefined,
		'homeserver.setDisplayName': () => undefined,
		'homeserver.createRoom': () => created,
		'homeserver.stateEvent': () => undefined,
		'homeserver.joinedRooms': () => [],
		'homeserver.aliasesOf': () => ['#rc_next:example.org'],
		'homeserver.send': () => '$line',
		...more,
	});
	Object.assign(bridge, { plan: planOn(plan) });
	await bridge.store.rooms.change({ matrixId: roomId, rocketChatId: rid, ghostId: alice, kind: 'room' });
	const federate = () => federateDiscussion(bridge, announcement, user, roomId);
	const callsOf = (method: string) =>
		calls.filter(([called]) => called === method).map(([, ...given]) => given);
	return { bridge, federate, callsOf };
}

describe('a discussion of a federated room', () => {
	it('of a group gets a Matrix room that its parent room opens, and a line with a link there', async () => {
		const { bridge, federate, callsOf } = await setUp();
		await federate();
		const [[as, content] = []] = callsOf('homeserver.createRoom') as [string, Record<string, unknown>][];
		expect(as).to.equal(alice);
		expect(content).to.deep.include({ preset: 'private_chat', name: 'Next?', topic: 'general' });
		expect((content?.initial_state as unknown[]).at(-1)).to.deep.equal({
			type: 'm.room.join_rules',
			content: {
				join_rule: 'restricted',
				allow: [{ type: 'm.room_membership', room_id: roomId }],
			},
		});
		const [[sender, where, transactionId] = []] = callsOf('homeserver.send');
		expect([sender, where, transactionId]).to.deep.equal([alice, roomId, 'm1.0']);
		expect(await bridge.store.messages.byRocketChatId(announcement.id)).to.include({ matrixId: '$line' });
		expect(await bridge.store.progress.of(discussionId)).to.include({
			matrixRoomId: created,
			from: 1_000,
		});
	});

	it('of a channel is as public as the channel, under its name, and is not in the directory', async () => {
		const { federate, callsOf } = await setUp({ type: 'c' });
		await federate();
		const [[, content] = []] = callsOf('homeserver.createRoom') as [string, Record<string, unknown>][];
		expect(content).to.deep.include({ preset: 'public_chat', room_alias_name: 'rc_next' });
		expect(callsOf('homeserver.publish')).to.deep.equal([]);
	});

	it('has one room and one line, however often it is announced', async () => {
		const { federate, callsOf } = await setUp();
		await federate();
		await federate();
		expect(callsOf('homeserver.createRoom')).to.have.length(1);
		expect(callsOf('homeserver.send')).to.have.length(1);
	});

	it('that is deleted meanwhile is none', async () => {
		const { federate, callsOf } = await setUp({ more: { 'rooms.byId': () => undefined } });
		await federate();
		expect(callsOf('homeserver.createRoom')).to.deep.equal([]);
		expect(callsOf('homeserver.send')).to.deep.equal([]);
	});

	it('needs the Starter plan, and without it loses the people on Matrix, who could read nothing', async () => {
		const { federate, callsOf } = await setUp({ plan: 'community' });
		const failure: unknown = await federate().catch((error: unknown) => error);
		expect(failure).to.include({ code: 'plan-too-low' });
		expect(callsOf('homeserver.createRoom')).to.deep.equal([]);
		expect(callsOf('rooms.removeMember')).to.deep.equal([[discussionId, 'bob:far.example']]);
	});

	it('keeps them if the homeserver is only away', async () => {
		const { federate, callsOf } = await setUp({
			more: {
				'homeserver.createRoom': () => {
					throw new HomeserverError('UNREACHABLE', undefined, 'no connection');
				},
			},
		});
		const failure: unknown = await federate().catch((error: unknown) => error);
		expect(failureOf(failure).code).to.equal('homeserver-unreachable');
		expect(callsOf('rooms.removeMember')).to.deep.equal([]);
	});
});
