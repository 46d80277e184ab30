import type { ConfiguredBridge } from '../../configured-bridge';
import { textsFor } from '../../i18n';
import type { RoomId, UserId } from '../../matrix/ids';
import { isPending, type StoredInvitation } from '../../store/invitations';
import { declineOnMatrix } from './decline';
import { showInvitation } from './show';

/**
 * Declines an invitation from a blocked server. A card that is there says so; no new one is shown.
 * @param known the invitation as it is stored, if it came before its server was blocked
 */
export async function declineBlocked(
	bridge: ConfiguredBridge,
	place: { readonly ghostId: UserId; readonly roomId: RoomId },
	known: StoredInvitation | undefined,
): Promise<void> {
	await declineOnMatrix(bridge, place, 'decline_server_blocked');
	if (known && isPending(known)) {
		const user = await bridge.people.byId(known.userId);
		const reason = textsFor(user ?? {}, bridge.workspace)('decline_server_blocked');
		await showInvitation(
			bridge,
			await bridge.store.invitations.put({ ...known, state: 'refused', reason }),
		);
	}
}
