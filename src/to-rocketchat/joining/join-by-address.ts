import { FederationError } from '../../errors';
import type { ConfiguredBridge } from '../../configured-bridge';
import type { RoomId, UserId } from '../../matrix/ids';
import type { RoomAddress } from '../../matrix/room-address';
import { ensureGhost } from '../../people/ghost';
import type { RocketChatUser } from '../../rocketchat/entities';
import type { RocketChatRoomId } from '../../rocketchat/ids';
import { isFederatedRoom } from '../../store/links';
import type { PendingJoin } from '../../store/pending-joins';
import { joinFederatedRoom } from '../invitations/join-room';
import { enterRoom, followUpgrades, resolveAddress, type Entry, type Target } from './enter-room';
import { runNoted } from './noted-join';

/** How a room is joined. */
interface Attempt {
	readonly mayKnock: boolean;
	/** When it was begun before the app ended, milliseconds since 1970; undefined for one that begins now. */
	readonly begunAt?: number;
}

/** What became of the wish to join a room. */
type JoinResult =
	| { readonly what: 'joined' | 'member'; readonly rocketChatId: RocketChatRoomId }
	| { readonly what: 'knocked' };

/**
 * Joins a room on Matrix as the ghost of a local user, and gives it a channel or group in Rocket.Chat, of which the user is a
 * member. A room that somebody from here is in has one already. A room that was replaced leads to the one that replaces it.
 * @param mayKnock whether to ask the members of a room that lets in who asks
 * @throws FederationError with the reason if it cannot be joined
 */
export async function joinByAddress(
	bridge: ConfiguredBridge,
	user: RocketChatUser,
	address: RoomAddress,
	mayKnock: boolean,
): Promise<JoinResult> {
	await bridge.plan.require('public_room');
	return runNoted(bridge, { userId: user.id, address, mayKnock }, () =>
		follow(bridge, user, address, { mayKnock }),
	);
}

/**
 * Finishes what `joinByAddress` had begun when the app ended.
 * @throws as `joinByAddress`
 */
export async function finishJoin(
	bridge: ConfiguredBridge,
	user: RocketChatUser,
	{ address, mayKnock, at }: PendingJoin,
): Promise<JoinResult> {
	await bridge.plan.require('public_room');
	return follow(bridge, user, address, { mayKnock, begunAt: at });
}

async function follow(
	bridge: ConfiguredBridge,
	user: RocketChatUser,
	address: RoomAddress,
	attempt: Attempt,
): Promise<JoinResult> {
	const ghostId = await ensureGhost(bridge, user);
	const target = await resolveAddress(bridge, address);
	return followUpgrades(bridge, target, (current, mayFollow) =>
		joinInTurn(bridge, user, { ...current, ghostId }, { ...attempt, mayFollow }),
	);
}

/** @returns the result; or the room that replaces this one, which the ghost has left again */
async function joinInTurn(
	bridge: ConfiguredBridge,
	user: RocketChatUser,
	target: Target & { readonly ghostId: UserId },
	{ begunAt, ...entry }: Attempt & Entry,
): Promise<JoinResult | { readonly replacedBy: Target }> {
	const { ghostId, roomId, name } = target;
	const known = await memberOf(bridge, user, roomId);
	if (known && begunAt === undefined) {
		return { what: 'member', rocketChatId: known };
	}
	const entered = await enterRoom(bridge, ghostId, target, entry);
	if (entered !== 'joined') {
		return entered === 'knocked' ? { what: 'knocked' } : entered;
	}
	const refusal = await joinFederatedRoom(bridge, { ghostId, roomId, begunAt }, user);
	const link = refusal ? undefined : await bridge.store.rooms.byMatrixId(roomId);
	if (!link) {
		throw new FederationError('room-encrypted-there', { room: name });
	}
	return { what: 'joined', rocketChatId: link.rocketChatId };
}

/** @returns the room of a Matrix room in which the user is a member already */
async function memberOf(
	{ store, people }: ConfiguredBridge,
	user: RocketChatUser,
	roomId: RoomId,
): Promise<RocketChatRoomId | undefined> {
	const link = await store.rooms.byMatrixId(roomId);
	if (!link || !isFederatedRoom(link)) {
		return undefined;
	}
	return (await people.isMemberOf(user.id, link.rocketChatId)) ? link.rocketChatId : undefined;
}
