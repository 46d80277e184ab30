import { reconcileSettings } from '../room-state/reconcile-settings';
import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf } from '../../failure';
import { workspaceTexts, type TextKey } from '../../i18n';
import type { RoomEvent, StateEvent } from '../../matrix/events';
import { parseEventId, parseUserId, type EventId, type RoomId, type UserId } from '../../matrix/ids';
import { letsInUninvited } from '../../matrix/join-rule';
import { isOwnMatrixUser } from '../../matrix/namespace';
import { reasonToStop } from '../../people/readers';
import { namesForCommand, roomMembers } from '../../people/room-members';
import { tellMatrixRoom } from '../../people/tell-matrix-room';
import type { RocketChatUserId } from '../../rocketchat/ids';
import { isFederatedRoom } from '../../store/links';
import type { RoomLink } from '../../store/store';
import { isPresentRoom } from './departure';
import type { EventHandler } from '../event-handler';
import { postLine } from '../lines';
import { MEMBERS_OF_TWO } from './members-of-two';

/** What makes a room readable for others, or for nobody here. */
type Access = NonNullable<RoomLink['access']>[number];

/** A change of who may read a room. */
interface AccessChange {
	readonly what: Access;
	readonly isOn: boolean;
}

/** The event of a change, as pushed or as the state has it. */
type Cause = Pick<RoomEvent, 'eventId' | 'roomId' | 'sender'>;

const lines: Readonly<Record<Access, { readonly on: TextKey; readonly off: TextKey }>> = {
	joinable: { on: 'access_joinable', off: 'access_joinable_ended' },
	readable: { on: 'access_readable', off: 'access_readable_ended' },
	encrypted: { on: 'access_encrypted', off: 'access_encrypted' },
};

/** The same in a channel or group; that others can join it is one of its settings. */
const roomLines: Readonly<Partial<typeof lines>> = {
	readable: { on: 'room_readable', off: 'room_readable_ended' },
	encrypted: { on: 'room_encrypted_now', off: 'room_encrypted_now' },
};

/** The types of the events that say so of a channel or group. */
export const roomAccessTypes = ['m.room.history_visibility', 'm.room.encryption'] as const;

/**
 * `m.room.join_rules`, `m.room.history_visibility` and `m.room.encryption`: says in a line that others can come into a direct
 * message, that it or a federated room can be read without coming in, or that it is encrypted from now on. Client-Server API,
 * "m.room.join_rules", "Room history visibility", "m.room.encryption".
 */
export const roomAccess: EventHandler<AccessChange> = {
	types: ['m.room.join_rules', 'm.room.history_visibility', 'm.room.encryption'],
	stateKey: 'empty',
	parse: ({ type, content }) => accessChange(type, content),
	async handle(bridge, event, change) {
		const room = await bridge.store.rooms.byMatrixId(event.roomId);
		if (room && isFederatedRoom(room) && event.type === 'm.room.join_rules') {
			await reconcileSettings(bridge, event.roomId, { name: 'isPublic' });
		} else if (room) {
			await relayAccess(bridge, event, room, change);
		}
	},
};

/**
 * Compares who may read a linked room with what the local people were told, and tells them what is new: the app may have missed
 * the events.
 * @param state of the Matrix room
 */
export async function relayAccessIn(
	bridge: ConfiguredBridge,
	roomId: RoomId,
	state: readonly StateEvent[],
	relayMembership: (event: Cause, person: UserId, membership: unknown) => Promise<void>,
): Promise<void> {
	for (const { type, state_key, content, event_id, sender: by } of state) {
		const [eventId, sender, person] = [parseEventId(event_id), parseUserId(by), parseUserId(state_key)];
		if (!eventId || !sender || isOwnMatrixUser(sender, bridge.configuration)) {
			continue;
		}
		const change = state_key === '' ? accessChange(type, content) : undefined;
		const room = change && (await bridge.store.rooms.byMatrixId(roomId));
		if (room) {
			await relayAccess(bridge, { eventId, roomId, sender }, room, change);
		} else if (type === 'm.room.member' && person && !isOwnMatrixUser(person, bridge.configuration)) {
			await relayMembership({ eventId, roomId, sender }, person, content.membership);
		}
	}
}

/** Has the messages sent that waited because others could read along, unless that still stops them. */
export async function releaseMessages(bridge: ConfiguredBridge, roomId: RoomId): Promise<void> {
	const room = await bridge.store.rooms.byMatrixId(roomId);
	const progress = room && (await bridge.store.progress.of(room.rocketChatId));
	const isWaiting = progress?.heldSince !== undefined && progress.matrixRoomId === roomId;
	if (room && isWaiting && reasonToStop(bridge, room) === undefined) {
		await bridge.outgoing.startRelaying(room.rocketChatId, roomId, Date.now());
	}
}

