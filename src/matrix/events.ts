import type { Preset } from 'matrix-js-sdk/lib/@types/partials';
import type { ICreateRoomOpts } from 'matrix-js-sdk/lib/@types/requests';
import { objectIn, type JsonObject } from '../convert/json';
import { cleanContent, cleanJson, type CleaningReason } from './clean-json';
import {
	parseEventId,
	parseRoomId,
	parseUserId,
	type EventId,
	type MxcUri,
	type RoomId,
	type UserId,
} from './ids';

/** Client-Server API, "User and room mentions": the users that an event notifies; empty for none. */
interface Mentions {
	readonly user_ids?: readonly UserId[];
	readonly room?: true;
}

/** Client-Server API, "Rich replies", "Threading" and "Event replacements". */
export interface RelationContent {
	readonly rel_type?: 'm.thread' | 'm.replace';
	readonly event_id?: EventId;
	readonly is_falling_back?: boolean;
	readonly 'm.in_reply_to'?: { readonly event_id: EventId };
}

/** What a message says, without what it relates to. */
export interface MessageText {
	readonly msgtype: 'm.text' | 'm.emote' | 'm.notice';
	readonly body: string;
	readonly format?: 'org.matrix.custom.html';
	readonly formatted_body?: string;
	/** Always sent: without it homeservers look for names in the text. */
	readonly 'm.mentions': Mentions;
	readonly 'com.beeper.per_message_profile'?: MessageProfile;
}

/** Under which name a message is shown. MSC4144, "Per-message profiles" */
interface MessageProfile {
	readonly id: string;
	readonly displayname: string;
	/** Empty for none; the sender's if it is left out. */
	readonly avatar_url?: '';
	/** Whether the name is in front of the text, for clients that do not know profiles. */
	readonly has_fallback?: true;
}

/** Client-Server API, "m.room.message msgtypes": what is known of a file. */
export interface FileInfo {
	readonly mimetype: string;
	/** Bytes */
	readonly size: number;
	/** Pixels */
	readonly w?: number;
	readonly h?: number;
	/** Milliseconds */
	readonly duration?: number;
	readonly thumbnail_url?: MxcUri;
	readonly thumbnail_info?: FileInfo;
}

/** A file. Its body is the caption, or its name if it has none. Client-Server API, "Media captions" */
export interface FileContent extends Omit<MessageText, 'msgtype'> {
	readonly msgtype: 'm.image' | 'm.audio' | 'm.video' | 'm.file';
	readonly filename: string;
	readonly url: MxcUri;
	readonly info: FileInfo;
	/** MSC3245, "Voice messages". */
	readonly 'org.matrix.msc3245.voice'?: Readonly<Record<string, never>>;
	readonly 'org.matrix.msc1767.audio'?: Pick<FileInfo, 'duration'>;
}

/** What a message shows: a text or a file. */
export type ShownContent = MessageText | FileContent;

/** Content of `m.room.message`. */
export type MessageContent = ShownContent & {
	readonly 'm.relates_to'?: RelationContent;
	readonly 'm.new_content'?: ShownContent;
};

/** Content of `m.reaction`. Client-Server API, "Event annotations and reactions". */
interface ReactionContent {
	readonly 'm.relates_to': {
		readonly rel_type: 'm.annotation';
		readonly event_id: EventId;
		readonly key: string;
	};
	/** The name of a custom emoji whose image is the key, with its colons. MSC4027, "Custom images in reactions" */
	readonly shortcode?: string;
	/** The same, under the name that clients used before the proposal was accepted. */
	readonly 'com.beeper.reaction.shortcode'?: string;
}

/** The longest type and the longest state key, in bytes. */
const MAX_TEXT_BYTES = 255;

/** Type of the event that the federation bot sends to see whether the homeserver pushes it back to the app. */
export const ECHO_EVENT = 'chat.rocket.federation.echo';

/** An event to send. */
export type OutgoingEvent =
	| { readonly type: 'm.room.message'; readonly content: MessageContent }
	| { readonly type: 'm.reaction'; readonly content: ReactionContent }
	| { readonly type: typeof ECHO_EVENT; readonly content: Readonly<Record<string, never>> };

