import type { ConfiguredBridge } from '../../configured-bridge';
import type { StoredMessage } from '../../rocketchat/entities';

/**
 * Stores that a message needs no event on Matrix, or gets none for good, so that it is not sent later. Its writer was told
 * before where something is missing on Matrix.
 */
export async function settle(
	{ store, settledMessages }: ConfiguredBridge,
	{ id, room }: Pick<StoredMessage, 'id' | 'room'>,
	details: { readonly isDeleted?: boolean; readonly isHeld?: boolean } = {},
): Promise<void> {
	settledMessages.add(id);
	await store.journal.settle(room.id, id, details);
}
