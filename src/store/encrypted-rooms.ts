import type { RocketChatRoomId } from '../rocketchat/ids';
import { keys } from './keys';
import type { Persistence } from './link-table';

/** A federated room in which an end-to-end encrypted message was written, or which refused a message from Matrix. */
interface EncryptedRoom {
	readonly rocketChatId: RocketChatRoomId;
}

/** Stores which rooms turned out to be encrypted: no event says so when somebody switches the encryption on. */
export class EncryptedRooms {
	constructor(private readonly persistence: Persistence) {}

	/** Stores a room; does nothing more for one that is known. */
	async add(rocketChatId: RocketChatRoomId): Promise<void> {
		const room: EncryptedRoom = { rocketChatId };
		await this.persistence.write.updateByAssociations(associations(rocketChatId), room, true);
	}

	/** Forgets a room that is not encrypted any more, or does not exist. */
	async remove(rocketChatId: RocketChatRoomId): Promise<void> {
		await this.persistence.write.removeByAssociations(associations(rocketChatId));
	}

	/** @returns all of them, in no order */
	async all(): Promise<RocketChatRoomId[]> {
		const rooms = await this.persistence.read.readByAssociation(keys.encryptedRooms());
		return (rooms as EncryptedRoom[]).map(({ rocketChatId }) => rocketChatId);
	}
}

function associations(rocketChatId: RocketChatRoomId) {
	return [keys.encryptedRoom(rocketChatId), keys.encryptedRooms()];
}
