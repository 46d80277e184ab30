import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import { HomeserverError } from '../../src/matrix/homeserver-error';
import type { RoomId, UserId } from '../../src/matrix/ids';
import type { RocketChatRoomId, RocketChatUserId } from '../../src/rocketchat/ids';
import { fakeBridge, type Answers } from './fake-bridge';

/** A user of the workspace: a local one, or the bot user of an external person. */
interface Here {
	readonly id: string;
	readonly username: string;
	readonly type: 'user' | 'bot';
	readonly isEnabled: boolean;
	readonly roles: readonly string[];
}

/** The latest change of somebody's membership on Matrix. */
interface There {
	readonly membership: 'join' | 'invite' | 'leave' | 'ban';
	readonly sender: string;
	readonly reason?: string;
	/** Milliseconds since 1970. */
	readonly at?: number;
}

export const matrixRoom = '!room:example.org' as RoomId;
const rid = 'rid' as RocketChatRoomId;

/** @returns the ghost of a local user */
export const ghostOf = (username: string) => `@rc_${username}:example.org` as UserId;
/** @returns an external person's id */
export const externalOf = (localpart: string) => `@${localpart}:far.example` as UserId;

/**
 * A federated room with its members on both sides, as Rocket.Chat and a homeserver keep them. On Matrix only those with power invite,
 * and only they and the person end a membership. A test can make the next calls fail.
 */
export class TwoSidedRoom {
	readonly there = new Map<string, There>();
	readonly here = new Set<string>();
	/** What the room, or one person in it, was told. */
	readonly told: string[] = [];
	/** Who may invite and remove on Matrix. */
	readonly powerful = new Set<string>();
	/** How many calls are answered before the others fail. */
	answered = Infinity;
	/** Whether the next change is made, and its answer lost. */
	isAnswerLost = false;
	/** The username of somebody whom Rocket.Chat does not let in. */
	refused: string | undefined;
	/** Whether everybody may join on Matrix who is not banned. */
	isPublic = false;
	/** The changes of either side that were asked for. */
	changes = 0;
	readonly bridge: ReturnType<typeof fakeBridge>['bridge'];
	private readonly users = new Map<string, Here>();

	constructor() {
		this.bridge = fakeBridge(this.answers()).bridge;
	}

	/** Links the room, with a local user who has made it. */
	async open(maker: string): Promise<void> {
		this.local(maker);
		this.here.add(maker);
		this.there.set(ghostOf(maker), { membership: 'join', sender: ghostOf(maker) });
		this.powerful.add(ghostOf(maker));
		const { store } = this.bridge;
		await store.rooms.add({
			...{ matrixId: matrixRoom, rocketChatId: rid, ghostId: ghostOf(maker), kind: 'room' },
		});
		await this.link(maker);
	}

	/** Makes a local user with a ghost. */
	async link(username: string): Promise<void> {
		const rocketChatId = this.local(username).id as RocketChatUserId;
		await this.bridge.store.users.add({ matrixId: ghostOf(username), rocketChatId });
	}

	/** Deletes an account. */
	remove(username: string): void {
		this.users.delete(username);
	}

	hasUser(username: string): boolean {
		return this.users.has(username);
	}

	/** @returns a user of the workspace whom the test has made */
	userNamed(username: string): IUser {
		return this.users.get(username) as unknown as IUser;
	}

	/** The members on Matrix: local people who have joined, external ones also if they are only invited. */
	membersThere(): string[] {
		return [...this.there]
			.filter(
				([id, { membership }]) => membership === 'join' || (membership === 'invite' && !isGhost(id)),
			)
			.map(([id]) => id)
			.sort();
	}

	/** The members in Rocket.Chat, by their ids on Matrix. */
	membersHere(): string[] {
		return [...this.here].map((name) => (name.includes(':') ? `@${name}` : ghostOf(name))).sort();
	}

	/** Makes an account, unless there is one. */
	local(username: string): Here {
		return this.user(username, 'user');
	}

	private user(username: string, type: Here['type']): Here {
		const user = this.users.get(username) ?? {
			...{ id: `uid-${username}`, username, type, isEnabled: true, roles: [] },
		};
		this.users.set(username, user);
		return user;
	}

