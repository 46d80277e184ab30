import { expect } from 'chai';
import type { ConfiguredBridge } from '../../../src/configured-bridge';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { RoomId } from '../../../src/matrix/ids';
import type { RocketChatUser } from '../../../src/rocketchat/entities';
import type { RocketChatMessageId, RocketChatRoomId } from '../../../src/rocketchat/ids';
import { Outgoing } from '../../../src/outgoing';
import { MissedRooms } from '../../../src/to-matrix/recovery/missed-rooms';
import type { Answers } from '../../support/fake-bridge';
import { planOn } from '../../support/fake-plan';
import { mockTimers } from '../../support/mock-timers';
import { alice, linkedRoom, roomId } from '../../support/matrix-room';

const rid = 'rid' as RocketChatRoomId;
const discussionId = 'did' as RocketChatRoomId;
const created = '!discussion:example.org' as RoomId;
const user = { id: 'uid-alice', username: 'alice', name: 'Alice', type: 'user' } as unknown as RocketChatUser;
const mark = { federation: { roomId } };

/** What a test changes. */
interface Given {
	/** Of the discussion. */
	readonly room?: object;
	/** When its parent room was linked, milliseconds since 1970. */
	readonly linkedAt?: number;
	readonly plan?: 'starter' | 'community';
	readonly more?: Answers;
}

/** A discussion without a Matrix room, in a federated room of Alice, after a start of the app. */
async function setUp({ room = {}, linkedAt = 500, plan = 'starter', more = {} }: Given = {}) {
	let ownMark = {};
	const written = { createdAt: new Date(1_000), lastModifiedAt: new Date() };
	const discussion = () => ({
		...{ id: discussionId, type: 'p', displayName: 'Next?', slugifiedName: 'x7Yz', creator: user },
		...{ ...written, customFields: ownMark, parentRoom: { id: rid, customFields: mark }, ...room },
	});
	const { bridge, calls } = await linkedRoom({
		'rooms.byId': (id: string) =>
			id === discussionId ? discussion() : { id, lastModifiedAt: new Date(), customFields: mark },
		'rooms.members': () => [user],
		'rooms.mark': (_id: string, marked: string) => void (ownMark = { federation: { roomId: marked } }),
		'people.roomIdsOf': () => [rid, discussionId],
		'homeserver.setDisplayName': () => undefined,
		'homeserver.createRoom': () => created,
		'homeserver.stateEvent': () => undefined,
		'homeserver.joinedRooms': () => [],
		'homeserver.send': () => '$line',
		'messages.tell': () => undefined,
		...more,
	});
	Object.assign(bridge, { plan: planOn(plan), startedAt: Date.now() });
	await bridge.store.rooms.change({
		...{ matrixId: roomId, rocketChatId: rid, ghostId: alice, kind: 'room', at: linkedAt },
	});
	await bridge.store.progress.save({ roomId: rid, matrixRoomId: roomId, from: 0, checkedTo: 0 });
	const missed = new MissedRooms();
	const callsOf = (method: string) =>
		calls.filter(([called]) => called === method).map(([, ...given]) => given);
	return { bridge, update: () => missed.update(bridge), callsOf };
}

