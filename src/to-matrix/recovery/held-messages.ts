import type { ConfiguredBridge } from '../../configured-bridge';
import type { StoredMessage } from '../../rocketchat/entities';
import { parkedIdOf } from '../../store/parked-events';
import { asParkedChange } from '../parked-message';
import { tellWriters } from './tell-writers';

/** Stores that a message waits until its direct message is open again. `Outgoing.startRelaying` releases it. */
export async function holdMessage(
	{ store }: ConfiguredBridge,
	{ room, createdAt = new Date() }: Pick<StoredMessage, 'room' | 'createdAt'>,
): Promise<void> {
	await store.progress.hold(room.id, createdAt.getTime());
}

/** Tells each writer how many of their waiting messages were sent now, and removes these messages from the parked ones. */
export async function tellFollowed(
	bridge: ConfiguredBridge,
	followed: readonly StoredMessage[],
): Promise<void> {
	for (const message of followed) {
		await bridge.store.parked.remove(parkedIdOf(asParkedChange(message)));
	}
	await tellWriters(bridge, followed, (count) => (text) => text('messages_followed', { count }));
}
