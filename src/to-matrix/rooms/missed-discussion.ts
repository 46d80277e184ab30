import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf, withHostFailures } from '../../failure';
import { ensureGhost } from '../../people/ghost';
import {
	rocketChatRoom,
	rocketChatUser,
	type RocketChatRoom,
	type RocketChatUser,
} from '../../rocketchat/entities';
import type { RoomId } from '../../matrix/ids';
import type { RocketChatRoomId } from '../../rocketchat/ids';
import { wasEverMarked } from '../../rocketchat/rooms';
import type { RoomLink } from '../../store/store';
import { isTemporary } from '../delivery';
import { sendToPartner } from '../direct-messages/partners';
import { failureSentence, tellActor } from '../sender-notice';
import { discussionLineFor, matrixRoomOfDiscussion } from './discussion';
import { linkedMatrixRoom, markedMatrixRoom } from './federated-room';

/**
 * Costs no call.
 * @returns the Matrix room of the parent room, for a discussion of a federated room that the app has done nothing about; otherwise
 * undefined
 */
export function parentOfMissedDiscussion(room: RocketChatRoom): RoomId | undefined {
	return room.parentRoom && !wasEverMarked(room) ? markedMatrixRoom(room.parentRoom) : undefined;
}

/** Milliseconds within which the announcement of a discussion is heard after its first message: the platform raises events in no order. */
const ANNOUNCED_WITHIN_MS = 60_000;

/**
 * Federates a discussion whose announcement the app has not heard. The host does not list system messages, so the line on Matrix is
 * not linked with the announcement. A discussion from before its parent room was federated stays as it is.
 * @param heardSince from when on the app hears announcements, milliseconds since 1970
 * @returns whether nothing is left to do here; not while the announcement may still be handled. Another instance does it if it owns
 * the parent room
 * @throws FederationError if it is not federated; its creator was told if it never will be
 */
export async function federateMissedDiscussion(
	bridge: ConfiguredBridge,
	discussionId: RocketChatRoomId,
	heardSince: number,
): Promise<boolean> {
	const parent = (await readMissed(bridge, discussionId))?.parent;
	if (!parent) {
		return true;
	}
	if (!bridge.instances.owns(parent.matrixId)) {
		bridge.outgoing.noteMissedDiscussion(discussionId, parent.matrixId);
		return true;
	}
	return bridge.queues.run(`rocketchat ${parent.rocketChatId}`, Date.now(), async () => {
		const missed = await readMissed(bridge, discussionId); // it may be federated meanwhile
		if (missed && (await mayStillBeAnnounced(bridge, missed, heardSince))) {
			return false;
		}
		await (missed && federate(bridge, missed));
		return true;
	});
}

/** A discussion that the app has done nothing about. */
interface MissedDiscussion {
	readonly room: RocketChatRoom;
	readonly creator: RocketChatUser;
	readonly parent: RoomLink;
}

async function readMissed(
	bridge: ConfiguredBridge,
	discussionId: RocketChatRoomId,
): Promise<MissedDiscussion | undefined> {
	const { store, people } = bridge;
	const room = await withHostFailures(() => bridge.rooms.byId(discussionId));
	const creator = room?.creator;
	if (!room?.parentRoom || !parentOfMissedDiscussion(room) || !creator || people.isMadeByApp(creator)) {
		return undefined;
	}
	const roomId = await linkedMatrixRoom(bridge, rocketChatRoom(room.parentRoom));
	const parent = roomId && (await store.rooms.byMatrixId(roomId));
	const isNewer = createdAt(room) >= (parent?.at ?? Infinity);
	return parent && isNewer ? { room, creator: rocketChatUser(creator), parent } : undefined;
}

async function mayStillBeAnnounced(
	{ store }: ConfiguredBridge,
	{ room, parent }: MissedDiscussion,
	heardSince: number,
): Promise<boolean> {
	const waiting = await store.outbox.ofRoom(parent.rocketChatId);
	const isNew = createdAt(room) > Math.max(heardSince, Date.now() - ANNOUNCED_WITHIN_MS);
	return isNew || waiting.some(({ what }) => what === 'discussion');
}

async function federate(
	bridge: ConfiguredBridge,
	{ room, creator: actor, parent: { matrixId: parentId, rocketChatId } }: MissedDiscussion,
): Promise<void> {
	const place = { actor, room: { id: rocketChatId } };
	try {
		await withHostFailures(async () => {
			const matrixId = await matrixRoomOfDiscussion(bridge, room, actor);
			const content = discussionLineFor(bridge, room, matrixId);
			const ghostId = await ensureGhost(bridge, actor);
			await sendToPartner(bridge, { ...place, roomId: parentId, sender: actor }, () =>
				bridge.homeserver.events.send(
					ghostId,
					parentId,
					`${room.id}.discussion`,
					{ type: 'm.room.message', content },
					Date.now(),
				),
			);
		});
	} catch (error) {
		const failure = failureOf(error);
		if (!isTemporary(failure)) {
			await tellActor(bridge, place, failureSentence('discussion_not_federated', failure));
		}
		throw failure;
	}
}

/** @returns milliseconds since 1970 */
function createdAt(room: RocketChatRoom): number {
	return new Date(room.createdAt ?? 0).getTime();
}
