import { RoomType } from '@rocket.chat/apps-engine/definition/rooms';
import { expect } from 'chai';
import fc from 'fast-check';
import type { ConfiguredBridge } from '../../../src/configured-bridge';
import { isLevelOfRoles, roomRoles, type RoleChange, type RoomRole } from '../../../src/convert/roles';
import { FederationError } from '../../../src/errors';
import type { StateEvent } from '../../../src/matrix/events';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { RoomId, UserId } from '../../../src/matrix/ids';
import { mayChangePower, mayChangeState, powerOf } from '../../../src/matrix/power-levels';
import type { RocketChatUser } from '../../../src/rocketchat/entities';
import type { RocketChatRoomId, RocketChatUserId } from '../../../src/rocketchat/ids';
import type { RoomSettings } from '../../../src/rocketchat/rest-rooms';
import { reconcileRoles } from '../../../src/to-rocketchat/room-state/reconcile-roles';
import { forgetRolesOf, settleRolesOfNewcomer } from '../../../src/to-rocketchat/room-state/newcomer';
import { reconcileSettings } from '../../../src/to-rocketchat/room-state/reconcile-settings';
import { fakeBridge, type Call } from '../../support/fake-bridge';
import { planOn } from '../../support/fake-plan';
import { runs } from '../../support/property-runs';

const roomId = '!room:example.org' as RoomId;
const rid = 'rid' as RocketChatRoomId;
const alice = '@rc_alice:example.org' as UserId;
const carol = '@rc_carol:example.org' as UserId;
const bob = '@bob:elsewhere.org' as UserId;
const erin = '@erin:elsewhere.org' as UserId;
const people = [alice, carol, bob, erin];
const idOf = (userId: UserId) => `id of ${userId}` as RocketChatUserId;
const userOf = (userId: UserId) =>
	({
		id: idOf(userId),
		username: userId.slice(1),
		type: 'user',
		isEnabled: true,
	}) as unknown as RocketChatUser;

/** Both sides of a federated room that Alice made, with a homeserver that refuses as a real one does. */
class Sides {
	readonly room: Record<string, unknown> = {
		id: rid,
		type: RoomType.PRIVATE_GROUP,
		displayName: 'team',
		slugifiedName: 'team',
		isReadOnly: false,
		_unmappedProperties_: {},
	};
	readonly roles = new Map<RocketChatUserId, readonly RoomRole[]>([[idOf(alice), ['owner']]]);
	readonly state = new Map<string, StateEvent>();
	/** Who is a member of the room in Rocket.Chat. */
	members: readonly RocketChatUserId[] = people.map(idOf);
	hasToken = true;
	/** Whether the next request to change something fails. */
	isOut = false;
	/** Why Rocket.Chat refuses some names. */
	refusedNames: Readonly<Partial<Record<string, string>>> = {};
	/** Runs when a request to change something arrives. */
	onSend: () => void = () => undefined;
	readonly bridge: ConfiguredBridge;
	readonly calls: Call[];

	constructor(plan = planOn('starter')) {
		this.set('m.room.create', { room_version: '11' });
		this.set('m.room.name', { name: 'team' });
		this.set('m.room.join_rules', { join_rule: 'invite' });
		this.set('m.room.power_levels', {
			users: { [alice]: 100 },
			events: { 'm.room.power_levels': 100 },
			'org.example.field': ['kept'],
		});
		const { bridge, calls } = fakeBridge(
			{
				'rooms.byId': () => ({ ...this.room }),
				'rooms.rolesOf': () => new Map(this.roles),
				'rooms.members': () => [],
				'rooms.setReadOnly': (_: unknown, isReadOnly: boolean) => (this.room.isReadOnly = isReadOnly),
				'restRooms.isAvailable': () => this.hasToken,
				'restRooms.save': (_: unknown, settings: RoomSettings) => this.save(settings),
				'restRooms.changeRole': (_: unknown, userId: RocketChatUserId, change: RoleChange) =>
					this.changeRole(userId, change),
				'homeserver.stateEvent': (_as: unknown, _room: unknown, type: string) => this.state.get(type),
				'homeserver.sendState': (as: UserId, _room: unknown, type: string, content: object) =>
					this.send(as, type, content),
				'homeserver.register': () => undefined,
				'homeserver.setDisplayName': () => undefined,
				'messages.tellRoom': () => undefined,
				'messages.tell': () => undefined,
				'people.byId': (id: RocketChatUserId) =>
					userOf(people.find((each) => idOf(each) === id) ?? alice),
				'people.roomIdsOf': (id: RocketChatUserId) => (this.members.includes(id) ? [rid] : []),
				'people.byUsername': (username: string) => userOf(`@${username}` as UserId),
			},
			plan,
		);
		this.bridge = bridge;
		this.calls = calls;
	}

