import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import { roomRoles, type RoomRole } from '../convert/roles';
import type { StoredMessage } from './entities';
import type { RocketChatRoomId } from './ids';

/** The type of the system message that announces a discussion. */
const DISCUSSION_CREATED = 'discussion-created';

/**
 * Rocket.Chat keeps some deleted messages: with the type `rm` as a trace, or hidden as history.
 * Rocket.Chat: apps/meteor/app/lib/server/functions/deleteMessage.ts.
 */
export function isDeleted(message: IMessage & { _unmappedProperties_?: { _hidden?: unknown } }): boolean {
	return message.type === 'rm' || message._unmappedProperties_?._hidden === true;
}

/**
 * @returns whether a message shows a video call that somebody has started, which the engine's types lack.
 * Rocket.Chat: apps/meteor/server/services/video-conference/service.ts
 */
export function isVideoCall({ type }: Pick<IMessage, 'type'>): boolean {
	return String(type) === 'videoconf';
}

/** @returns whether a message is pinned, which the engine's types lack */
export function isPinned(message: IMessage | StoredMessage): boolean {
	const { _unmappedProperties_: more } = message as { _unmappedProperties_?: { pinned?: unknown } };
	return more?.pinned === true;
}

/**
 * @returns the discussion that a system message announces in its parent room, which the engine's types lack; undefined for any other
 * message, and if the discussion was deleted. Rocket.Chat: apps/meteor/app/discussion/server/methods/createDiscussion.ts
 */
export function announcedDiscussion(message: IMessage | StoredMessage): RocketChatRoomId | undefined {
	const { _unmappedProperties_: more } = message as { _unmappedProperties_?: { drid?: unknown } };
	const isAnnouncement = message.type === DISCUSSION_CREATED && typeof more?.drid === 'string';
	return isAnnouncement ? (more.drid as RocketChatRoomId) : undefined;
}

/**
 * @returns the role that a system message says was given or taken, which the engine's types lack; undefined for any other message.
 * Rocket.Chat: apps/meteor/server/methods/addRoomOwner.ts and its like
 */
export function roleIn(message: IMessage): RoomRole | undefined {
	const { _unmappedProperties_: more } = message as { _unmappedProperties_?: { role?: unknown } };
	return roomRoles.find((role) => role === more?.role);
}

/**
 * The engine's types call reactions a list, but the host passes an object:
 * apps/meteor/app/reactions/server/setReaction.ts. The engine puts `await` before every `.usernames` in app code and
 * makes the functions around it asynchronous (`fixRoomUsernamesCalls` of its Deno runtime), so this reads the field by
 * destructuring.
 * @returns the usernames of those who reacted with an emoji
 */
export function usernamesIn(reactions: IMessage['reactions'], shortcode: string): readonly string[] {
	const all = reactions as Readonly<Record<string, { readonly usernames: readonly string[] }>> | undefined;
	const { usernames = [] } = all?.[shortcode] ?? {};
	return usernames;
}
