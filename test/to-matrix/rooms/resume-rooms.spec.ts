import { expect } from 'chai';
import type { ConfiguredBridge } from '../../../src/configured-bridge';
import { RoomQueues } from '../../../src/delivery/room-queues';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { RoomId, UserId } from '../../../src/matrix/ids';
import type { RocketChatUser } from '../../../src/rocketchat/entities';
import type { NewRoom } from '../../../src/rocketchat/rooms';
import { createFederatedRoom } from '../../../src/to-matrix/rooms/create-room';
import { resumeCreations } from '../../../src/to-matrix/rooms/resume-creations';
import { resumeRooms } from '../../../src/to-matrix/rooms/resume-rooms';
import { fakeBridge, type Answers } from '../../support/fake-bridge';
import { planOn } from '../../support/fake-plan';
import { joinedBySecond, restarted, survivor } from '../../support/only-instance';

const alice = '@rc_alice:example.org' as UserId;
const bob = '@bob:far.example' as UserId;
const matrixId = '!new:example.org' as RoomId;
const user = { id: 'uid-alice', username: 'alice', settings: {}, roles: [], type: 'user', isEnabled: true };
const carol = { ...user, id: 'uid-carol', username: 'carol' };
const wanted = { name: 'Tea', isPublic: false, external: [bob], local: [carol as unknown as RocketChatUser] };
/** Longer than the host may need to make a room. */
const LATER_MS = 60_000;

/** What an app that is killed never gets an answer to. */
const never = () => new Promise(() => undefined);

/** A workspace in which somebody creates a room, and the app ends in the middle of a call. */
class Workspace {
	/** The call that is done, or not, and never answered. */
	killedAt: { readonly call: string; readonly isDone: boolean } | undefined;
	readonly rooms = new Map<string, { customFields: object; displayName: string }>();
	readonly members = new Map<string, Set<string>>();
	readonly told: string[] = [];
	readonly bridge: ConfiguredBridge;
	/** Those of the process that was killed wait for ever. */
	private readonly queues = new RoomQueues();
	private readonly calls: readonly (readonly unknown[])[];

	constructor(answers: Answers = {}, plan = planOn('starter')) {
		const { bridge, calls } = fakeBridge(this.killable({ ...this.answers(), ...answers }), plan);
		Object.assign(this, { bridge, calls });
		this.bridge = bridge;
		this.calls = calls;
	}

	/** Begins to create the room. @returns when the app has ended */
	async createUntilKilled(): Promise<void> {
		const { now } = Date;
		Date.now = () => now() - LATER_MS;
		await this.bridge.store.users.add({ matrixId: alice, rocketChatId: user.id as never });
		await this.bridge.store.users.add({ matrixId: bob, rocketChatId: 'bot-bob' as never });
		void createFederatedRoom(this.bridge, user as unknown as RocketChatUser, wanted);
		for (let turn = 0; turn < 50; turn++) {
			await new Promise((resolve) => setImmediate(resolve));
		}
		Date.now = now;
		this.killedAt = undefined;
	}

	/** Finishes what was interrupted, as after a start. */
	async finish(process = restarted(this.bridge)): Promise<void> {
		const bridge = { ...process, queues: this.queues };
		await resumeCreations(bridge);
		await resumeRooms(bridge);
	}

	count(method: string): number {
		return this.calls.filter(([called]) => called === method).length;
	}

	private killable(answers: Answers): Answers {
		return Object.fromEntries(
			Object.entries(answers).map(([name, answer]) => [
				name,
				(...given: never[]) => {
					const { killedAt } = this;
					const isKilled = killedAt?.call === name;
					const result: unknown = isKilled && !killedAt.isDone ? undefined : answer(...given);
					return isKilled ? never() : result;
				},
			]),
		);
	}

	private answers(): Answers {
		const roomOf = (id: string) => {
			const room = this.rooms.get(id);
			return room && { id, type: 'p', slugifiedName: 'tea', ...room };
		};
		return {
			'people.byId': (id: string) => [user, carol].find((person) => person.id === id),
			'people.bot': () => ({ id: 'bot' }),
			'people.byUsername': () => undefined,
			'people.ensureBotUserNamed': () => 'bot-bob',
			'people.roomIdsOf': () => [...this.rooms.keys()],
			'rooms.create': ({ displayName, mark }: NewRoom) => {
				const id = `rid${this.rooms.size + 1}`;
				this.rooms.set(id, { displayName, customFields: { federation: mark } });
				this.members.set(id, new Set(['alice']));
				return id;
			},
			'rooms.byId': roomOf,
			'rooms.shownNameOf': () => undefined,
			'rooms.remove': (id: string) => void this.rooms.delete(id),
			'rooms.addMember': (id: string, username: string) => void this.members.get(id)?.add(username),
			'rooms.mark': (id: string, roomId: string) =>
				void Object.assign(this.rooms.get(id) ?? {}, { customFields: { federation: { roomId } } }),
			'rooms.members': () => [],
			'rooms.ensureDirect': () => 'bot-rid',
			'messages.post': ({ text }: { text: string }) => this.told.push(text),
			'homeserver.profile': () => ({}),
			'homeserver.createRoom': () => matrixId,
			'homeserver.joinedRooms': () => [],
			'homeserver.stateEvent': () => undefined,
			'homeserver.joinedMembers': () => new Map([[alice, {}]]),
			'homeserver.invitedMembers': () => [],
			'homeserver.membership': () => 'leave',
			'homeserver.memberEvent': () => undefined,
			'homeserver.invite': () => undefined,
			'homeserver.aliasesOf': () => [],
			'homeserver.state': () => [],
		};
	}
}

