import type { ConfiguredBridge } from '../configured-bridge';
import type { RoomEvent } from '../matrix/events';
import type { UserId } from '../matrix/ids';
import { reconcileMembers } from '../people/members/reconcile-members';
import type { RefusalReason } from '../rocketchat/refusals';
import { isComparedRoom } from '../store/links';
import type { RoomLink } from '../store/store';

/** The refusals of Rocket.Chat that say something about the sender, not about what they wrote. */
const ABOUT_SENDER: readonly RefusalReason[] = ['no-access', 'sender-gone'];

/** What to do with a refused event: relay it once more, or drop it, since its sender is no member any more. */
type AfterRefusal = 'relay-again' | 'drop';

/**
 * Looks up the sender of an event that Rocket.Chat refused. If an administrator deleted their bot user, it is forgotten, so that they
 * get a new one when somebody invites or writes to them again. Somebody who was removed from a federated room here is removed on
 * Matrix, too.
 * @returns undefined if the sender is not the reason, or the room is not one whose members are compared
 */
export async function afterRefusal(
	bridge: ConfiguredBridge,
	room: RoomLink,
	{ sender, roomId }: RoomEvent,
	reason: RefusalReason,
): Promise<AfterRefusal | undefined> {
	if (!ABOUT_SENDER.includes(reason)) {
		return undefined;
	}
	if (reason === 'sender-gone') {
		await forgetDeletedBotUser(bridge, sender);
	}
	if (!isComparedRoom(room)) {
		return undefined;
	}
	await reconcileMembers(bridge, roomId, { only: [sender] });
	return (await bridge.store.members.of(roomId)).has(sender) ? 'relay-again' : 'drop';
}

async function forgetDeletedBotUser({ store, people, log }: ConfiguredBridge, userId: UserId): Promise<void> {
	const link = await store.users.byMatrixId(userId);
	if (link && !(await people.byId(link.rocketChatId))) {
		await store.users.forget(link);
		log.info('the bot user of an external person was deleted', { userId });
	}
}
