import { changedSide, type Values } from '../../convert/changed-side';
import { longestLine } from '../../convert/length/message-length';
import { plainText } from '../../convert/html/plain-text';
import { namesToTry, slugOf } from '../../convert/room-name';
import type { ConfiguredBridge } from '../../configured-bridge';
import { FederationError } from '../../errors';
import { failureOf, withHostFailures } from '../../failure';
import { workspaceTexts } from '../../i18n';
import type { StateEvent } from '../../matrix/events';
import { isErrcode } from '../../matrix/homeserver-error';
import { parseMxcUri, parseUserId, type RoomId, type UserId } from '../../matrix/ids';
import { isOwnMatrixUser } from '../../matrix/namespace';
import { mayChangeState } from '../../matrix/power-levels';
import { ghostsIn } from '../../people/members/reader';
import type { RocketChatRoom, RocketChatUser } from '../../rocketchat/entities';
import { isArchived } from '../../rocketchat/rooms';
import { isComparedRoom } from '../../store/links';
import type { RoomLink } from '../../store/store';
import { actorsIn, isOfApp } from './actors';
import { stateLine } from './line';
import { followRoomAvatar, uploadRoomAvatar } from './room-avatar';
import { settingNamed, settingNames, type SettingName, type SettingValue } from './settings';
import { tellRefusal } from './tell-refusal';

/** What is known about a change that was heard of. */
export interface SettingHint {
	/** The settings that may have changed; without it all are compared. */
	readonly only?: readonly SettingName[];
	/** The local user who changed them in Rocket.Chat. */
	readonly by?: RocketChatUser | undefined;
}

/** A federated room while its settings are compared. */
interface Compared {
	readonly link: RoomLink;
	readonly room: RocketChatRoom;
	readonly name: SettingName;
	/** The event that has the setting; undefined if there is none. */
	readonly event: StateEvent | undefined;
	readonly by: RocketChatUser | undefined;
	/** Whether both sides are compared for the first time. */
	readonly isFirst: boolean;
}

type SettingValues = Values<SettingValue, SettingValue>;

/**
 * Gives both sides of a federated room the same name, topic, avatar, read-only state and join rule. Compares what they have with
 * what both had when they agreed last, so it does not matter which changes the app has heard of, and doing it twice has the effect
 * of doing it once. If both sides were changed, what people on Matrix have set wins; but a setting that the app cannot change in
 * Rocket.Chat goes to Matrix.
 * @throws FederationError or HomeserverError if the homeserver or the host cannot be used; it is to be called again then
 */
export async function reconcileSettings(
	bridge: ConfiguredBridge,
	roomId: RoomId,
	{ only = settingNames, by }: SettingHint = {},
): Promise<void> {
	await bridge.queues.run(`state ${roomId}`, 0, async () => {
		const link = await bridge.store.rooms.byMatrixId(roomId);
		if (!link || !isComparedRoom(link)) {
			return;
		}
		const isCarried = (name: SettingName) => name !== 'avatar' || bridge.configuration.syncAvatars;
		await settleAll(bridge, link, only.filter(isCarried), by);
	});
}

/** Compares settings one after the other, and stores on what both sides agree then, also if one of them fails. */
async function settleAll(
	bridge: ConfiguredBridge,
	link: RoomLink,
	names: readonly SettingName[],
	by: RocketChatUser | undefined,
): Promise<void> {
	const { store, rooms } = bridge;
	const [reader] = await ghostsIn(bridge, link);
	const room = await withHostFailures(() => rooms.byId(link.rocketChatId));
	if (!reader || !room) {
		return;
	}
	const { settings } = await store.agreements.of(link.matrixId);
	const agreed: Partial<Record<SettingName, SettingValues>> = {};
	const isMadeHere = onceOnly(() => isCreatedByApp(bridge, link, reader));
	try {
		for (const name of names) {
			const before = settings[name];
			const now = await settle(bridge, { link, reader, room, name, by, before, isMadeHere });
			if (now) {
				agreed[name] = now;
			}
		}
	} finally {
		if (Object.keys(agreed).length > 0) {
			await store.agreements.change(link.matrixId, { settings: { ...settings, ...agreed } });
		}
	}
}

/** A setting of a federated room before it is compared. */
interface Unsettled extends Pick<Compared, 'link' | 'room' | 'name' | 'by'> {
	/** A ghost in the Matrix room. */
	readonly reader: UserId;
	/** What both sides agreed on last. */
	readonly before: SettingValues | undefined;
	/** Whether the app has made the Matrix room. */
	readonly isMadeHere: () => Promise<boolean>;
}

