import { cleanName } from '../../convert/clean-name';
import { isJsonObject, objectIn, type JsonObject } from '../../convert/json';
import { isSpace, type RoomEvent } from '../../matrix/events';
import { parseRoomId, type RoomId } from '../../matrix/ids';
import type { InvitationDetails } from '../../store/invitations';

/** What an invitation tells about its room. */
export interface InviteContent {
	/** Whether the room is a direct message. */
	readonly isDirect: boolean;
	/** The room that this one replaces. Client-Server API, "Room upgrades". */
	readonly predecessor: RoomId | undefined;
	/** Whether it is a space, a list of rooms. Client-Server API, "Spaces". */
	readonly isSpace: boolean;
	readonly details: InvitationDetails;
}

/**
 * Reads an `m.room.member` event with the membership `invite`. The stripped state of the room is the inviter's word, and may
 * be missing. Client-Server API, "Stripped state".
 */
export function inviteContentOf({ sender, content, unsigned }: RoomEvent): InviteContent {
	const given = unsigned.invite_room_state;
	const state = Array.isArray(given) ? given.filter(isJsonObject) : [];
	const inviter = state.find((event) => event.state_key === sender && isMemberEvent(event));
	const name = cleanName(objectIn(inviter?.content).displayname);
	const create = state.find(({ type }) => type === 'm.room.create');
	const room = cleanName(objectIn(state.find(({ type }) => type === 'm.room.name')?.content).name);
	const members = state.filter(
		(event) => isMemberEvent(event) && objectIn(event.content).membership === 'join',
	).length;
	return {
		isDirect: content.is_direct === true,
		predecessor: parseRoomId(objectIn(objectIn(create?.content).predecessor).room_id),
		isSpace: isSpace(objectIn(create?.content)),
		details: {
			...(name !== undefined && { name }),
			...(room !== undefined && { room }),
			...(state.length > 0 && { isEncrypted: state.some(({ type }) => type === 'm.room.encryption') }),
			// The inviter alone tells nothing: most homeservers list nobody else.
			...(members > 1 && { members }),
		},
	};
}

function isMemberEvent({ type }: JsonObject): boolean {
	return type === 'm.room.member';
}
