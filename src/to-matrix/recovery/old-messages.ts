import type { ConfiguredBridge } from '../../configured-bridge';
import type { StoredMessage } from '../../rocketchat/entities';
import { parkedIdOf } from '../../store/parked-events';
import { asParkedChange } from '../parked-message';
import { settle } from './settlement';
import { tellWriters } from './tell-writers';

const DAY_MS = 86_400_000;

/** @returns the time before which messages are not delivered late any more, milliseconds since 1970 */
export function deliveredFrom({ configuration }: ConfiguredBridge): number {
	return Date.now() - configuration.deliveryDays * DAY_MS;
}

/** Parks messages that waited for too long. Each writer is told once, with the number of the messages. */
export async function giveUpOldMessages(
	bridge: ConfiguredBridge,
	old: readonly StoredMessage[],
): Promise<void> {
	const { store, configuration } = bridge;
	for (const message of old) {
		const change = asParkedChange(message);
		await store.parked.add({
			...{ id: parkedIdOf(change), direction: 'to-matrix', at: Date.now(), ...change },
			code: 'waited-too-long',
		});
		await settle(bridge, message);
	}
	await tellWriters(
		bridge,
		old,
		(count) => (text) => text('messages_too_old', { count, days: configuration.deliveryDays }),
	);
}
