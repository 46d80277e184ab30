import { UserType } from '@rocket.chat/apps-engine/definition/users';
import { FederationError } from '../errors';
import type { ConfiguredBridge } from '../configured-bridge';
import { failureOf } from '../failure';
import { workspaceTexts } from '../i18n';
import type { RoomEvent } from '../matrix/events';
import type { RoomId } from '../matrix/ids';
import { tellMatrixRoom } from '../people/tell-matrix-room';
import { refusals, type RefusalReason } from '../rocketchat/refusals';
import type { RoomLink } from '../store/store';
import { MEMBERS_OF_TWO } from './direct-messages/members-of-two';
import { afterRefusal } from './refused-sender';

/**
 * Relays an event of a linked room. If Rocket.Chat refuses it for good, the people in the Matrix room are told the reason,
 * once per room and reason until a message gets through again. What somebody wrote who is no member any more is dropped.
 * @throws FederationError `message-refused`, unless nothing could ever make Rocket.Chat accept it: then the event is dropped
 */
export async function relayOrTellRefusal(
	bridge: ConfiguredBridge,
	event: RoomEvent,
	relay: () => Promise<void>,
): Promise<void> {
	const first = await refusalOf(bridge, event, relay);
	const next = first && (await afterRefusal(bridge, first.room, event, first.reason));
	if (next === 'drop') {
		const { eventId, roomId } = event;
		bridge.log.info('an event was dropped, since its sender is no member any more', { eventId, roomId });
		return;
	}
	const refusal = next === 'relay-again' ? await refusalOf(bridge, event, relay) : first;
	if (refusal) {
		await tellRefusal(bridge, event, refusal);
	}
}

/** Why Rocket.Chat refused an event of a linked room. */
interface RefusedEvent {
	readonly room: RoomLink;
	readonly reason: RefusalReason;
	readonly cause: unknown;
}

/**
 * @returns why Rocket.Chat refused an event; undefined if it was relayed
 * @throws FederationError any other failure
 */
async function refusalOf(
	bridge: ConfiguredBridge,
	event: RoomEvent,
	relay: () => Promise<void>,
): Promise<RefusedEvent | undefined> {
	try {
		await relay();
		return undefined;
	} catch (error) {
		const failure = failureOf(error);
		const room =
			failure.code === 'message-refused' && (await bridge.store.rooms.byMatrixId(event.roomId));
		if (!room) {
			throw failure;
		}
		const reason = await findReason(bridge, room, failure.parameters.reason as RefusalReason);
		return { room, reason, cause: failure.cause };
	}
}

/** @throws FederationError `message-refused`, unless the event is dropped */
async function tellRefusal(
	bridge: ConfiguredBridge,
	event: RoomEvent,
	{ room, reason, cause }: RefusedEvent,
): Promise<void> {
	const refused = new FederationError('message-refused', { reason }, { cause });
	if (reason === 'encrypted') {
		await bridge.store.encryptedRooms.add(room.rocketChatId);
	}
	await tellRoom(bridge, room, event, reason);
	if (!('isDropped' in refusals[reason])) {
		throw refused;
	}
	bridge.log.failure('an event was dropped, since Rocket.Chat can never show it', refused, {
		eventId: event.eventId,
		roomId: event.roomId,
	});
}

/** Forgets which refusals a room was told, since a message got through. Costs no call while there are none. */
export async function forgetRefusals({ store }: ConfiguredBridge, roomId: RoomId): Promise<void> {
	const room = await store.rooms.byMatrixId(roomId);
	if (room?.toldRefusals?.length) {
		await store.rooms.change({ ...room, toldRefusals: [] });
	}
}

/**
 * @returns the reason as people understand it: Rocket.Chat makes a direct message of two read-only when it deactivates one
 * of them, and its error says read-only. Rocket.Chat: apps/meteor/app/lib/server/functions/setUserActiveStatus.ts
 */
async function findReason(
	{ rooms }: ConfiguredBridge,
	{ rocketChatId }: RoomLink,
	reason: RefusalReason,
): Promise<RefusalReason> {
	if (reason !== 'read-only') {
		return reason;
	}
	const members = await rooms.members(rocketChatId);
	const inactive = members.length <= MEMBERS_OF_TWO && members.find(({ isEnabled }) => !isEnabled);
	if (!inactive) {
		return reason;
	}
	return inactive.type === UserType.USER ? 'partner-deactivated' : 'sender-deactivated';
}

/** Tells the people on Matrix the reason. A change of state has no sender who waits for it, so it is not told. */
async function tellRoom(
	bridge: ConfiguredBridge,
	room: RoomLink,
	{ eventId, stateKey }: RoomEvent,
	reason: RefusalReason,
): Promise<void> {
	const { store, log, workspace } = bridge;
	const { matrixId: roomId, toldRefusals = [] } = room;
	if (stateKey !== undefined || toldRefusals.includes(reason)) {
		return;
	}
	try {
		const text = workspaceTexts(workspace);
		const body = text('refusal_notice', { reason: text(refusals[reason].text) });
		await tellMatrixRoom(bridge, room, `${eventId}.refused`, body);
		await store.rooms.change({ ...room, toldRefusals: [...toldRefusals, reason] });
	} catch (error) {
		log.failure('a refusal could not be told on Matrix', failureOf(error), { roomId, eventId, reason });
	}
}
