import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import type { JsonObject } from '../../convert/json';
import { namesToTry, slugOf } from '../../convert/room-name';
import type { ConfiguredBridge } from '../../configured-bridge';
import { FederationError } from '../../errors';
import { failureOf, withHostFailures } from '../../failure';
import { isErrcode } from '../../matrix/homeserver-error';
import type { CreateRoomContent } from '../../matrix/events';
import type { RoomId, UserId } from '../../matrix/ids';
import { ensureGhost } from '../../people/ghost';
import { reconcileOrLeaveToOwner } from '../../people/members/reconcile-or-leave';
import { isEndToEndEncrypted } from '../../rocketchat/encryption';
import { rocketChatRoom, type RocketChatRoom, type RocketChatUser } from '../../rocketchat/entities';
import { creationIdIn, topicOf } from '../../rocketchat/rooms';
import type { RoomPurpose } from '../../store/room-creations';
import type { RoomLink } from '../../store/store';
import { linkFederatedRoom } from '../../to-rocketchat/rooms/link-federated-room';
import { linkedMatrixRoom } from './federated-room';
import { createRoomOnce, endRoomCreation, giveUpRoom } from './room-creation';
import { bridgeStateOf } from './bridge-state';

/** What has become of a room that was bridged. */
export interface BridgedRoom {
	readonly matrixId: RoomId;
	/** Its address on Matrix; undefined for a group. */
	readonly alias: string | undefined;
	/** Whether the homeserver lists it for everybody; undefined if it is not to. */
	readonly isListed: boolean | undefined;
	/** The people who could not be invited, each with the reason. */
	readonly notInvited: readonly { readonly userId: UserId; readonly failure: FederationError }[];
}

/** Aliases that are tried before the homeserver's refusal counts. */
const MAX_ALIASES = 20;

/**
 * Creates a Matrix room for a channel or group, and links it. The room of a channel may be joined by everybody, has an address under
 * the prefix, and is in the directory. The room of a group is for invited people. A discussion is not in the directory. The discussion
 * of a group may be joined by the members of the Matrix room of its parent room, if there is one. The ghosts of the local members join.
 * @param user who does it, and has the power in the new room
 * @param invited people on Matrix who are invited, too; the caller has looked them up
 * @param writtenSince messages from this time on are meant for Matrix, milliseconds since 1970; if it is left out, those since now
 * @throws FederationError `room-end-to-end-encrypted`, `room-encrypted`, or why the room could not be made; nobody is invited then
 */
export async function bridgeRoom(
	bridge: ConfiguredBridge,
	user: RocketChatUser,
	room: RocketChatRoom,
	invited: readonly UserId[],
	writtenSince?: number,
): Promise<BridgedRoom> {
	if (isEndToEndEncrypted(room)) {
		throw new FederationError('room-end-to-end-encrypted');
	}
	const ghostId = await ensureGhost(bridge, user);
	const purpose: RoomPurpose = {
		...{ what: 'room', userId: user.id, rocketChatRoomId: room.id, invited },
		...(writtenSince !== undefined && { writtenSince }),
	};
	const { matrixId, alias, begunAt } = await createMatrixRoom(bridge, ghostId, room, purpose);
	const pending = creationIdIn(room);
	if (typeof pending === 'string') {
		// The note of the Matrix room is enough from now on. The mark that names it replaces the one that finds the pending room.
		await bridge.store.pendingRooms.remove({ id: pending });
	}
	try {
		await linkFederatedRoom(bridge, {
			...{ matrixId, rocketChatId: room.id, ghostId },
			writtenSince: writtenSince ?? begunAt,
		});
	} catch (error) {
		await giveUpRoom(bridge, purpose, {
			...{ roomId: matrixId, ghostIds: [ghostId], reason: 'decline_failed' },
		});
		throw error;
	}
	const isListed = await listInDirectory(bridge, room, { ghostId, matrixId, alias });
	const notInvited = await inviteAll(bridge, ghostId, { matrixId, rocketChatId: room.id }, invited);
	await endRoomCreation(bridge, purpose);
	return { matrixId, alias, isListed, notInvited };
}

