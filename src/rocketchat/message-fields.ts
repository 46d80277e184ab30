import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import type { StoredMessage } from './entities';

/**
 * Rocket.Chat keeps some deleted messages: with the type `rm` as a trace, or hidden as history.
 * Rocket.Chat: apps/meteor/app/lib/server/functions/deleteMessage.ts.
 */
export function isDeleted(message: IMessage & { _unmappedProperties_?: { _hidden?: unknown } }): boolean {
	return message.type === 'rm' || message._unmappedProperties_?._hidden === true;
}

/** @returns whether a message is pinned, which the engine's types lack */
export function isPinned(message: IMessage | StoredMessage): boolean {
	const { _unmappedProperties_: more } = message as { _unmappedProperties_?: { pinned?: unknown } };
	return more?.pinned === true;
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
