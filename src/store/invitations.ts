import type { EventId, RoomId, UserId } from '../matrix/ids';
import type { RocketChatMessageId, RocketChatUserId } from '../rocketchat/ids';
import type { InvitationId } from './invitation-id';
import { keys } from './keys';
import type { Persistence } from './link-table';

/**
 * What became of an invitation. `joining` and `declining`: the person has answered, and the homeserver has not confirmed it
 * yet. `refused`: the person accepted, but the workspace cannot use the room, and the ghost has left it again.
 */
export type InvitationState =
	'open' | 'joining' | 'declining' | 'joined' | 'declined' | 'withdrawn' | 'expired' | 'refused';

/** What the stripped state of an invitation tells about its room. */
export interface InvitationDetails {
	/** The display name of the inviter, cleaned. */
	readonly name?: string;
	/** Undefined if the invitation does not tell. */
	readonly isEncrypted?: boolean;
	/** Whether the room is no direct message. */
	readonly isRoom?: true;
	/** The name of the room, cleaned. */
	readonly room?: string;
	/** How many people are in the room at least; undefined if the invitation does not tell. */
	readonly members?: number;
}

/** An invitation of a local user to a Matrix room. */
export interface StoredInvitation {
	readonly id: InvitationId;
	readonly roomId: RoomId;
	/** The invited ghost, and the local user behind it. */
	readonly ghostId: UserId;
	readonly userId: RocketChatUserId;
	readonly inviter: UserId;
	/** How the user names it when they type an answer. */
	readonly number: number;
	/** The event of the latest invitation. */
	readonly eventId: EventId;
	/** How often the inviter has invited the user to this room. */
	readonly times: number;
	readonly details: InvitationDetails;
	readonly state: InvitationState;
	/** Why the last attempt to answer failed, or why the room was refused: a sentence in the user's language; or empty. */
	readonly reason?: string;
	/** Whether the setting `invite_policy` accepts it, so that nobody is asked. */
	readonly isAtOnce?: boolean;
	/** The message that shows it. */
	readonly cardId: RocketChatMessageId;
	/** The person or the server that sent so many invitations that one message shows all of them. */
	readonly group?: string;
	/** When it came, and when the record was written; milliseconds since 1970. */
	readonly at: number;
	readonly changedAt: number;
	/** The instance of the server that wrote it; see `isInterrupted`. */
	readonly by?: string | undefined;
}

/** @returns whether the invitation waits for an answer of the person, or for the homeserver to confirm the answer */
export function isPending({ state }: Pick<StoredInvitation, 'state'>): boolean {
	return state === 'open' || isAnswering({ state });
}

/** @returns whether the person has answered, and the homeserver has not confirmed it yet */
export function isAnswering({ state }: Pick<StoredInvitation, 'state'>): boolean {
	return state === 'joining' || state === 'declining';
}

/** Stores invitations, so that a restart loses neither an invitation nor an answer. */
export class Invitations {
	constructor(private readonly persistence: Persistence) {}

	/** @returns undefined if there is none, or not any more */
	async byId(id: InvitationId): Promise<StoredInvitation | undefined> {
		return (await this.read(keys.invitation(id)))[0];
	}

	/** @returns the invitations of a user, oldest first */
	async ofUser(userId: RocketChatUserId): Promise<StoredInvitation[]> {
		return this.read(keys.invitationsOf(userId));
	}

	/** @returns the invitations of all users, oldest first */
	async all(): Promise<StoredInvitation[]> {
		return this.read(keys.invitations());
	}

	/** Stores an invitation, and replaces what was stored under its id. @returns it as it is stored */
	async put(invitation: Omit<StoredInvitation, 'changedAt'>): Promise<StoredInvitation> {
		const stored: StoredInvitation = { ...invitation, changedAt: Date.now() };
		const associations = [
			keys.invitation(stored.id),
			keys.invitationsOf(stored.userId),
			keys.invitations(),
		];
		await this.persistence.write.updateByAssociations(associations, stored, true);
		return stored;
	}

	/** Forgets an invitation. */
	async remove({ id }: Pick<StoredInvitation, 'id'>): Promise<void> {
		await this.persistence.write.removeByAssociation(keys.invitation(id));
	}

	/** Two instances of the server may have created the same record at the same time; the one written last counts. */
	private async read(key: ReturnType<typeof keys.invitations>): Promise<StoredInvitation[]> {
		const found = (await this.persistence.read.readByAssociation(key)) as StoredInvitation[];
		const latest = new Map<InvitationId, StoredInvitation>();
		for (const one of found.sort((a, b) => a.changedAt - b.changedAt)) {
			latest.set(one.id, one);
		}
		return [...latest.values()].sort((a, b) => a.number - b.number);
	}
}
