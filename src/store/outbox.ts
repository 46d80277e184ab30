import type { RocketChatMessageId, RocketChatRoomId, RocketChatUserId } from '../rocketchat/ids';
import { keys } from './keys';
import type { Persistence } from './link-table';

/** A change that is still to be sent to Matrix, and that the messages of the room do not show for certain. */
export interface OutboxItem {
	/** Unique. */
	readonly id: string;
	/** A message is one that the lists of the host leave out: a video call. */
	readonly what: 'message' | 'edit' | 'deletion' | 'reaction' | 'pin' | 'discussion';
	readonly roomId: RocketChatRoomId;
	readonly messageId: RocketChatMessageId;
	/** Who wrote the message, as long as that is known. */
	readonly senderId?: RocketChatUserId | undefined;
	/** When the message was written, milliseconds since 1970. */
	readonly createdAt: number;
	/** Who made the change; undefined if their account was deleted. */
	readonly actorId?: RocketChatUserId | undefined;
	/** When it was made, milliseconds since 1970. */
	readonly at: number;
	/** Of a reaction, with its colons. */
	readonly shortcode?: string;
}

/** Stores changes before they are tried, so that a restart or an outage does not lose them. */
export class Outbox {
	constructor(private readonly persistence: Persistence) {}

	/** Stores a change before it is tried. */
	async add(item: OutboxItem): Promise<void> {
		await this.persistence.write.createWithAssociations(item, [
			keys.outboxItem(item.id),
			keys.outboxOf(item.roomId),
			keys.outbox(),
		]);
	}

	/** Takes a change out that was sent, or can never be. Does nothing if it is not there. */
	async remove({ id }: Pick<OutboxItem, 'id'>): Promise<void> {
		await this.persistence.write.removeByAssociation(keys.outboxItem(id));
	}

	/** @returns all items, oldest first */
	async all(): Promise<OutboxItem[]> {
		return this.read(keys.outbox());
	}

	/** @returns the items of a room, oldest first */
	async ofRoom(roomId: RocketChatRoomId): Promise<OutboxItem[]> {
		return this.read(keys.outboxOf(roomId));
	}

	private async read(key: ReturnType<typeof keys.outbox>): Promise<OutboxItem[]> {
		const items = (await this.persistence.read.readByAssociation(key)) as OutboxItem[];
		return items.sort((a, b) => a.at - b.at);
	}
}
