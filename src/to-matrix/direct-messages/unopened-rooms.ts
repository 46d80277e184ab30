import { RoomType } from '@rocket.chat/apps-engine/definition/rooms';
import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf } from '../../failure';
import type { UserId } from '../../matrix/ids';
import { roomMembers } from '../../people/room-members';
import type { RocketChatRoomId } from '../../rocketchat/ids';
import { isMarkedFederated } from '../rooms/federated-room';
import { MISSED_BEFORE_START_MS } from './opening-by-message';

/** Rooms whose members are looked at in one call. Each costs a call to the host, and one more for each person met first. */
const MAX_LOOKED_AT = 100;

/**
 * Finds, once after a start, the direct messages that somebody opened with a click and wrote in while the app did not run: the
 * platform does not repeat the event. The store cannot list bot users, so they are found as members of the rooms that are listed.
 * Who wrote is read by the room's comparison, which knows what to do if the room cannot be read.
 */
export class UnopenedRooms {
	/** Listed rooms that are still to be looked at; undefined before the first call. */
	private left: RocketChatRoomId[] | undefined;
	private readonly seenRooms = new Set<RocketChatRoomId>();
	private readonly seenPeople = new Set<UserId>();

	/** Looks at the next rooms, until all were looked at. Costs no call then. */
	async update(bridge: ConfiguredBridge): Promise<void> {
		this.left ??= await this.listRooms(bridge);
		for (const roomId of this.left.splice(0, MAX_LOOKED_AT)) {
			try {
				await this.look(bridge, roomId);
			} catch (error) {
				bridge.log.failure('unopened direct messages were not looked for', failureOf(error), {
					roomId,
				});
			}
		}
	}

	/** Each instance of the server looks at its own rooms. */
	private async listRooms({ store, instances }: ConfiguredBridge): Promise<RocketChatRoomId[]> {
		const listed = await store.progress.all();
		listed.forEach(({ roomId }) => this.seenRooms.add(roomId));
		return listed.filter(({ matrixRoomId }) => instances.owns(matrixRoomId)).map(({ roomId }) => roomId);
	}

	private async look(bridge: ConfiguredBridge, roomId: RocketChatRoomId): Promise<void> {
		const { store, people } = bridge;
		const { external } = await roomMembers(bridge, roomId);
		for (const person of external.filter((userId) => !this.seenPeople.has(userId))) {
			this.seenPeople.add(person);
			const link = await store.users.byMatrixId(person);
			for (const id of link ? await people.roomIdsOf(link.rocketChatId) : []) {
				await this.requestIfWritten(bridge, id);
			}
		}
	}

	private async requestIfWritten(bridge: ConfiguredBridge, roomId: RocketChatRoomId): Promise<void> {
		if (this.seenRooms.has(roomId)) {
			return;
		}
		this.seenRooms.add(roomId);
		const room = await bridge.rooms.byId(roomId);
		const changedAt = new Date(room?.lastModifiedAt ?? 0).getTime();
		const isWritten = changedAt >= bridge.startedAt - MISSED_BEFORE_START_MS;
		if (room?.type === RoomType.DIRECT_MESSAGE && !isMarkedFederated(room) && isWritten) {
			bridge.outgoing.recovery.request(roomId);
		}
	}
}