/** @returns whether a change of readers is stored, but the line about it was not posted: the app ended in between */
export function isUntold({ untold = [] }: RoomLink, { eventId }: Pick<Cause, 'eventId'>): boolean {
	return untold.includes(eventId);
}

/** Stores a change of readers. Done before the line is posted, so that no message is sent between the two. */
export async function changeReaders(
	{ store }: ConfiguredBridge,
	{ eventId }: Pick<Cause, 'eventId'>,
	room: RoomLink,
	change: Pick<RoomLink, 'access'> | Pick<RoomLink, 'guests'>,
): Promise<void> {
	const untold = [...(room.untold ?? []).filter((id) => id !== eventId), eventId];
	await store.rooms.change({ ...room, ...change, untold });
}

/** Stores that the line about a change of readers was posted. */
export async function noteTold(
	{ store }: ConfiguredBridge,
	{ eventId, roomId }: Pick<Cause, 'eventId' | 'roomId'>,
): Promise<void> {
	const room = await store.rooms.byMatrixId(roomId);
	if (room) {
		await store.rooms.change({ ...room, untold: (room.untold ?? []).filter((id) => id !== eventId) });
	}
}

/** Posts a line about somebody who reads along, or may. Only the room to which messages go has readers. */
export async function sayAboutReaders(
	bridge: ConfiguredBridge,
	cause: { readonly eventId: EventId; readonly sender: UserId },
	room: RoomLink,
	key: TextKey,
	user: UserId = cause.sender,
): Promise<void> {
	if (!(await isPresentRoom(bridge, room))) {
		return;
	}
	const text = workspaceTexts(bridge.workspace);
	const members = await roomMembers(bridge, room.rocketChatId);
	const isOfTwo = members.external.length + members.local.length <= MEMBERS_OF_TWO;
	const all = namesForCommand(members, '' as RocketChatUserId);
	const people = isOfTwo ? (members.external[0] ?? all) : all;
	const stops = stopping.includes(key) && bridge.configuration.readAlong === 'stop';
	const sentences = [text(key, { user, by: cause.sender, people })];
	await postLine(
		bridge,
		cause,
		room,
		[...sentences, ...(stops ? [text('access_stops', { people })] : [])].join(' '),
	);
}

/** What stops relaying if the setting says so. */
const stopping: readonly TextKey[] = ['access_joinable', 'access_readable', 'guest_joined', 'guest_invited'];

function accessChange(type: string, content: StateEvent['content']): AccessChange | undefined {
	switch (type) {
		case 'm.room.join_rules':
			return { what: 'joinable', isOn: letsInUninvited(content.join_rule) };
		case 'm.room.history_visibility':
			return { what: 'readable', isOn: content.history_visibility === 'world_readable' };
		case 'm.room.encryption':
			return { what: 'encrypted', isOn: true };
		default:
			return undefined;
	}
}

async function relayAccess(
	bridge: ConfiguredBridge,
	event: Cause,
	room: RoomLink,
	{ what, isOn }: AccessChange,
): Promise<void> {
	const line = (isFederatedRoom(room) ? roomLines : lines)[what]?.[isOn ? 'on' : 'off'];
	if (!line || (isOn === (room.access?.includes(what) ?? false) && !isUntold(room, event))) {
		return;
	}
	const others = room.access?.filter((other) => other !== what) ?? [];
	await changeReaders(bridge, event, room, { access: isOn ? [...others, what] : others });
	await sayAboutReaders(bridge, event, room, line);
	await noteTold(bridge, event);
	if (!isOn) {
		await releaseMessages(bridge, room.matrixId);
	} else if (what === 'encrypted') {
		await tellMatrixOfEncryption(bridge, event, room);
	}
}

/** Tells the people on Matrix that a room is not relayed any more. The notice itself is plain, so clients show it. */
async function tellMatrixOfEncryption(
	bridge: ConfiguredBridge,
	{ eventId, roomId }: Cause,
	room: RoomLink,
): Promise<void> {
	const { workspace, log } = bridge;
	try {
		const body = workspaceTexts(workspace)('encrypted_notice');
		await tellMatrixRoom(bridge, room, `${eventId}.encrypted`, body);
	} catch (error) {
		log.failure('the end of relaying could not be told on Matrix', failureOf(error), { roomId });
	}
}