/** Body of `POST /createRoom`. */
export type CreateRoomContent = Omit<ICreateRoomOpts, 'preset'> & { readonly preset: `${Preset}` };

/** Client-Server API, `m.room.member`. */
export type Membership = 'invite' | 'join' | 'knock' | 'leave' | 'ban';

/** @returns whether somebody is in a room or may join it at once */
export function isInvitedOrJoined(membership: unknown): boolean {
	return membership === 'join' || membership === 'invite';
}

/** Client-Server API, `GET /profile/{userId}`. */
export interface Profile {
	readonly displayname?: string;
	readonly avatar_url?: string;
}

/** Name and avatar of a person in one room, as `m.room.member` has them. Unchecked. */
export interface MemberProfile {
	readonly displayname?: unknown;
	readonly avatar_url?: unknown;
}

/** A state event as `GET /rooms/{roomId}/state` and `invite_room_state` give it. */
export interface StateEvent {
	/** Left out in `invite_room_state`. Unchecked. */
	readonly event_id?: string;
	readonly type: string;
	readonly state_key: string;
	readonly sender: string;
	/** Milliseconds since 1970, by the clock of the sender's server. Left out in `invite_room_state`. Unchecked. */
	readonly origin_server_ts?: number;
	readonly content: JsonObject;
}

/** An event of a room as the homeserver pushes it, with ids that fit their grammar and content that is not parsed. */
export interface RoomEvent {
	readonly eventId: EventId;
	readonly roomId: RoomId;
	readonly sender: UserId;
	readonly type: string;
	/** Present on state events only: its presence, even if empty, makes an event a state event. */
	readonly stateKey?: string;
	/** When it was sent, milliseconds since 1970, according to the sender's server. */
	readonly at: number;
	readonly content: JsonObject;
	readonly unsigned: JsonObject;
	/** Of a redaction: the redacted event. Its place in the event depends on the room version. */
	readonly redacts?: EventId;
	/** Whether nothing was ever done for the event. Absent if it may be a repeat, also after a restart. */
	readonly isNew?: true;
	/** Set if it was written before the room was linked: it is shown with its time, and notifies nobody. */
	readonly isHistory?: true;
	/** What was taken out of the event because the workspace cannot store it; absent if nothing was. */
	readonly cleaned?: readonly CleaningReason[];
}

/**
 * Cleans an event and parses its envelope. Handlers parse the content, each of its own kind.
 * Client-Server API, "Room event format".
 * @returns undefined if it is no event, or an id does not fit its grammar
 */
export function parseRoomEvent(raw: unknown): RoomEvent | undefined {
	const cleaned = new Set<CleaningReason>();
	const { content: rawContent, ...envelope } = objectIn(raw);
	const event = objectIn(cleanJson(envelope, cleaned));
	const content = objectIn(cleanContent(rawContent, cleaned));
	const eventId = parseEventId(event.event_id);
	const roomId = parseRoomId(event.room_id);
	const sender = parseUserId(event.sender);
	const { type, origin_server_ts: at } = event;
	const stateKey = typeof event.state_key === 'string' ? event.state_key : undefined;
	if (!eventId || !roomId || !sender || !isShortText(type) || !isShortText(stateKey ?? '')) {
		return undefined;
	}
	const redacts = parseEventId(content.redacts ?? event.redacts);
	return {
		...(type === 'm.room.redaction' && redacts && { redacts }),
		eventId,
		roomId,
		sender,
		type,
		...(stateKey !== undefined && { stateKey }),
		at: Number.isSafeInteger(at) ? Number(at) : 0,
		content,
		unsigned: objectIn(event.unsigned),
		...(cleaned.size > 0 && { cleaned: [...cleaned] }),
	};
}

/** Client-Server API, "Size limits": a type and a state key have 255 bytes at most. */
function isShortText(text: unknown): text is string {
	return typeof text === 'string' && Buffer.byteLength(text) <= MAX_TEXT_BYTES;
}

/** @returns whether the content of `m.room.create` is that of a space. Client-Server API, "Types of rooms" */
export function isSpace({ type }: JsonObject): boolean {
	return type === 'm.space';
}
