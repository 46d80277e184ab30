import type { ConfiguredBridge } from '../../configured-bridge';
import { finalFailureOf } from '../../failure';
import { translate, type TextKey } from '../../i18n';
import { isErrcode } from '../../matrix/homeserver-error';
import { localpartOf, type RoomId, type UserId } from '../../matrix/ids';

/**
 * Declines an invitation on Matrix. A ghost that is not registered yet is registered for it, since only the invited user can
 * decline. A homeserver that refuses is not asked again: then the ghost is not invited any more.
 * @param reason is sent in English: the language of the inviter is not known
 * @throws FederationError if the homeserver cannot be used
 */
export async function declineOnMatrix(
	bridge: ConfiguredBridge,
	{ ghostId, roomId }: { readonly ghostId: UserId; readonly roomId: RoomId },
	reason: TextKey,
): Promise<void> {
	const { homeserver, log } = bridge;
	const leave = () => homeserver.members.leave(ghostId, roomId, translate(reason));
	try {
		await leave().catch(async (error: unknown) => {
			// Synapse answers alike if the ghost is not registered and if it is not invited.
			if (!isErrcode(error, 'M_FORBIDDEN', 'M_EXCLUSIVE')) {
				throw error;
			}
			await homeserver.accounts.register(localpartOf(ghostId));
			await leave();
		});
	} catch (error) {
		log.failure('an invitation could not be declined', finalFailureOf(error), { roomId, ghostId });
	}
}