const kills = [
	{ call: 'rooms.create', isDone: false, when: 'before the room in Rocket.Chat is made' },
	{ call: 'rooms.create', isDone: true, when: 'right after the room in Rocket.Chat is made' },
	{ call: 'rooms.addMember', isDone: false, when: 'before the first colleague is in it' },
	{ call: 'rooms.byId', isDone: true, when: 'before the Matrix room is begun' },
	{ call: 'homeserver.createRoom', isDone: false, when: 'before the Matrix room is made' },
	{ call: 'rooms.mark', isDone: true, when: 'right after the room is marked' },
];

describe('a federated room that was being created when the app ended', () => {
	for (const { call, isDone, when } of kills) {
		it(`is there once, with everybody, and whoever wanted it is told: ${when}`, async () => {
			const workspace = new Workspace();
			workspace.killedAt = { call, isDone };
			await workspace.createUntilKilled();
			await Promise.all([workspace.finish(), workspace.finish()]);
			expect([...workspace.rooms.values()]).to.deep.equal([
				{ displayName: 'Tea', customFields: { federation: { roomId: matrixId } } },
			]);
			expect([...(workspace.members.get('rid1') ?? [])]).to.include.members(['alice', 'carol']);
			expect(workspace.told).to.have.length(1);
			expect(workspace.told[0]).to.match(/^The federated group \*\*Tea\*\* is created\./);
			expect(await workspace.bridge.store.pendingRooms.all()).to.deep.equal([]);
			expect(await workspace.bridge.store.roomCreations.all()).to.deep.equal([]);
		});
	}

	it('leaves nothing behind that would be finished, if nothing has interrupted it', async () => {
		const workspace = new Workspace();
		await workspace.createUntilKilled();
		expect(workspace.rooms.get('rid1')?.customFields).to.deep.equal({ federation: { roomId: matrixId } });
		expect(await workspace.bridge.store.pendingRooms.all()).to.deep.equal([]);
		await workspace.finish();
		expect([workspace.told, workspace.count('rooms.create')]).to.deep.equal([[], 1]);
	});

	it('is left to the next call if the homeserver is away, and stays as it is', async () => {
		let isAway = false;
		const workspace = new Workspace({
			'homeserver.createRoom': () => {
				if (isAway) {
					throw new HomeserverError('UNREACHABLE', undefined, 'no connection');
				}
				return matrixId;
			},
		});
		workspace.killedAt = { call: 'rooms.create', isDone: true };
		await workspace.createUntilKilled();
		isAway = true;
		await workspace.finish();
		expect([workspace.rooms.size, workspace.told]).to.deep.equal([1, []]);
		isAway = false;
		await workspace.finish(survivor(restarted(workspace.bridge)));
		expect(workspace.rooms.size).to.equal(1);
		expect(workspace.told).to.have.length(1);
	});

	it('stays as it is if it may not be federated any more, and whoever wanted it reads why', async () => {
		const workspace = new Workspace();
		workspace.killedAt = { call: 'rooms.create', isDone: true };
		await workspace.createUntilKilled();
		const bridge = { ...restarted(workspace.bridge), plan: planOn('community') };
		await workspace.finish(bridge);
		expect(workspace.rooms.size).to.equal(1);
		expect(workspace.told.join()).to.match(/Starter plan/);
		await workspace.finish(bridge);
		expect(workspace.told).to.have.length(1);
	});

	it('is left alone by a server that starts while another one does it', async () => {
		const workspace = new Workspace();
		workspace.killedAt = { call: 'rooms.create', isDone: true };
		await workspace.createUntilKilled();
		await workspace.finish(joinedBySecond(workspace.bridge));
		expect(workspace.count('homeserver.createRoom')).to.equal(0);
		await workspace.finish(survivor(workspace.bridge));
		expect(workspace.count('homeserver.createRoom')).to.equal(1);
	});
});