/** @returns what both sides agree on now; undefined if that is what they agreed on before, or if they do not */
async function settle(
	bridge: ConfiguredBridge,
	{ reader, before, isMadeHere, ...unsettled }: Unsettled,
): Promise<SettingValues | undefined> {
	const { link, room, name } = unsettled;
	const setting = settingNamed(name);
	const event = await bridge.homeserver.stateEvent(reader, link.matrixId, setting.type);
	const present: SettingValues = {
		here: await withHostFailures(async () => setting.here(room, bridge.rooms)),
		there: setting.there(event?.content ?? {}),
	};
	const winner = before ? await winnerOf(bridge, name, event) : (await isMadeHere()) ? 'here' : 'there'; // a room that was made here starts with what it has here
	const side = changedSide(before, present, winner);
	const compared = { ...unsettled, event, isFirst: before === undefined };
	return side && carryOver(bridge, compared, present, side);
}

/** @returns a function that does its work the first time, and gives the same result each time */
function onceOnly<T>(work: () => Promise<T>): () => Promise<T> {
	let begun: Promise<T> | undefined;
	return () => (begun ??= work());
}

/** @returns whether a ghost has created the Matrix room */
async function isCreatedByApp(
	{ homeserver, configuration }: ConfiguredBridge,
	{ matrixId }: RoomLink,
	reader: UserId,
): Promise<boolean> {
	const create = await homeserver.stateEvent(reader, matrixId, 'm.room.create');
	// A homeserver that returns the content only leaves the sender out; there the content has the creator.
	const creator = parseUserId(create?.sender) ?? parseUserId(create?.content.creator);
	return creator !== undefined && isOwnMatrixUser(creator, configuration);
}

/**
 * A value that the app itself has sent to Matrix is older than one that differs here: the app ended before it stored that both sides
 * agree.
 * @returns the side that counts if both were changed
 */
async function winnerOf(
	bridge: ConfiguredBridge,
	name: SettingName,
	event: StateEvent | undefined,
): Promise<'here' | 'there'> {
	if (isOfApp(bridge, event)) {
		return 'here';
	}
	return name === 'readOnly' || (await bridge.restRooms.isAvailable()) ? 'there' : 'here';
}

/** @returns what both sides have now, and so agree on; undefined if the app cannot read it here, so that it is compared again */
async function carryOver(
	bridge: ConfiguredBridge,
	compared: Compared,
	{ here, there }: SettingValues,
	side: 'here' | 'there',
): Promise<SettingValues | undefined> {
	if (here === there) {
		return { here, there };
	}
	if (side === 'there') {
		return { here: (await follow(bridge, compared, there)) ?? here, there };
	}
	try {
		const sent = await sendSetting(bridge, compared, here);
		if (sent === 'unusable') {
			await tellRefusal(bridge, compared, 'avatar_unusable');
			return { here, there };
		}
		return sent === 'hidden' ? undefined : { here, there: sent };
	} catch (error) {
		if (!isErrcode(error, 'M_FORBIDDEN')) {
			throw error;
		}
		const undone = await attempt(bridge, compared, there);
		const told = undone === undefined ? 'setting_refused_kept' : 'setting_refused_undone';
		await tellRefusal(bridge, compared, told);
		return { here: undone ?? here, there };
	}
}

/**
 * Sends a setting to Matrix as the ghost of the person who changed it; if that is not known, as a ghost that may change it.
 * @returns the value on Matrix now; of an avatar that is not sent, why
 */
async function sendSetting(
	bridge: ConfiguredBridge,
	{ link, room, name, event, by }: Compared,
	value: SettingValue,
): Promise<SettingValue> {
	const { type, content } = settingNamed(name);
	const actor = await actorsIn(bridge, link, by, (state, ghostId) => mayChangeState(state, ghostId, type));
	const sent = name === 'avatar' && value !== '' ? await uploadRoomAvatar(bridge, room, actor) : value;
	if (sent !== 'unusable' && sent !== 'hidden') {
		await bridge.homeserver.sendState(actor, link.matrixId, type, content(sent, event?.content ?? {}));
	}
	return sent;
}

/**
 * Changes the room in Rocket.Chat as it was changed on Matrix, and posts a line as the person who did it, since Rocket.Chat's own
 * message names the user of the token.
 * @returns what the room has now; undefined if it was not changed
 */
async function follow(
	bridge: ConfiguredBridge,
	compared: Compared,
	value: SettingValue,
): Promise<SettingValue | undefined> {
	const { link, name, event, isFirst } = compared;
	const { workspace } = bridge;
	if (isFirst) {
		return createdWith.includes(name) ? undefined : attempt(bridge, compared, value);
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
	const changed = await attempt(bridge, compared, value);
	if (!isLineFirst) {
		await post();
	}
	return changed;
}

/** The settings that a room gets when it is created for a Matrix room. Its name may differ because another room has that name. */
const createdWith: readonly SettingName[] = ['name', 'isPublic'];

/** @returns what the room has now; undefined if it was not changed; a failure is logged */
async function attempt(
	bridge: ConfiguredBridge,
	compared: Compared,
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
	{ room, name }: Compared,
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

/** Why Rocket.Chat refuses a name: by default it allows few characters, and another room may have the name. */
const refusedNames: ReadonlySet<unknown> = new Set([
	'error-invalid-room-name',
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
