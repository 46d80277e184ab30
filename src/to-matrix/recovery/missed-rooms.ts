import { RoomType } from '@rocket.chat/apps-engine/definition/rooms';
import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf } from '../../failure';
import { roomMembers } from '../../people/room-members';
import type { RocketChatRoom, RocketChatUser } from '../../rocketchat/entities';
import type { RocketChatRoomId, RocketChatUserId } from '../../rocketchat/ids';
import type { RoomProgress } from '../../store/room-progress';
import { MISSED_BEFORE_START_MS } from '../direct-messages/opening-by-message';
import { isTemporary } from '../delivery';
import { isMarkedFederated } from '../rooms/federated-room';
import { federateMissedDiscussion, parentOfMissedDiscussion } from '../rooms/missed-discussion';

/** Rooms whose members are looked at in one call. Each costs a call to the host, and one more for each person met first. */
const MAX_LOOKED_AT = 100;

/** Local members of a federated room whose other rooms are looked at: those who logged in last, among whom its creator is likely to be. */
const MAX_LOCAL_MEMBERS = 200;

/**
 * Finds, once after a start, what somebody began while the app did not run, since the platform does not repeat the event: direct
 * messages that were opened with a click and written in, and discussions of federated rooms. An app cannot list rooms or bot users, so
 * they are found among the rooms of the members of the rooms that are known. Who wrote in a direct message is read by the room's
 * comparison, which knows what to do if the room cannot be read.
 */
export class MissedRooms {
	/** Listed rooms that are still to be looked at, each by the instance that relays it; undefined before the first call. */
	private left: readonly RoomProgress[] | undefined;
	private readonly seenRooms = new Set<RocketChatRoomId>();
	private readonly seenPeople = new Set<RocketChatUserId>();
	/** Discussions that cannot be federated, as their creators were told. */
	private readonly refused = new Set<RocketChatRoomId>();
	private readonly startedAt = Date.now();

	/** Looks at the next rooms of this instance, until all were looked at, and federates the discussions found. Then it costs no call. */
	async update(bridge: ConfiguredBridge): Promise<void> {
		this.left ??= await this.listRooms(bridge);
		// Right after the start none is this instance's yet; later, those of an instance that has ended become its own.
		const own = this.left.filter(({ matrixRoomId }) => bridge.instances.owns(matrixRoomId));
		const next = own.slice(0, MAX_LOOKED_AT);
		this.left = this.left.filter((room) => !next.includes(room));
		for (const { roomId } of next) {
			try {
				await this.look(bridge, roomId);
			} catch (error) {
				bridge.log.failure('missed rooms were not looked for', failureOf(error), { roomId });
			}
		}
		for (const roomId of bridge.outgoing.missedDiscussions) {
			await this.federate(bridge, roomId);
		}
	}

	private async listRooms({ store }: ConfiguredBridge): Promise<readonly RoomProgress[]> {
		const listed = await store.progress.all();
		listed.forEach(({ roomId }) => this.seenRooms.add(roomId));
		return listed;
	}

	private async look(bridge: ConfiguredBridge, roomId: RocketChatRoomId): Promise<void> {
		const { store, people, rooms } = bridge;
		const { external, local } = await roomMembers(bridge, roomId);
		const links = await Promise.all(external.map((userId) => store.users.byMatrixId(userId)));
		const members = links.flatMap((link) => link?.rocketChatId ?? []);
		// A discussion that nobody on Matrix was added to is only among the rooms of local people. It is announced in the room.
		if (isChangedLately(bridge, await rooms.byId(roomId))) {
			const lately = lastHere(local).slice(0, MAX_LOCAL_MEMBERS);
			members.push(...lately.map(({ id }) => id));
		}
		for (const member of members.filter((id) => !this.seenPeople.has(id))) {
			this.seenPeople.add(member);
			for (const id of await people.roomIdsOf(member)) {
				await this.noteIfMissed(bridge, id);
			}
		}
	}

	private async noteIfMissed(bridge: ConfiguredBridge, roomId: RocketChatRoomId): Promise<void> {
		if (this.seenRooms.has(roomId)) {
			return;
		}
		this.seenRooms.add(roomId);
		const room = await bridge.rooms.byId(roomId);
		if (!room || !isChangedLately(bridge, room)) {
			return;
		}
		if (room.type === RoomType.DIRECT_MESSAGE && !isMarkedFederated(room)) {
			bridge.outgoing.recovery.request(roomId);
		} else if (parentOfMissedDiscussion(room)) {
			bridge.outgoing.missedDiscussions.add(roomId);
		}
	}

	/** Tries again at the next call if the homeserver or the host is away, or if the announcement may still be handled. */
	private async federate(bridge: ConfiguredBridge, roomId: RocketChatRoomId): Promise<void> {
		const {
			log,
			outgoing: { missedDiscussions },
		} = bridge;
		try {
			if (
				!this.refused.has(roomId) &&
				!(await federateMissedDiscussion(bridge, roomId, this.startedAt))
			) {
				return;
			}
		} catch (error) {
			const failure = failureOf(error);
			log.failure('a discussion could not be federated', failure, { roomId });
			if (isTemporary(failure)) {
				return;
			}
			this.refused.add(roomId);
		}
		missedDiscussions.delete(roomId);
	}
}

/** @returns the people, those who logged in last first; a client also logs in whenever it connects again */
function lastHere(people: readonly RocketChatUser[]): RocketChatUser[] {
	const loggedInAt = ({ lastLoginAt }: Partial<RocketChatUser>) => new Date(lastLoginAt ?? 0).getTime();
	return [...people].sort((one, other) => loggedInAt(other) - loggedInAt(one));
}

/** A room without messages has not been modified; then the time of its creation counts. */
function isChangedLately({ startedAt }: ConfiguredBridge, room: RocketChatRoom | undefined): boolean {
	const changedAt = new Date(room?.lastModifiedAt ?? room?.createdAt ?? 0).getTime();
	return changedAt >= startedAt - MISSED_BEFORE_START_MS;
}