	private answers(): Answers {
		const byId = (id: string) => [...this.users.values()].find((user) => user.id === id);
		const answers: Answers = {
			'people.byId': byId,
			'people.byUsername': (username: string) => this.users.get(username),
			'people.bot': () => ({ id: 'bot', username: 'federation.bot' }),
			'people.roomIdsOf': (id: string) => (this.here.has(byId(id)?.username ?? '') ? [rid] : []),
			'people.ensureBotUserNamed': (username: string) => this.user(username, 'bot').id,
			'rooms.members': () => [...this.here].map((username) => this.users.get(username)),
			'rooms.nameOf': () => 'Room',
			'rooms.ensureDirect': () => 'bot-rid',
			'rooms.addMember': (_rid: string, username: string) => {
				if (username === this.refused) {
					throw new Error('error-not-allowed');
				}
				this.changed(() => this.here.add(username));
			},
			'rooms.removeMember': (_rid: string, username: string) =>
				this.changed(() => this.here.delete(username)),
			'messages.post': ({ text }: { text: string }) => this.told.push(text),
			'messages.tell': (_id: string, _rid: string, text: string) => this.told.push(text),
			'homeserver.register': () => undefined,
			'homeserver.setDisplayName': () => undefined,
			'homeserver.profile': () => ({}),
			'homeserver.joinedMembers': (as: string) => this.joinedMembers(as),
			'homeserver.invitedMembers': (as: string) => {
				this.requireWasIn(as);
				return [...this.there].flatMap(([id, { membership }]) =>
					membership === 'invite' ? [id] : [],
				);
			},
			'homeserver.membership': (as: string, _room: string, id: string) => {
				this.requireWasIn(as);
				return this.there.get(id)?.membership ?? 'leave';
			},
			'homeserver.memberEvent': (as: string, _room: string, id: string) => {
				this.requireWasIn(as);
				const found = this.there.get(id);
				return (
					found && {
						...{ type: 'm.room.member', state_key: id, sender: found.sender, content: found },
						...(found.at !== undefined && { origin_server_ts: found.at }),
					}
				);
			},
			'homeserver.join': (as: string) => this.changed(() => this.join(as)),
			'homeserver.invite': (as: string, _room: string, id: string) =>
				this.changed(() => this.invite(as, id)),
			'homeserver.leave': (as: string) => this.changed(() => this.end(as, as, 'leave')),
			'homeserver.kick': (as: string, _room: string, id: string) =>
				this.changed(() => this.end(as, id, 'leave')),
		};
		return Object.fromEntries(
			Object.entries(answers).map(([name, answer]) => [
				name,
				(...given: never[]) => {
					this.failIfDue(name);
					return answer(...given);
				},
			]),
		);
	}

	private failIfDue(name: string): void {
		this.answered -= 1;
		if (this.answered < 0) {
			throw name.startsWith('homeserver')
				? new HomeserverError('UNREACHABLE', undefined, 'no connection')
				: new Error('the host did not answer');
		}
	}

	private changed(work: () => unknown): void {
		this.changes += 1;
		work();
		if (this.isAnswerLost) {
			this.isAnswerLost = false;
			throw new HomeserverError('UNREACHABLE', undefined, 'the answer was cut off');
		}
	}

	private joinedMembers(as: string): ReadonlyMap<string, undefined> {
		if (this.there.get(as)?.membership !== 'join') {
			throw forbidden();
		}
		const joined = [...this.there].filter(([, { membership }]) => membership === 'join');
		return new Map(joined.map(([id]) => [id, undefined]));
	}

	private requireWasIn(as: string): void {
		if (!this.there.has(as)) {
			throw forbidden();
		}
	}

	private join(as: string): void {
		const { membership } = this.there.get(as) ?? {};
		const mayJoin = this.isPublic
			? membership !== 'ban'
			: membership === 'invite' || membership === 'join';
		if (!mayJoin) {
			throw forbidden();
		}
		this.there.set(as, { membership: 'join', sender: as });
	}

	private invite(as: string, id: string): void {
		const present = this.there.get(id)?.membership;
		if (!this.powerful.has(as) || this.there.get(as)?.membership !== 'join' || present === 'ban') {
			throw forbidden();
		}
		if (present === 'join') {
			throw forbidden();
		}
		this.there.set(id, { membership: 'invite', sender: as });
	}

	private end(as: string, id: string, membership: 'leave'): void {
		const mayEnd = as === id || (this.powerful.has(as) && this.there.get(as)?.membership === 'join');
		if (!mayEnd || this.there.get(id)?.membership === 'ban') {
			throw forbidden();
		}
		this.there.set(id, { membership, sender: as });
	}
}

function isGhost(id: string): boolean {
	return id.startsWith('@rc_');
}

function forbidden(): HomeserverError {
	return new HomeserverError('M_FORBIDDEN', 403, 'not allowed');
}
