import type { RoomId, UserId } from '../matrix/ids';
import type { RocketChatMessageId } from '../rocketchat/ids';
import { keys } from './keys';
import type { Persistence } from './link-table';

/** The notice that tells a local user of somebody's invitations. */
export interface InvitationNotice {
	readonly messageId: RocketChatMessageId;
	/** The rooms to which they were invited, each once. */
	readonly rooms: readonly RoomId[];
	/** When it was posted, milliseconds since 1970. */
	readonly at: number;
}

/** Stores which notice tells a local user of the invitations of one person, so that many of them are one notice. */
export class InvitationNotices {
	constructor(private readonly persistence: Persistence) {}

	/** @returns the latest notice to the user of a ghost about an inviter; undefined if there is none */
	async of(ghostId: UserId, inviter: UserId): Promise<InvitationNotice | undefined> {
		const key = keys.invitationNotice(ghostId, inviter);
		const [notice] = await this.persistence.read.readByAssociation(key);
		return notice as InvitationNotice | undefined;
	}

	async save(ghostId: UserId, inviter: UserId, notice: InvitationNotice): Promise<void> {
		const key = keys.invitationNotice(ghostId, inviter);
		await this.persistence.write.updateByAssociations([key], notice, true);
	}
}
