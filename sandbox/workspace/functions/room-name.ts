import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { collections } from './collections';
import { isValidChannelName } from './username';

/**
 * Computes the name of a channel from its display name (`apps/meteor/app/utils/server/lib/getValidRoomName.ts`).
 * With the setting `UI_Allow_room_names_with_special_chars` it is slugified, else it must fit the pattern as it is.
 * @param roomId - the room that is renamed, which may keep its name
 * @throws {MeteorError} `error-invalid-room-name`, `error-duplicate-channel-name`, `error-archived-duplicate-name`
 */
export function validRoomName(server: Server, displayName: string, roomId?: string): string {
	const { rooms } = collections(server);
	const special =
		server.settings.get<boolean | undefined>('UI_Allow_room_names_with_special_chars') === true;
	if (special) {
		assertFree(rooms.findOne({ fname: displayName }), displayName, roomId);
	}
	const name = special ? slug(displayName) : displayName;
	if (!isValidChannelName(server, name)) {
		throw new MeteorError('error-invalid-room-name', `${name} is not a valid room name.`, {
			function: 'RocketChat.getValidRoomName',
			channel_name: name,
		});
	}
	const taken = rooms.findOne({ name });
	if (!special || !taken || taken._id === roomId) {
		assertFree(taken, name, roomId);
		return name;
	}
	let number = 1;
	while (rooms.findOne({ name: `${name}-${number}` })) {
		number += 1;
	}
	return `${name}-${number}`;
}

function assertFree(
	taken: { _id: string; archived?: boolean } | undefined,
	name: string,
	roomId: string | undefined,
): void {
	if (!taken || taken._id === roomId) {
		return;
	}
	const details = { function: 'RocketChat.getValidRoomName', channel_name: name };
	throw taken.archived
		? new MeteorError(
				'error-archived-duplicate-name',
				`There's an archived channel with name ${name}`,
				details,
			)
		: new MeteorError('error-duplicate-channel-name', `A channel with name '${name}' exists`, details);
}

function slug(name: string): string {
	return name
		.normalize('NFKD')
		.replace(/[\u0300-\u036f]/g, '')
		.trim()
		.toLowerCase()
		.replace(/[^0-9a-z-_.]+/g, '-')
		.replace(/^-+|-+$/g, '');
}
