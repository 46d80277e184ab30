import type { OperationParams } from '@rocket.chat/rest-typings';
import type { RoleChange, RoomRole } from '../convert/roles';
import { FederationError } from '../errors';
import type { RocketChatMessageId, RocketChatRoomId, RocketChatUserId } from './ids';
import type { WorkspaceRest } from './rest';

/** Settings of a room, as Rocket.Chat names them. */
export type RoomSettings = Omit<OperationParams<'POST', '/v1/rooms.saveRoomSettings'>, 'rid'>;

/** A channel or a group. */
interface KnownRoom {
	readonly id: RocketChatRoomId;
	/** `c` or `p`. */
	readonly type: string;
}

const titles = { owner: 'Owner', moderator: 'Moderator', leader: 'Leader' } as const satisfies Record<
	RoomRole,
	string
>;

/**
 * Changes rooms over the workspace's REST API, as the user of the personal access token, for what the Apps-Engine has no accessor
 * for. Every method throws a FederationError, see `WorkspaceRest`.
 */
export class RestRooms {
	constructor(private readonly rest: Pick<WorkspaceRest, 'post' | 'isEntered'>) {}

	/** @returns whether there is a token, right or wrong */
	async isAvailable(): Promise<boolean> {
		return this.rest.isEntered();
	}

	/** `rooms.saveRoomSettings`: leaves a system message, and changes the room in the members' lists, too. */
	async save(rid: RocketChatRoomId, settings: RoomSettings): Promise<void> {
		await this.rest.post('/v1/rooms.saveRoomSettings', { rid, ...settings });
	}

	/** `rooms.changeArchivationState`: leaves a system message. */
	async archive(rid: RocketChatRoomId): Promise<void> {
		await this.rest.post('/v1/rooms.changeArchivationState', { rid, action: 'archive' });
	}

	/** `rooms.changeArchivationState`. */
	async unarchive(rid: RocketChatRoomId): Promise<void> {
		await this.rest.post('/v1/rooms.changeArchivationState', { rid, action: 'unarchive' });
	}

	/** `chat.pinMessage`, which leaves a system message, and `chat.unPinMessage`, which leaves none. */
	async setPinned(messageId: RocketChatMessageId, isPinned: boolean): Promise<void> {
		await this.rest.post(isPinned ? '/v1/chat.pinMessage' : '/v1/chat.unPinMessage', { messageId });
	}

	/** `channels.addOwner` and its like. Does nothing for a member who has the role, or lacks it, already. */
	async changeRole(
		{ id: roomId, type }: KnownRoom,
		userId: RocketChatUserId,
		{ role, given }: RoleChange,
	): Promise<void> {
		const kind = type === 'c' ? 'channels' : 'groups';
		try {
			await this.rest.post(`/v1/${kind}.${given ? 'add' : 'remove'}${titles[role]}`, {
				roomId,
				userId,
			});
		} catch (error) {
			if (!isDoneAlready(error, role)) {
				throw error;
			}
		}
	}
}

function isDoneAlready(error: unknown, role: RoomRole): boolean {
	const done: unknown[] = [`error-user-already-${role}`, `error-user-not-${role}`];
	return error instanceof FederationError && done.includes(error.parameters.reason);
}
