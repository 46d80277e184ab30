import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf } from '../../failure';
import type { UserId } from '../../matrix/ids';
import { followLocalAvatar } from '../../people/ghost-avatar';
import { isFederatedRoom } from '../../store/links';
import type { UserLink } from '../../store/store';
import { retireGhost } from './retired-ghosts';

/** Accounts that are looked at in one call, each of which costs one call to the host. */
const MAX_LOOKED_AT = 100;

/**
 * Finds out that the account of a ghost was deleted, deactivated or activated: Rocket.Chat tells apps of a deletion only if a
 * person does it, and never of the other two (apps/meteor/app/lib/server/functions/setUserActiveStatus.ts). Looks at all ghosts
 * in turn, since the store cannot say whose account has changed, and has the avatars of the others followed.
 */
export class AccountWatch {
	private next = 0;

	/**
	 * Looks at the next accounts. Deleted ones are stored to be retired; of the others, the members of the
	 * federated rooms are compared, and the direct messages are left to `InactiveMembers`.
	 * @param ghosts all that are known
	 */
	async update(bridge: ConfiguredBridge, ghosts: readonly UserId[]): Promise<void> {
		const first = this.next < ghosts.length ? this.next : 0;
		this.next = first + MAX_LOOKED_AT;
		for (const ghostId of ghosts.slice(first, this.next)) {
			try {
				const link = bridge.instances.owns(ghostId) && (await bridge.store.users.byMatrixId(ghostId));
				if (link) {
					await this.look(bridge, link);
				}
			} catch (error) {
				bridge.log.failure('an account could not be looked at', failureOf(error), { ghostId });
			}
		}
	}

	private async look(bridge: ConfiguredBridge, link: UserLink): Promise<void> {
		const { people, store, heardRooms, staleMembers, outgoing } = bridge;
		const user = await people.byId(link.rocketChatId);
		if (!user) {
			await retireGhost(bridge, link);
			return;
		}
		if (user.isEnabled) {
			followLocalAvatar(bridge, user, link.matrixId);
		}
		if (user.isEnabled === !link.isInactive) {
			return;
		}
		for (const rocketChatRoomId of await people.roomIdsOf(user.id)) {
			const room = await store.rooms.byRocketChatId(rocketChatRoomId);
			if (room && isFederatedRoom(room)) {
				staleMembers.add(room.matrixId);
				outgoing.leaveToRecovery(room.rocketChatId, room.matrixId);
			} else if (room) {
				heardRooms.add(room.matrixId);
			}
		}
		// Another instance may have changed the name, so the link is not taken from memory.
		const [stored = link] = await store.users.allByMatrixId(link.matrixId);
		await store.users.change({ ...stored, isInactive: !user.isEnabled });
	}
}
