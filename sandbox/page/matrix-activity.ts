import type { Room } from 'matrix-js-sdk';
import { messageFromEvent } from '../clients/matrix-message';
import type { Activity, ShownPerson } from './side';

/** Who types in a room, and up to which message each of the others has read it (client-server API, "Receipts"). */
export function activityIn(room: Room, reader: string): Activity {
	const typing = room.getMembers().filter((member) => member.typing && member.userId !== reader);
	return { typing: typing.map(({ name }) => name), read: readIn(room, reader) };
}

/** @returns the source of somebody's avatar in a room, in a small version; undefined if they have none there */
export function avatarIn(room: Room | null, userId: string): string | undefined {
	const avatar = room?.getMember(userId)?.getMxcAvatarUrl();
	return avatar === undefined ? undefined : smallVersionOf(avatar);
}

/** @returns the source of a room's avatar, in a small version; undefined if it has none */
export function avatarOfRoom(room: Room): string | undefined {
	const avatar = room.getMxcAvatarUrl();
	return avatar ? smallVersionOf(avatar) : undefined;
}

function smallVersionOf(mxc: string): string {
	return `${mxc}?thumbnail`;
}

/** A receipt of an event that is no message, such as a reaction, is one of the message before it. */
function readIn(room: Room, reader: string): Record<string, readonly ShownPerson[]> {
	const read: Record<string, ShownPerson[]> = {};
	let message: string | undefined;
	for (const event of room.getLiveTimeline().getEvents()) {
		message = messageFromEvent(event)?.eventId ?? message;
		for (const { userId } of room.getReceiptsForEvent(event)) {
			// The SDK makes a receipt of everybody's own events.
			if (message !== undefined && userId !== reader && userId !== event.getSender()) {
				(read[message] ??= []).push(personIn(room, userId));
			}
		}
	}
	return read;
}

function personIn(room: Room, userId: string): ShownPerson {
	const avatar = avatarIn(room, userId);
	return {
		address: userId,
		name: room.getMember(userId)?.name ?? userId,
		...(avatar !== undefined && { avatar }),
	};
}