async function createMatrixRoom(
	bridge: ConfiguredBridge,
	ghostId: UserId,
	room: RocketChatRoom,
	purpose: RoomPurpose,
): Promise<{ matrixId: RoomId; alias: string | undefined; begunAt: number }> {
	const { configuration, homeserver } = bridge;
	const isPublic = await withHostFailures(() => bridge.rooms.isOpen(room));
	const { slugifiedName, displayName, parentRoom } = room;
	const name = displayName || slugifiedName;
	const topic = topicOf(room);
	const joinRule = isPublic ? [] : await joinRuleOf(bridge, parentRoom);
	const content: CreateRoomContent = {
		preset: isPublic ? 'public_chat' : 'private_chat',
		name,
		...(topic !== undefined && { topic }),
		initial_state: [...bridgeStateOf(bridge, room, ghostId), ...joinRule],
	};
	const { roomId: matrixId, begunAt } = isPublic
		? await createWithAlias(bridge, ghostId, purpose, {
				...content,
				// Rocket.Chat gives a discussion a random name, which nobody reads.
				room_alias_name: configuration.aliasPrefix + slugOf(parentRoom ? name : slugifiedName),
			})
		: await createRoomOnce(bridge, ghostId, purpose, content);
	// Synapse encrypts new rooms by itself if `encryption_enabled_by_default_for_room_type` says so.
	if (await homeserver.rooms.stateEvent(ghostId, matrixId, 'm.room.encryption')) {
		const reason = 'decline_encrypted';
		await giveUpRoom(bridge, purpose, { roomId: matrixId, ghostIds: [ghostId], reason });
		throw new FederationError('room-encrypted');
	}
	const [alias] = isPublic ? await homeserver.directory.aliasesOf(ghostId, matrixId) : [];
	return { matrixId, alias, begunAt };
}

/**
 * @returns the rule by which everybody in the Matrix room of a parent room may join its discussion, as they may in Rocket.Chat; none if
 * it has no Matrix room. Client-Server API, "Restricted rooms"
 */
async function joinRuleOf(
	bridge: ConfiguredBridge,
	parent: IRoom | undefined,
): Promise<{ type: string; content: JsonObject }[]> {
	const parentId = parent && (await linkedMatrixRoom(bridge, rocketChatRoom(parent)));
	const allow = [{ type: 'm.room_membership', room_id: parentId }];
	return parentId ? [{ type: 'm.room.join_rules', content: { join_rule: 'restricted', allow } }] : [];
}

/**
 * Creates a room with the first alias that is free.
 * @param content with the alias that is wanted
 */
async function createWithAlias(
	bridge: ConfiguredBridge,
	ghostId: UserId,
	purpose: RoomPurpose,
	{ room_alias_name: wanted = '', ...content }: CreateRoomContent,
): ReturnType<typeof createRoomOnce> {
	const aliases = namesToTry(wanted);
	for (let tried = 1; ; tried++) {
		const room_alias_name = aliases.next().value;
		try {
			return await createRoomOnce(bridge, ghostId, purpose, { ...content, room_alias_name });
		} catch (error) {
			if (!isErrcode(error, 'M_ROOM_IN_USE') || tried === MAX_ALIASES) {
				throw error;
			}
		}
	}
}

/**
 * Lists the room of a channel in the homeserver's directory. Synapse permits that to nobody by default since 1.126.
 * @returns whether it is listed; undefined if it is not to be
 */
export async function listInDirectory(
	{ homeserver, log }: ConfiguredBridge,
	room: RocketChatRoom,
	{ ghostId, matrixId, alias }: { ghostId: UserId; matrixId: RoomId; alias: string | undefined },
): Promise<boolean | undefined> {
	if (alias === undefined || room.parentRoom) {
		return undefined;
	}
	try {
		await homeserver.directory.publish(ghostId, matrixId);
		return true;
	} catch (error) {
		log.failure('a room could not be listed in the directory', failureOf(error), { roomId: matrixId });
		return false;
	}
}

async function inviteAll(
	bridge: ConfiguredBridge,
	ghostId: UserId,
	link: Pick<RoomLink, 'matrixId' | 'rocketChatId'>,
	invited: readonly UserId[],
): Promise<BridgedRoom['notInvited']> {
	const refused: { userId: UserId; failure: FederationError }[] = [];
	for (const userId of invited) {
		try {
			await bridge.homeserver.members.invite(ghostId, link.matrixId, userId);
		} catch (error) {
			refused.push({ userId, failure: failureOf(error) });
		}
	}
	if (invited.length > refused.length) {
		await reconcileOrLeaveToOwner(bridge, link, { only: invited });
	}
	return refused;
}
