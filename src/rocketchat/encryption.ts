import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import type { Rooms } from './rooms';
import type { WorkspaceSettings } from './settings';

/**
 * @returns whether the clients of a room encrypt its messages end to end; an app then sees ciphertext. The host passes the
 * field under `_unmappedProperties_`. Rocket.Chat: apps/meteor/app/e2e/server/beforeCreateRoom.ts
 */
export function isEndToEndEncrypted(
	room: IRoom & { readonly _unmappedProperties_?: { readonly encrypted?: unknown } },
): boolean {
	return room._unmappedProperties_?.encrypted === true;
}

/** @returns whether the direct message of these users is end-to-end encrypted, or would be if it was made now */
export async function isDirectMessageEncrypted(
	{ rooms, workspace }: { readonly rooms: Rooms; readonly workspace: WorkspaceSettings },
	usernames: readonly string[],
): Promise<boolean> {
	const room = await rooms.directOf(usernames);
	return room ? isEndToEndEncrypted(room) : workspace.encryptsDirectMessages;
}

/**
 * @returns whether the text of a message is ciphertext. The engine's types lack the type `e2e`, and older servers pass it
 * under `_unmappedProperties_`
 */
export function isCiphertext(
	message: Pick<IMessage, 'type'> & { readonly _unmappedProperties_?: { readonly t?: unknown } },
): boolean {
	return String(message.type ?? message._unmappedProperties_?.t) === 'e2e';
}