	async start(): Promise<this> {
		const { store } = this.bridge;
		await store.rooms.claim({ matrixId: roomId, rocketChatId: rid, ghostId: alice, kind: 'room' });
		for (const userId of people) {
			await store.users.claim({ matrixId: userId, rocketChatId: idOf(userId), name: userId.slice(1) });
		}
		await store.members.replace(roomId, new Set(people));
		await this.reconcile();
		return this;
	}

	/** Compares everything. @returns the calls of `rooms`, `restRooms` and `homeserver` that it took */
	async reconcile(): Promise<string[]> {
		const before = this.calls.length;
		await reconcileSettings(this.bridge, roomId);
		await reconcileRoles(this.bridge, roomId);
		return this.calls.slice(before).map(([method]) => method);
	}

	/** What happens after Rocket.Chat has said that somebody gave a role, or took it away. */
	async hearRole(by: UserId, whose: UserId, role: RoomRole, given: boolean): Promise<void> {
		const { username } = userOf(whose);
		await reconcileRoles(this.bridge, roomId, { by: userOf(by), username, role, given });
	}

	set(type: string, content: object, sender = alice): void {
		this.state.set(type, { type, state_key: '', sender, content: { ...content } });
	}

	events(): readonly StateEvent[] {
		return [...this.state.values()];
	}

	/** What the homeserver does: it refuses what the power levels do not permit. */
	send(as: UserId, type: string, content: object): void {
		this.onSend();
		if (this.isOut) {
			this.isOut = false;
			throw new HomeserverError('UNREACHABLE', undefined, 'no connection');
		}
		if (!mayChangeState(this.events(), as, type) || !this.mayChangeLevels(as, type, content)) {
			throw new HomeserverError('M_FORBIDDEN', 403, 'no');
		}
		this.set(type, content, as);
	}

	private mayChangeLevels(as: UserId, type: string, content: object): boolean {
		const after = [
			...this.events().filter((event) => event.type !== type),
			{ type, state_key: '', sender: as, content } as StateEvent,
		];
		const changed = people.filter((each) => powerOf(after, each) !== powerOf(this.events(), each));
		return (
			type !== 'm.room.power_levels' ||
			changed.every((each) => mayChangePower(this.events(), as, each, powerOf(after, each)))
		);
	}

	private save({ roomName, roomTopic, roomType }: RoomSettings): void {
		const reason = this.refusedNames[roomName ?? ''];
		if (reason !== undefined) {
			throw new FederationError('workspace-refused', { reason });
		}
		Object.assign(this.room, {
			...(roomName !== undefined && { displayName: roomName }),
			...(roomTopic !== undefined && { _unmappedProperties_: { topic: roomTopic } }),
			...(roomType !== undefined && { type: roomType }),
		});
	}

	private changeRole(userId: RocketChatUserId, { role, given }: RoleChange): void {
		const others = (this.roles.get(userId) ?? []).filter((other) => other !== role);
		this.roles.set(userId, given ? [...others, role] : others);
	}

	/** What both sides show. */
	shown(): unknown {
		const content = (type: string) => this.state.get(type)?.content ?? {};
		const { topic = '' } = this.room._unmappedProperties_ as { topic?: string };
		return {
			here: [this.room.displayName, topic, this.room.type === RoomType.CHANNEL],
			there: [
				content('m.room.name').name,
				content('m.room.topic').topic ?? '',
				content('m.room.join_rules').join_rule === 'public',
			],
			roles: people.map((userId) =>
				isLevelOfRoles(powerOf(this.events(), userId), this.roles.get(idOf(userId)) ?? []),
			),
		};
	}
}

