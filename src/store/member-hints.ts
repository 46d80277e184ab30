import type { RocketChatRoomId, RocketChatUserId } from '../rocketchat/ids';
import { keys } from './keys';
import type { Persistence } from './link-table';

/** Says that somebody has joined or left a federated room in Rocket.Chat, and who did it. */
export interface MemberHint {
	readonly roomId: RocketChatRoomId;
	readonly userId: RocketChatUserId;
	/** Who has added or removed them; undefined if it was themselves, or if nobody knows. */
	readonly byId?: RocketChatUserId;
}

/** Stores who has changed the members of rooms until that is on Matrix: only the platform's event says who it was. */
export class MemberHints {
	constructor(private readonly persistence: Persistence) {}

	/** Stores a hint; the latest about somebody in a room counts. */
	async add(hint: MemberHint): Promise<void> {
		await this.persistence.write.updateByAssociations(associations(hint), hint, true);
	}

	/** @returns the hints about a room, one for each person at most, in no order */
	async ofRoom(roomId: RocketChatRoomId): Promise<MemberHint[]> {
		return (await this.persistence.read.readByAssociation(keys.memberHintsOf(roomId))) as MemberHint[];
	}

	/** Removes a hint whose change is on both sides. */
	async remove(hint: MemberHint): Promise<void> {
		await this.persistence.write.removeByAssociations(associations(hint));
	}
}

function associations({ roomId, userId }: MemberHint) {
	return [keys.memberHint(roomId, userId), keys.memberHintsOf(roomId)];
}
