import type { ConfiguredBridge } from '../configured-bridge';
import { messageIdOf } from '../convert/message-id';
import { failureOf, withHostFailures } from '../failure';
import { workspaceTexts } from '../i18n';
import type { EventId, UserId } from '../matrix/ids';
import { isFederatedRoom, type BlockedMembers } from '../store/links';
import type { ComparedLists } from '../store/server-lists';
import type { RoomLink } from '../store/store';
import { isPresentRoom } from './direct-messages/departure';
import { declineBlocked } from './invitations/decline-blocked';
import { isPending } from '../store/invitations';
import { roomMembers } from '../people/room-members';
import { blockedMembersOf, isServerBlocked, serversOf } from '../people/server-gate';

/**
 * Brings rooms and invitations that exist in line with the lists of servers when those have changed: stores in each room which of
 * its external members are blocked, tells its people, and declines waiting invitations. Each instance of the server does
 * it for its own rooms. Costs no call while the lists are the same.
 */
export class BlockedServers {
	/** What this instance has compared its rooms with; undefined before the first time. */
	private compared: string | undefined;

	/**
	 * Compares the rooms with the lists, unless nothing has changed.
	 * @throws what the store throws
	 */
	async update(bridge: ConfiguredBridge): Promise<void> {
		const { store, servers, instances, log } = bridge;
		const { signature } = servers;
		const state = `${signature} ${instances.isAlone ? '' : instances.lastAgreedAt}`;
		if (this.compared === state) {
			return;
		}
		const stored = await store.serverLists.read();
		const isSame = stored.signature === signature;
		if (isSame && !stored.isUnderWay && instances.isAlone) {
			this.compared = state;
			return;
		}
		const lists: ComparedLists = isSame ? stored : { signature, changedAt: Date.now(), isUnderWay: true };
		if (!isSame) {
			await store.serverLists.write(lists);
		}
		try {
			await declineWaiting(bridge);
			for (const { matrixRoomId } of await store.progress.all()) {
				if (instances.owns(matrixRoomId)) {
					await updateRoom(bridge, matrixRoomId, lists);
				}
			}
			await store.serverLists.write({ ...lists, isUnderWay: false });
			this.compared = state;
		} catch (error) {
			log.failure('the rooms could not be compared with the lists of servers', failureOf(error));
		}
	}
}

/** Declines the invitations from blocked servers that wait for an answer. */
async function declineWaiting(bridge: ConfiguredBridge): Promise<void> {
	const { store, queues, instances } = bridge;
	for (const invitation of await store.invitations.all()) {
		if (
			isPending(invitation) &&
			isServerBlocked(bridge, invitation.inviter) &&
			instances.owns(invitation.roomId)
		) {
			await queues.run(`matrix ${invitation.roomId}`, 0, () =>
				declineBlocked(bridge, invitation, invitation),
			);
		}
	}
}

async function updateRoom(
	bridge: ConfiguredBridge,
	roomId: RoomLink['matrixId'],
	lists: ComparedLists,
): Promise<void> {
	const { store, servers } = bridge;
	const room = await store.rooms.byMatrixId(roomId);
	const before = room?.blocked?.people ?? [];
	if (!room || (servers.signature === '' && before.length === 0) || !(await isPresentRoom(bridge, room))) {
		return;
	}
	const { external } = await withHostFailures(() => roomMembers(bridge, room.rocketChatId));
	const members = blockedMembersOf(bridge, external);
	// A federated room goes on: others may join it, and the local members write to each other.
	const blocked = isFederatedRoom(room) ? { ...members, isEverybody: false } : members;
	if (blocked.people.join(' ') === before.join(' ')) {
		return;
	}
	await tellMembers(bridge, room, blocked, lists);
	await store.rooms.change({ ...room, blocked });
}

/** Says in a room whose servers are blocked from now on, and whose are not any more, by a line that stays. */
async function tellMembers(
	bridge: ConfiguredBridge,
	{ rocketChatId: roomId, blocked: before }: RoomLink,
	{ people, isEverybody }: BlockedMembers,
	{ changedAt }: ComparedLists,
): Promise<void> {
	const text = workspaceTexts(bridge.workspace);
	const earlier = before?.people ?? [];
	const added = people.filter((person) => !earlier.includes(person));
	const removed = earlier.filter((person) => !people.includes(person));
	const blockedText = isEverybody ? 'servers_blocked_all' : 'servers_blocked_some';
	const names = (some: readonly UserId[]) => ({ servers: serversOf(some), people: some.join(', ') });
	const sentences = [
		...(removed.length > 0 ? [text('servers_allowed_again', names(removed))] : []),
		...(added.length > 0 ? [text(blockedText, names(added))] : []),
	];
	const [person] = [...added, ...removed];
	const link = person && (await bridge.store.users.byMatrixId(person));
	if (!link) {
		return;
	}
	// The same id after a crash, so that the line is posted once.
	const eventId = `$servers.${roomId}.${changedAt}` as EventId;
	const origin = { messageId: messageIdOf(eventId), eventId: '', sender: person };
	const line = sentences.join(' ');
	const alias = link.alias || undefined;
	try {
		await withHostFailures(() =>
			bridge.messages.post({ roomId, senderId: link.rocketChatId, text: line, origin, alias }),
		);
	} catch (error) {
		const failure = failureOf(error);
		if (failure.code !== 'message-refused') {
			throw failure;
		}
		await bridge.messages.tellRoom(roomId, line);
	}
}
