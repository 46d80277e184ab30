import type { JsonObject } from '../../convert/json';
import type { TextKey } from '../../i18n';
import { parseMxcUri } from '../../matrix/ids';
import { isReadOnly, withReadOnly } from '../../matrix/power-levels';
import type { RocketChatRoom } from '../../rocketchat/entities';
import type { RoomSettings } from '../../rocketchat/rest-rooms';
import { avatarMarkOf, isArchived, topicOf, type Rooms } from '../../rocketchat/rooms';

/** What a room has on one side. */
export type SettingValue = string | boolean;

/** The line that tells of a change on Matrix: a text, and what stands below it. */
interface SettingLine {
	readonly text: TextKey;
	readonly below?: string | undefined;
}

/** A setting that rooms have on both sides. */
interface RoomSetting {
	/** The type of the state event that has it. */
	readonly type: string;
	readonly here: (
		room: RocketChatRoom,
		rooms: Pick<Rooms, 'isOpen'>,
	) => SettingValue | Promise<SettingValue>;
	/** @returns the value in the content of the event; an empty content if there is no event */
	readonly there: (content: JsonObject) => SettingValue;
	/** @returns the content with another value, and everything else as it was */
	readonly content: (value: SettingValue, present: JsonObject) => JsonObject;
	/** @returns the setting for Rocket.Chat's REST API; undefined for a value that a room there cannot have */
	readonly rest?: (value: SettingValue) => RoomSettings | undefined;
	readonly line: (value: SettingValue) => SettingLine;
}

/**
 * Every setting that both sides have. The description and the announcement of a room have no counterpart on Matrix. An archived
 * room is a read-only one there.
 */
const roomSettings = {
	name: {
		type: 'm.room.name',
		here: ({ displayName, slugifiedName }) => displayName || slugifiedName,
		there: ({ name }) => textIn(name),
		content: (name) => ({ name }),
		rest: (name) => (name === '' ? undefined : { roomName: String(name) }),
		line: (name) =>
			name === '' ? { text: 'name_removed' } : { text: 'name_changed', below: String(name) },
	},
	topic: {
		type: 'm.room.topic',
		here: (room) => topicOf(room)?.trim() ?? '',
		there: ({ topic }) => textIn(topic),
		content: (topic) => ({ topic }),
		rest: (topic) => ({ roomTopic: String(topic) }),
		line: (topic) =>
			topic === '' ? { text: 'topic_removed' } : { text: 'topic_changed', below: String(topic) },
	},
	readOnly: {
		type: 'm.room.power_levels',
		here: (room) => Boolean(room.isReadOnly) || isArchived(room),
		there: (content) => isReadOnly(content),
		content: (readOnly, present) => withReadOnly(present, readOnly === true),
		line: (readOnly) => ({ text: readOnly ? 'read_only_switched_on' : 'read_only_switched_off' }),
	},
	isPublic: {
		type: 'm.room.join_rules',
		here: (room, rooms) => rooms.isOpen(room),
		there: ({ join_rule: rule }) => rule === 'public',
		content: (isPublic) => ({ join_rule: isPublic ? 'public' : 'invite' }),
		rest: (isPublic) => ({ roomType: isPublic ? 'c' : 'p' }),
		line: (isPublic) => ({ text: isPublic ? 'room_made_public' : 'room_made_private' }),
	},
	/** Here the mark of the picture, there its address; `room-avatar.ts` carries the picture itself over. */
	avatar: {
		type: 'm.room.avatar',
		here: (room) => avatarMarkOf(room),
		there: ({ url }) => parseMxcUri(url) ?? '',
		content: (mxc) => (mxc === '' ? {} : { url: mxc }),
		line: (mxc) => ({ text: mxc === '' ? 'avatar_removed' : 'avatar_changed' }),
	},
} as const satisfies Readonly<Record<string, RoomSetting>>;

/** The name of a setting in the table. */
export type SettingName = keyof typeof roomSettings;

/** Every setting's name, in the table's order. */
export const settingNames = Object.keys(roomSettings) as readonly SettingName[];

/** @returns a setting without the exact types of the table */
export function settingNamed(name: SettingName): RoomSetting {
	return roomSettings[name];
}

/** Rooms on Matrix may have any value in place of a text. Without NUL, for the reason that `cleanContent` has. */
function textIn(value: unknown): string {
	return typeof value === 'string' ? value.replaceAll('\0', '').trim() : '';
}