/** Something that somebody does, or a fault. */
type Step =
	| { readonly what: 'role'; readonly who: UserId; readonly roles: RoomRole[]; readonly by: UserId }
	| { readonly what: 'level'; readonly who: UserId; readonly level: number }
	| { readonly what: 'topic' | 'name'; readonly side: 'here' | 'there'; readonly text: string }
	| { readonly what: 'public'; readonly side: 'here' | 'there'; readonly isPublic: boolean }
	| { readonly what: 'out' | 'compare' };

const anyone = fc.constantFrom(...people);
const side = fc.constantFrom<'here' | 'there'>('here', 'there');
const anyStep: fc.Arbitrary<Step> = fc.oneof(
	fc.record({
		what: fc.constant('role' as const),
		who: anyone,
		roles: fc.uniqueArray(fc.constantFrom<RoomRole>('owner', 'moderator', 'leader')),
		by: fc.constantFrom(alice, carol),
	}),
	fc.record({
		what: fc.constant('level' as const),
		who: fc.constantFrom(carol, bob, erin),
		level: fc.constantFrom(0, 37, 50, 99, 100),
	}),
	fc.record({
		what: fc.constantFrom('topic' as const, 'name' as const),
		side,
		text: fc.constantFrom('a', 'b', 'c'),
	}),
	fc.record({ what: fc.constant('public' as const), side, isPublic: fc.boolean() }),
	fc.record({ what: fc.constantFrom('out' as const, 'compare' as const) }),
);

function take(sides: Sides, step: Step): void {
	switch (step.what) {
		case 'role':
			sides.roles.set(idOf(step.who), step.roles);
			return;
		case 'level': {
			const { users, ...rest } = sides.state.get('m.room.power_levels')?.content ?? {};
			sides.set('m.room.power_levels', {
				...rest,
				users: { ...(users as object), [step.who]: step.level },
			});
			return;
		}
		case 'topic':
			if (step.side === 'here') {
				sides.room._unmappedProperties_ = { topic: step.text };
			} else {
				sides.set('m.room.topic', { topic: step.text });
			}
			return;
		case 'name':
			if (step.side === 'here') {
				sides.room.displayName = step.text;
			} else {
				sides.set('m.room.name', { name: step.text });
			}
			return;
		case 'public':
			if (step.side === 'here') {
				sides.room.type = step.isPublic ? RoomType.CHANNEL : RoomType.PRIVATE_GROUP;
			} else {
				sides.set('m.room.join_rules', { join_rule: step.isPublic ? 'public' : 'invite' });
			}
			return;
		case 'out':
			sides.isOut = true;
			return;
		case 'compare':
			return;
	}
}

/** What the app does after a step that it hears of. */
async function hear(sides: Sides, step: Step, before: ReadonlySet<RoomRole>): Promise<void> {
	if (step.what === 'compare') {
		await sides.reconcile();
	} else if (step.what === 'role') {
		for (const role of roomRoles) {
			if (before.has(role) !== step.roles.includes(role)) {
				await sides.hearRole(step.by, step.who, role, step.roles.includes(role));
			}
		}
	}
}