describe('a discussion that was started while the app did not run', () => {
	it('is found after the start, and gets a Matrix room and a line there, once', async () => {
		const { bridge, update, callsOf } = await setUp();
		await update();
		bridge.outgoing.missedDiscussions.add(discussionId); // as if somebody wrote in it
		await update();
		expect(callsOf('homeserver.createRoom')).to.have.length(1);
		const [[sender, where, transactionId, event] = []] = callsOf('homeserver.send');
		expect([sender, where, transactionId]).to.deep.equal([alice, roomId, 'did.discussion']);
		const { content } = event as { content: { body: string } };
		expect(content.body).to.match(/^Discussion: Next\? \(https:\/\/matrix\.to\//);
		expect(await bridge.store.progress.of(discussionId)).to.include({
			...{ matrixRoomId: created, from: 1_000 },
		});
	});

	it('is found when the instances of the server have agreed, which takes a moment after the start', async () => {
		const { bridge, update, callsOf } = await setUp();
		const { owns } = bridge.instances;
		Object.assign(bridge, { instances: { ...bridge.instances, owns: () => false } });
		await update();
		expect(callsOf('homeserver.createRoom')).to.deep.equal([]);
		Object.assign(bridge, { instances: { ...bridge.instances, owns } });
		await update();
		expect(callsOf('homeserver.createRoom')).to.have.length(1);
	});

	it('is found in a room of hundreds, among the rooms of those who logged in last', async () => {
		const hundreds = Array.from({ length: 300 }, (_, index) => ({
			...{ id: `uid-${index}`, username: `u${index}`, type: 'user', lastLoginAt: new Date(index) },
		}));
		const never = { ...hundreds[0], id: 'uid-never', lastLoginAt: undefined };
		const { update, callsOf } = await setUp({
			more: {
				'rooms.members': () => [never, ...hundreds, { ...user, lastLoginAt: new Date() }],
				'people.roomIdsOf': (id: string) => (id === user.id ? [rid, discussionId] : [rid]),
			},
		});
		await update();
		expect(callsOf('homeserver.createRoom')).to.have.length(1);
		const asked = callsOf('people.roomIdsOf').map(([id]) => id);
		expect(asked).to.have.length(200).and.to.not.include.members(['uid-0', 'uid-100', 'uid-never']);
	});

	const others: readonly [what: string, given: Given][] = [
		['from before its parent room was federated', { linkedAt: 2_000 }],
		['that was unlinked from Matrix', { room: { customFields: { federation: {} } } }],
		['of a room that is not federated', { room: { parentRoom: { id: rid } } }],
		['of a room with a mark of somebody else', { room: { parentRoom: { id: 'x', customFields: mark } } }],
		['that the app has made', { room: { creator: { ...user, type: 'bot' } } }],
		['that was not written in lately', { room: { lastModifiedAt: new Date(1_000) } }],
	];
	for (const [what, given] of others) {
		it(`stays as it is if it is one ${what}`, async () => {
			const { update, callsOf } = await setUp(given);
			await update();
			expect(callsOf('homeserver.createRoom')).to.deep.equal([]);
			expect(callsOf('messages.tell')).to.deep.equal([]);
		});
	}

	it('is refused without the plan, and its creator reads that once', async () => {
		const { bridge, update, callsOf } = await setUp({ plan: 'community' });
		await update();
		bridge.outgoing.missedDiscussions.add(discussionId);
		await update();
		const told = callsOf('messages.tell');
		expect(told).to.have.length(1);
		expect(told[0]?.slice(0, 2)).to.deep.equal([user.id, rid]);
		expect(told[0]?.[2]).to.match(/The discussion was \*\*not\*\* federated.* Starter plan/);
	});

	it('is tried again if the homeserver is away', async () => {
		let isAway = true;
		const { update, callsOf } = await setUp({
			more: {
				'homeserver.createRoom': () => {
					if (isAway) {
						throw new HomeserverError('UNREACHABLE', undefined, 'no connection');
					}
					return created;
				},
			},
		});
		await update();
		isAway = false;
		await update();
		expect(callsOf('homeserver.send')).to.have.length(1);
		expect(callsOf('messages.tell')).to.deep.equal([]);
	});

	it('is left to its announcement while that may still be handled', async () => {
		const { bridge, update, callsOf } = await setUp();
		const item = { id: 'o1', what: 'discussion', roomId: rid, createdAt: 1, at: 1 } as const;
		await bridge.store.outbox.add({ ...item, messageId: 'm1' as RocketChatMessageId });
		await update();
		expect(callsOf('homeserver.createRoom')).to.deep.equal([]);
		await bridge.store.outbox.remove(item);
		await update();
		expect(callsOf('homeserver.createRoom')).to.have.length(1);
	});

	it('is left to its announcement for a minute if it began since the start', async () => {
		const { update, callsOf } = await setUp({ room: { createdAt: new Date(Date.now() + 1_000) } });
		await update();
		expect(callsOf('homeserver.createRoom')).to.deep.equal([]);
	});
});

describe('a missed discussion whose first message another server hears', () => {
	const { pass } = mockTimers();

	/** A server of two, with its own work. @param owns whether it owns the parent room */
	function serverOf(bridge: ConfiguredBridge, owns: boolean) {
		const instances = { ...bridge.instances, isAlone: false, owns: () => owns };
		const outgoing = new Outgoing({
			...{ state: bridge.homeserverState, queues: bridge.queues, instances },
			...{ store: bridge.store, log: bridge.log },
			openStore: async () => undefined,
			linkRoom: async () => undefined,
			reconcileRoom: async () => undefined,
			lookBack: async () => undefined,
			tellDelay: async () => undefined,
		});
		outgoing.start(Promise.resolve());
		const missed = new MissedRooms();
		const server = { ...bridge, instances, outgoing };
		return { outgoing, runJob: () => missed.update(server) };
	}

	for (const isNotedAtOnce of [true, false]) {
		const when = isNotedAtOnce ? 'at once' : 'when that one does not own the parent room any more';
		it(`is left to the server that owns its parent room ${when}, and federated there`, async () => {
			const { bridge, callsOf } = await setUp({ more: { 'people.roomIdsOf': () => [rid] } });
			const [owner, other] = [serverOf(bridge, true), serverOf(bridge, false)];
			if (isNotedAtOnce) {
				other.outgoing.noteMissedDiscussion(discussionId, roomId);
			} else {
				other.outgoing.missedDiscussions.add(discussionId);
			}
			await other.runJob();
			expect(callsOf('homeserver.createRoom')).to.deep.equal([]);
			await pass(500);
			await owner.runJob();
			expect(callsOf('homeserver.createRoom')).to.have.length(1);
		});
	}
});
