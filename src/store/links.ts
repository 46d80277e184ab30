import type { EventId, RoomId, UserId } from '../matrix/ids';
import type { RocketChatMessageId, RocketChatRoomId, RocketChatUserId } from '../rocketchat/ids';
import type { Link } from './link-table';
import type { ReactionKey } from './reaction-key';

/** External members of a room whose servers are blocked. */
export interface BlockedMembers {
	/** In the order of their ids. */
	readonly people: readonly UserId[];
	/** Whether the room has no other external members, so that nothing is sent to it. */
	readonly isEverybody: boolean;
}

/** A room that exists on both sides. */
export interface RoomLink extends Link<RoomId, RocketChatRoomId> {
	/** `room`: a channel or a group. Absent: a direct message. */
	readonly kind?: 'room';
	/** Whether its Matrix room does not exist any more, so that nothing is relayed. */
	readonly isGone?: boolean;
	/** A ghost that was in the Matrix room when it was linked. Links of version 0.2 and older lack it. */
	readonly ghostId?: UserId;
	/** The reasons, as the table of refusals names them, that the Matrix room was told since the last message got through. */
	readonly toldRefusals?: readonly string[];
	/** The external members of a direct message who are not in its Matrix room, in the order in which they left. */
	readonly departed?: readonly UserId[];
	/** The ghosts that left the Matrix room because the accounts of their local users are deactivated. */
	readonly inactive?: readonly UserId[];
	/** Whether the Matrix room was told that nobody in Rocket.Chat has an active account. */
	readonly toldInactive?: boolean;
	/** External people who are in the Matrix room, or invited, and no members of the direct message in Rocket.Chat. */
	readonly guests?: readonly UserId[];
	/**
	 * What was switched on in the Matrix room since: others can join it, others can read it without joining, or its messages are
	 * encrypted.
	 */
	readonly access?: readonly ('joinable' | 'readable' | 'encrypted')[];
	/** The events of `guests` and `access` about which no line was posted yet. */
	readonly untold?: readonly EventId[];
	/** The room that replaces this one on Matrix, while nobody from here may join it. */
	readonly replacedBy?: RoomId;
	/** Whether the external people were invited because a local user wrote, and none of them has joined since. */
	readonly isInvitedByMessage?: boolean;
	/** The external members whose servers are blocked, as the local people were told. */
	readonly blocked?: BlockedMembers;
	/** Who was told that their end-to-end encrypted messages are not sent, since their last plain message. */
	readonly toldEncrypted?: readonly RocketChatUserId[];
}

/** @returns whether a link is that of a federated room: a channel or a group, not a direct message */
export function isFederatedRoom({ kind }: Pick<RoomLink, 'kind'>): boolean {
	return kind === 'room';
}

/** @returns whether both sides of a federated room are to be alike: not if its Matrix room is gone, or was replaced by another */
export function isComparedRoom(link: RoomLink): boolean {
	return isFederatedRoom(link) && !link.isGone && link.replacedBy === undefined;
}

/** A person who exists on both sides: a local user with a ghost, or an external one with a bot user. */
export interface UserLink extends Link<UserId, RocketChatUserId> {
	/** Of a ghost: the name that it has on Matrix. Links of version 0.2 and older lack it. */
	readonly name?: string;
	/** Of a ghost: whether its local user's account was deactivated when that was looked at last. */
	readonly isInactive?: boolean;
	/** Of an external person: whether the account is gone, so that the bot user was deactivated. */
	readonly isGone?: boolean;
	/** Of an external person: the present name, if the bot user has another one; empty if it has that name again. */
	readonly alias?: string;
}

/** A message that exists on both sides. */
export interface MessageLink extends Link<EventId, RocketChatMessageId> {
	readonly roomId: RoomId;
	readonly part: number;
	/** Who wrote it on Matrix, if another external person's bot user posted it. Only the first part has it. */
	readonly guest?: UserId;
	/**
	 * Whether the text was sent as an event of its own, although it is the caption of a file, since the file could not be carried
	 * then. Only the first part has it.
	 */
	readonly isTextApart?: true;
	/** Whether it is the line in the place of a file that may still come. Only the first part has it. */
	readonly awaitsFile?: boolean;
	/** Of such a line: the messages from Matrix that quote it, and are to quote the file. */
	readonly quotedBy?: readonly RocketChatMessageId[];
	/** How many parts the message has on Matrix; 1 without it. Only the first part has it. */
	readonly parts?: number;
	/**
	 * When its present text was written, according to the server of the sender, milliseconds since 1970. Only the first
	 * part has it, and only after an edit.
	 */
	readonly editedAt?: number;
}

/** A reaction that exists on both sides. */
export type ReactionLink = Link<EventId, ReactionKey>;