describe('the comparison of settings and roles', () => {
	it('ends, after anything on both sides and with faults, with the same on both, and then does nothing', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(anyStep, { maxLength: 12 }), async (steps) => {
				const sides = await new Sides().start();
				for (const step of steps) {
					const before = new Set(step.what === 'role' ? sides.roles.get(idOf(step.who)) : []);
					take(sides, step);
					await hear(sides, step, before).catch((error: unknown) =>
						expect(error).to.be.an('error'),
					);
				}
				sides.isOut = false;
				await sides.reconcile();
				const { here, there, roles } = sides.shown() as {
					here: unknown;
					there: unknown;
					roles: boolean[];
				};
				expect(there).to.deep.equal(here);
				expect(roles).to.deep.equal(people.map(() => true));
				expect(sides.state.get('m.room.power_levels')?.content['org.example.field']).to.deep.equal([
					'kept',
				]);
				const more = await sides.reconcile();
				const writes = [
					'homeserver.sendState',
					'restRooms.save',
					'restRooms.changeRole',
					'messages.tell',
				];
				expect(more.filter((method) => writes.includes(method))).to.deep.equal([]);
			}),
			runs(150, 14),
		);
	});

	it('takes no power from anybody while the room is deleted here, which takes the members and their roles first', async () => {
		const sides = await new Sides().start();
		const { roles } = await sides.bridge.store.agreements.of(roomId);
		sides.roles.clear();
		sides.members = [];
		await sides.reconcile();
		expect(powerOf(sides.events(), alice)).to.equal(100);
		expect((await sides.bridge.store.agreements.of(roomId)).roles).to.deep.equal(roles);
	});

	it('costs one request that reads and one that writes for a topic that was changed here', async () => {
		const sides = await new Sides().start();
		sides.room._unmappedProperties_ = { topic: 'new' };
		const before = sides.calls.length;
		await reconcileSettings(sides.bridge, roomId, { name: 'topic', by: userOf(alice) });
		expect(sides.calls.slice(before).map(([method]) => method)).to.deep.equal([
			'rooms.byId',
			'homeserver.stateEvent',
			'restRooms.isAvailable',
			'homeserver.sendState',
		]);
		expect(sides.calls.at(-1)?.slice(1)).to.deep.equal([alice, roomId, 'm.room.topic', { topic: 'new' }]);
	});

	for (const { sender, who, expected } of [
		{ sender: alice, who: 'the app itself had sent it before it ended', expected: ['newest', 'owner'] },
		{
			sender: bob,
			who: 'somebody on Matrix had changed it at the same time',
			expected: ['new', 'moderator'],
		},
	] as const) {
		it(`takes the ${expected.join(' and the ')} where both sides were changed and ${who}`, async () => {
			const sides = await new Sides().start();
			const levels = sides.state.get('m.room.power_levels')?.content ?? {};
			const users = { ...(levels.users as object), [carol]: 50 };
			sides.set('m.room.topic', { topic: 'new' }, sender);
			sides.set('m.room.power_levels', { ...levels, users }, sender);
			sides.room._unmappedProperties_ = { topic: 'newest' };
			sides.roles.set(idOf(carol), ['owner']);
			await sides.reconcile();
			const topic = (sides.room._unmappedProperties_ as { topic?: string }).topic;
			expect([topic, sides.roles.get(idOf(carol))?.[0]]).to.deep.equal(expected);
			expect(sides.state.get('m.room.topic')?.content.topic).to.equal(topic);
			expect(powerOf(sides.events(), carol)).to.equal(expected[1] === 'owner' ? 100 : 50);
		});
	}

	it('sends the roles of several members in one event', async () => {
		const sides = await new Sides().start();
		sides.roles.set(idOf(bob), ['moderator']);
		sides.roles.set(idOf(carol), ['owner', 'leader']);
		const calls = await sides.reconcile();
		expect(calls.filter((method) => method === 'homeserver.sendState')).to.have.length(1);
		expect(sides.state.get('m.room.power_levels')?.content).to.deep.equal({
			users: { [alice]: 100, [bob]: 50, [carol]: 100 },
			events: { 'm.room.power_levels': 100 },
			'org.example.field': ['kept'],
		});
	});

	it('without the token leaves roles and topics here as they are, and says what has changed', async () => {
		const sides = await new Sides().start();
		sides.hasToken = false;
		sides.set('m.room.topic', { topic: 'new' });
		sides.set('m.room.power_levels', { users: { [alice]: 100, [bob]: 50 } });
		await sides.reconcile();
		expect(sides.roles.get(idOf(bob))).to.equal(undefined);
		const told = sides.calls
			.filter(([method]) => method === 'messages.tellRoom')
			.map(([, , text]) => text);
		expect(told).to.deep.equal([
			'_changed the topic of this room:_\nnew',
			`_made \`${bob}\` a moderator of this room._`,
		]);
		expect((await sides.reconcile()).includes('messages.tellRoom')).to.equal(false);
	});

	it('takes NUL out of a topic, since what it keeps apart would become a mention', async () => {
		const sides = await new Sides().start();
		sides.hasToken = false;
		sides.set('m.room.topic', { topic: '\0@alice' });
		await sides.reconcile();
		const told = sides.calls.filter(([method]) => method === 'messages.tellRoom');
		expect(told.map(([, , text]) => text)).to.deep.equal([
			'_changed the topic of this room:_\n@\u2060alice',
		]);
	});

	it('undoes here what Matrix refuses, and tells whoever did it', async () => {
		const sides = await new Sides().start();
		sides.set('m.room.power_levels', { users: { [alice]: 100, [bob]: 100, [carol]: 50 } });
		await sides.reconcile();
		sides.roles.set(idOf(bob), []);
		await sides.hearRole(alice, bob, 'owner', false);
		expect(sides.roles.get(idOf(bob))).to.deep.equal(['owner']);
		const told = sides.calls.filter(([method]) => method === 'messages.tell').map(([, id]) => id);
		expect(told).to.deep.equal([idOf(alice)]);
	});

	it('undoes what the homeserver does not accept, and tells whoever did it with its answer', async () => {
		const sides = await new Sides().start();
		sides.onSend = () => {
			throw new HomeserverError('M_TOO_LARGE', 413, 'event too large');
		};
		sides.room._unmappedProperties_ = { topic: 'x'.repeat(70_000) };
		await reconcileSettings(sides.bridge, roomId, { name: 'topic', by: userOf(alice) });
		expect(sides.room._unmappedProperties_).to.deep.equal({ topic: '' });
		sides.roles.set(idOf(bob), ['moderator']);
		await sides.hearRole(alice, bob, 'moderator', true);
		expect(sides.roles.get(idOf(bob))).to.deep.equal([]);
		const told = sides.calls.filter(([method]) => method === 'messages.tell').map(([, , , text]) => text);
		const answer =
			/^Matrix does not accept this change, so it was changed back here\. The Matrix server of this workspace refused it \(M_TOO_LARGE, status 413\)/;
		expect(told).to.have.length(2);
		told.forEach((text) => expect(text).to.match(answer));
	});

	it('gives who comes back the roles that the power on Matrix says, unless they have left here', async () => {
		const sides = await new Sides().start();
		sides.roles.set(idOf(bob), ['moderator']);
		sides.roles.set(idOf(carol), ['moderator']);
		await sides.reconcile();
		for (const userId of [bob, carol]) {
			sides.roles.set(idOf(userId), []); // Rocket.Chat forgets them with the membership
		}
		await forgetRolesOf(sides.bridge, roomId, bob);
		await settleRolesOfNewcomer(sides.bridge, roomId, bob);
		expect(sides.roles.get(idOf(bob))).to.deep.equal(['moderator']);
		expect(powerOf(sides.events(), bob)).to.equal(50);
		await settleRolesOfNewcomer(sides.bridge, roomId, carol);
		expect(sides.roles.get(idOf(carol))).to.deep.equal([]);
		expect(powerOf(sides.events(), carol)).to.equal(0);
	});

	it('gives somebody who is met only now the role of the power that was given before', async () => {
		const sides = await new Sides().start();
		await sides.bridge.store.members.replace(roomId, new Set([alice, bob, carol]));
		sides.set('m.room.power_levels', { users: { [alice]: 100, [erin]: 50 } });
		await sides.reconcile();
		expect(sides.roles.get(idOf(erin))).to.equal(undefined);
		await sides.bridge.store.members.replace(roomId, new Set(people));
		await settleRolesOfNewcomer(sides.bridge, roomId, erin);
		expect(sides.roles.get(idOf(erin))).to.deep.equal(['moderator']);
	});

	it('takes the nearest name that Rocket.Chat accepts, also for one that is reserved', async () => {
		const sides = await new Sides().start();
		sides.set('m.room.name', { name: 'All' }, bob);
		sides.refusedNames = { All: 'error-invalid-room-name', all: 'error-blocked-username' };
		await reconcileSettings(sides.bridge, roomId, { name: 'name' });
		expect(sides.room.displayName).to.equal('all-2');
	});

	it('asks nothing about a new member who has no power', async () => {
		const sides = await new Sides().start();
		const before = sides.calls.length;
		await settleRolesOfNewcomer(sides.bridge, roomId, erin);
		expect(sides.calls.slice(before)).to.deep.equal([]);
	});

	it('does not take a topic that was changed again for that of the first message', async () => {
		const sides = await new Sides().start();
		sides.room._unmappedProperties_ = { topic: 'second' };
		// Carol may not change it on Matrix: as hers it would be undone here.
		const heard = (by: UserId, value: string) =>
			reconcileSettings(sides.bridge, roomId, { name: 'topic', by: userOf(by), value });
		await heard(carol, 'first');
		expect(sides.room._unmappedProperties_).to.deep.equal({ topic: 'second' });
		expect(sides.state.get('m.room.topic')).to.equal(undefined);
		await heard(alice, 'second');
		expect(sides.state.get('m.room.topic')).to.include({ sender: alice });
	});

	it('leaves a topic that was changed again while Matrix refused it', async () => {
		const sides = await new Sides().start();
		sides.room._unmappedProperties_ = { topic: 'first' };
		sides.onSend = () => (sides.room._unmappedProperties_ = { topic: 'second' });
		const heard = (by: UserId, value: string) =>
			reconcileSettings(sides.bridge, roomId, { name: 'topic', by: userOf(by), value });
		await heard(carol, 'first');
		expect(sides.room._unmappedProperties_).to.deep.equal({ topic: 'second' });
		await heard(alice, 'second');
		expect(sides.state.get('m.room.topic')?.content).to.deep.equal({ topic: 'second' });
	});

	for (const { replaced, expected } of [
		{ replaced: '!new:example.org', expected: false },
		{ replaced: undefined, expected: true },
	]) {
		it(`makes a room ${expected ? 'read-only as its Matrix room' : 'not read-only whose Matrix room was replaced'}`, async () => {
			const sides = await new Sides().start();
			const levels = sides.state.get('m.room.power_levels')?.content ?? {};
			sides.set('m.room.tombstone', { ...(replaced && { replacement_room: replaced }) }, bob);
			sides.set('m.room.power_levels', { ...levels, events_default: 50 }, bob);
			await reconcileSettings(sides.bridge, roomId, { name: 'readOnly' });
			expect(sides.room.isReadOnly).to.equal(expected);
		});
	}

	it('takes a message about a role for that member and that change only', async () => {
		const sides = await new Sides().start();
		sides.roles.set(idOf(carol), ['moderator']);
		sides.roles.set(idOf(bob), ['moderator']);
		// Erin may not change roles on Matrix: as hers they would be undone here.
		await sides.hearRole(erin, carol, 'moderator', false);
		expect(powerOf(sides.events(), carol)).to.equal(0);
		await sides.hearRole(alice, carol, 'moderator', true);
		expect([carol, bob].map((userId) => powerOf(sides.events(), userId))).to.deep.equal([50, 0]);
		await sides.hearRole(alice, bob, 'moderator', true);
		expect([carol, bob].map((userId) => powerOf(sides.events(), userId))).to.deep.equal([50, 50]);
		expect([carol, bob].map((userId) => sides.roles.get(idOf(userId)))).to.deep.equal([
			['moderator'],
			['moderator'],
		]);
	});

	it('never changes a creator of a room of version 12', async () => {
		const sides = await new Sides().start();
		sides.set('m.room.create', { room_version: '12' });
		sides.set('m.room.power_levels', { users: { [carol]: 100 } });
		await sides.reconcile();
		sides.roles.set(idOf(alice), []);
		await sides.hearRole(carol, alice, 'owner', false);
		expect(sides.roles.get(idOf(alice))).to.deep.equal(['owner']);
		expect(sides.state.get('m.room.power_levels')?.content).to.deep.equal({ users: { [carol]: 100 } });
	});

	it('changes nothing without the plan, and tells whoever gives a role', async () => {
		const sides = await new Sides(planOn('community')).start();
		sides.roles.set(idOf(bob), ['moderator']);
		await sides.hearRole(alice, bob, 'moderator', true);
		const calls = sides.calls.map(([method]) => method);
		expect(calls.filter((method) => method === 'homeserver.sendState')).to.deep.equal([]);
		expect(calls.filter((method) => method === 'messages.tell')).to.have.length(1);
	});
});
