import { changedSide, type Values } from '../../convert/changed-side';
import type { ConfiguredBridge } from '../../configured-bridge';
import { isRefusal, withHostFailures } from '../../failure';
import type { StateEvent } from '../../matrix/events';
import { isErrcode } from '../../matrix/homeserver-error';
import { parseRoomId, parseUserId, type RoomId, type UserId } from '../../matrix/ids';
import { isOwnMatrixUser } from '../../matrix/namespace';
import { mayChangeState } from '../../matrix/power-levels';
import { ghostsIn } from '../../people/members/reader';
import type { RocketChatUser } from '../../rocketchat/entities';
import { isComparedRoom } from '../../store/links';
import type { RoomLink } from '../../store/store';
import { actorIn, isOfApp } from './actors';
import { changeHere, followSetting, type ComparedSetting } from './follow-setting';
import { uploadRoomAvatar } from './room-avatar';
import { settingNamed, settingNames, type SettingName, type SettingValue } from './settings';
import { tellRefusal, tellRefusalBy } from './tell-refusal';

/** A change of a setting that was heard of. */
interface SettingChange {
	readonly name: SettingName;
	/** The local user who made it in Rocket.Chat; undefined if it was made on Matrix. */
	readonly by?: RocketChatUser | undefined;
	/** What they have set, as far as Rocket.Chat tells it. */
	readonly value?: SettingValue | undefined;
}

type SettingValues = Values<SettingValue, SettingValue>;

/**
 * Gives both sides of a federated room the same name, topic, avatar, read-only state and join rule. Compares what they have with
 * what both had when they agreed last, so it does not matter which changes the app has heard of, and doing it twice has the effect
 * of doing it once. If both sides were changed, what people on Matrix have set wins; but a setting that the app cannot change in
 * Rocket.Chat goes to Matrix.
 * @param change what may differ; without it all settings are compared
 * @throws FederationError or HomeserverError if the homeserver or the host cannot be used; it is to be called again then
 */
export async function reconcileSettings(
	bridge: ConfiguredBridge,
	roomId: RoomId,
	change?: SettingChange,
): Promise<void> {
	await bridge.queues.run(`state ${roomId}`, 0, async () => {
		const link = await bridge.store.rooms.byMatrixId(roomId);
		if (!link || !isComparedRoom(link)) {
			return;
		}
		const isCarried = (name: SettingName) => name !== 'avatar' || bridge.configuration.syncAvatars;
		const names = (change ? [change.name] : settingNames).filter(isCarried);
		await settleAll(bridge, link, names, change);
	});
}

/** Compares settings one after the other, and stores on what both sides agree then, also if one of them fails. */
async function settleAll(
	bridge: ConfiguredBridge,
	link: RoomLink,
	names: readonly SettingName[],
	change: SettingChange | undefined,
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
			const now = await settle(bridge, { link, reader, room, name, change, before, isMadeHere });
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
interface Unsettled extends Pick<ComparedSetting, 'link' | 'room' | 'name'> {
	readonly change: SettingChange | undefined;
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
	{ reader, before, isMadeHere, change, ...unsettled }: Unsettled,
): Promise<SettingValues | undefined> {
	const { link, room, name } = unsettled;
	const setting = settingNamed(name);
	const event = await bridge.homeserver.rooms.stateEvent(reader, link.matrixId, setting.type);
	const present: SettingValues = {
		here: await withHostFailures(async () => setting.here(room, bridge.rooms)),
		there: setting.there(event?.content ?? {}),
	};
	if (change?.value !== undefined && change.value !== present.here) {
		return undefined; // it was changed again since, and a later message says by whom
	}
	// A room that was made here starts with what it has here.
	const atFirst = async () => ((await isMadeHere()) ? 'here' : 'there');
	const winner = before ? await winnerOf(bridge, name, event) : await atFirst();
	const side = changedSide(before, present, winner);
	const compared = { ...unsettled, event, by: change?.by, isFirst: before === undefined };
	if (
		name === 'readOnly' &&
		side === 'there' &&
		present.there &&
		(await isReplaced(bridge, link, reader))
	) {
		return undefined;
	}
	return side && carryOver(bridge, compared, present, side);
}

/**
 * @returns whether another room takes the place of the Matrix room: homeservers make the old one read-only, and people go on in the
 * new one
 */
async function isReplaced(
	{ homeserver }: ConfiguredBridge,
	{ matrixId }: RoomLink,
	reader: UserId,
): Promise<boolean> {
	const tombstone = await homeserver.rooms.stateEvent(reader, matrixId, 'm.room.tombstone');
	return parseRoomId(tombstone?.content.replacement_room) !== undefined;
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
	const create = await homeserver.rooms.stateEvent(reader, matrixId, 'm.room.create');
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
	compared: ComparedSetting,
	{ here, there }: SettingValues,
	side: 'here' | 'there',
): Promise<SettingValues | undefined> {
	if (here === there) {
		return { here, there };
	}
	if (side === 'there') {
		return { here: (await followSetting(bridge, compared, there)) ?? here, there };
	}
	try {
		const sent = await sendSetting(bridge, compared, here);
		if (sent === 'unusable') {
			await tellRefusal(bridge, compared, 'avatar_unusable');
			return { here, there };
		}
		return sent === 'hidden' ? undefined : { here, there: sent };
	} catch (error) {
		if (!isRefusal(error)) {
			throw error;
		}
		if (!(await isStillHere(bridge, compared, here))) {
			return undefined;
		}
		const undone = await changeHere(bridge, compared, there);
		const isUndone = undone !== undefined;
		if (isErrcode(error, 'M_FORBIDDEN')) {
			const told = isUndone ? 'setting_refused_undone' : 'setting_refused_kept';
			await tellRefusal(bridge, compared, told);
		} else {
			await tellRefusalBy(bridge, compared, isUndone, error);
		}
		return { here: undone ?? here, there };
	}
}

/** @returns whether the room in Rocket.Chat has a value that was read before */
async function isStillHere(
	{ rooms }: ConfiguredBridge,
	{ room, name }: ComparedSetting,
	value: SettingValue,
): Promise<boolean> {
	return withHostFailures(async () => {
		const now = await rooms.byId(room.id);
		return now !== undefined && (await settingNamed(name).here(now, rooms)) === value;
	});
}

/**
 * Sends a setting to Matrix as the ghost of the person who changed it; if that is not known, as a ghost that may change it.
 * @returns the value on Matrix now; of an avatar that is not sent, why
 */
async function sendSetting(
	bridge: ConfiguredBridge,
	{ link, room, name, event, by }: ComparedSetting,
	value: SettingValue,
): Promise<SettingValue> {
	const { type, content } = settingNamed(name);
	const actor = await actorIn(bridge, link, by, (state, ghostId) => mayChangeState(state, ghostId, type));
	const sent = name === 'avatar' && value !== '' ? await uploadRoomAvatar(bridge, room, actor) : value;
	if (sent !== 'unusable' && sent !== 'hidden') {
		await bridge.homeserver.rooms.sendState(
			actor,
			link.matrixId,
			type,
			content(sent, event?.content ?? {}),
		);
	}
	return sent;
}
