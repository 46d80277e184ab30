import { longestLine } from '../../convert/length/message-length';
import { plainText } from '../../convert/html/plain-text';
import { namesToTry, slugOf } from '../../convert/room-name';
import type { ConfiguredBridge } from '../../configured-bridge';
import { FederationError } from '../../errors';
import { failureOf, withHostFailures } from '../../failure';
import { workspaceTexts } from '../../i18n';
import type { StateEvent } from '../../matrix/events';
import { parseMxcUri } from '../../matrix/ids';
import type { RocketChatRoom, RocketChatUser } from '../../rocketchat/entities';
import { isArchived } from '../../rocketchat/rooms';
import type { RoomLink } from '../../store/store';
import { stateLine } from './line';
import { followRoomAvatar } from './room-avatar';
import { settingNamed, type SettingName, type SettingValue } from './settings';

/** A federated room while its settings are compared. */
export interface ComparedSetting {
	readonly link: RoomLink;
	readonly room: RocketChatRoom;
	readonly name: SettingName;
	/** The event that has the setting; undefined if there is none. */
	readonly event: StateEvent | undefined;
	readonly by: RocketChatUser | undefined;
	/** Whether both sides are compared for the first time. */
	readonly isFirst: boolean;
}

/**
 * Changes the room in Rocket.Chat as it was changed on Matrix, and posts a line as the person who did it, since Rocket.Chat's own
 * message names the user of the token.
 * @returns what the room has now; undefined if it was not changed
 */
export async function followSetting(
	bridge: ConfiguredBridge,
	compared: ComparedSetting,
	value: SettingValue,
): Promise<SettingValue | undefined> {
	const { link, name, event, isFirst } = compared;
	const { workspace } = bridge;
	if (isFirst) {
		return createdWith.includes(name) ? undefined : changeHere(bridge, compared, value);
	}
	const { text, below = '' } = settingNamed(name).line(value);
	const line = [
		`_${workspaceTexts(workspace)(text)}_`,
		plainText(below, longestLine(workspace.messageLimit)),
	];
	const post = () => stateLine(bridge, link, event, line.filter((each) => each !== '').join('\n'));
	// In a read-only room nobody from Matrix can post the line.
	const isLineFirst = value !== false;
	if (isLineFirst) {
		await post();
	}
	const changed = await changeHere(bridge, compared, value);
	if (!isLineFirst) {
		await post();
	}
	return changed;
}

/** The settings that a room gets when it is created for a Matrix room. Its name may differ because another room has that name. */
const createdWith: readonly SettingName[] = ['name', 'isPublic'];

/** @returns what the room has now; undefined if it was not changed; a failure is logged */
export async function changeHere(
	bridge: ConfiguredBridge,
	compared: ComparedSetting,
	value: SettingValue,
): Promise<SettingValue | undefined> {
	try {
		return await change(bridge, compared, value);
	} catch (error) {
		const { link, name: setting } = compared;
		const roomId = link.matrixId;
		bridge.log.failure('a setting of a room does not follow Matrix', failureOf(error), {
			roomId,
			setting,
		});
		return undefined;
	}
}

/** @returns what the room has now; undefined if Rocket.Chat cannot have the value, or the app has no token to change it */
async function change(
	bridge: ConfiguredBridge,
	{ room, name }: ComparedSetting,
	value: SettingValue,
): Promise<SettingValue | undefined> {
	const { rooms, restRooms } = bridge;
	if (name === 'readOnly') {
		if (value === false && isArchived(room)) {
			await restRooms.unarchive(room.id);
		}
		await withHostFailures(() => rooms.setReadOnly(room.id, value === true));
		return value;
	}
	if (name === 'avatar') {
		return followRoomAvatar(bridge, room, parseMxcUri(value));
	}
	const settings = settingNamed(name).rest?.(value);
	if (!settings || !(await restRooms.isAvailable())) {
		return undefined;
	}
	if (name === 'name') {
		return rename(restRooms, room, String(value));
	}
	await restRooms.save(room.id, settings);
	return value;
}

/** Why Rocket.Chat refuses a name: by default it allows few characters, another room may have the name, and some are reserved. */
const refusedNames: ReadonlySet<unknown> = new Set([
	'error-invalid-room-name',
	'error-blocked-username',
	'error-duplicate-channel-name',
	'error-archived-duplicate-name',
]);

/** Names that are tried before Rocket.Chat's refusal counts. */
const MAX_NAMES = 20;

/** @returns the name that the room has now: the one that was wanted, or the nearest one that Rocket.Chat takes */
async function rename(
	restRooms: ConfiguredBridge['restRooms'],
	{ id }: Pick<RocketChatRoom, 'id'>,
	wanted: string,
): Promise<string> {
	let name = wanted;
	const others = namesToTry(slugOf(wanted));
	for (let tried = 1; ; tried++) {
		try {
			await restRooms.save(id, { roomName: name });
			return name;
		} catch (error) {
			const isRefused = error instanceof FederationError && refusedNames.has(error.parameters.reason);
			if (!isRefused || tried === MAX_NAMES) {
				throw error;
			}
			name = others.next().value;
		}
	}
}
