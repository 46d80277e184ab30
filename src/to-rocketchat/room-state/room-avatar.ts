import { avatarIn, fileNameOf, MAX_AVATAR_BYTES } from '../../convert/avatar';
import type { ConfiguredBridge } from '../../configured-bridge';
import type { MxcUri, UserId } from '../../matrix/ids';
import type { RocketChatRoom } from '../../rocketchat/entities';
import { avatarMarkOf } from '../../rocketchat/rooms';
import { pauseFor } from '../../pause-for';

/** Rocket.Chat marks a room that has a new avatar half a second later (apps/meteor/server/lib/rooms/setRoomAvatar.ts). */
const MARKED_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 250;

/**
 * Uploads the avatar of a room.
 * @param as the ghost that sets it
 * @returns its address, empty if nobody has set one; `unusable` if it is no picture that can be shown on Matrix; `hidden` if the
 * workspace does not show it to the app
 * @throws FederationError or HomeserverError if one of both sides cannot be used
 */
export async function uploadRoomAvatar(
	{ avatars, media }: ConfiguredBridge,
	room: RocketChatRoom,
	as: UserId,
): Promise<MxcUri | '' | 'unusable' | 'hidden'> {
	const found = await avatars.ofRoom(room.id);
	if (found.is === 'picture') {
		return media.upload(as, { ...found.picture, name: fileNameOf(found.picture) });
	}
	if (found.is === 'unusable') {
		return 'unusable';
	}
	return found.is === 'missing' ? '' : 'hidden';
}

/**
 * Gives a room in Rocket.Chat the avatar that it has on Matrix, by the REST API.
 * @param mxc undefined takes it away
 * @returns the mark of the room's avatar now; undefined if there is no token, or the file is no picture that can be shown
 * @throws FederationError, see `RestRooms`; HomeserverError if the file cannot be read
 */
export async function followRoomAvatar(
	{ media, restRooms, rooms }: ConfiguredBridge,
	room: RocketChatRoom,
	mxc: MxcUri | undefined,
): Promise<string | undefined> {
	if (!(await restRooms.isAvailable())) {
		return undefined;
	}
	if (!mxc) {
		await restRooms.save(room.id, { roomAvatar: '' });
		return '';
	}
	const picture = avatarIn((await media.download(mxc, MAX_AVATAR_BYTES)).bytes);
	if (!picture) {
		return undefined;
	}
	const content = Buffer.from(picture.bytes).toString('base64');
	await restRooms.save(room.id, { roomAvatar: `data:${picture.type};base64,${content}` });
	for (let waited = 0; waited < MARKED_WITHIN_MS; waited += LOOK_EVERY_MS) {
		const marked = await rooms.byId(room.id);
		if (marked && avatarMarkOf(marked) !== avatarMarkOf(room)) {
			return avatarMarkOf(marked);
		}
		await pauseFor(LOOK_EVERY_MS);
	}
	return undefined;
}
