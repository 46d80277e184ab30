import type { ConfiguredBridge } from '../../configured-bridge';
import { withHostFailures } from '../../failure';
import type { EphemeralEvent } from '../../matrix/ephemeral';
import { showPresence } from './presence';
import { showTyping } from './typing';

/**
 * Shows an ephemeral event in Rocket.Chat, such as who is typing.
 * @throws FederationError if something cannot be shown; nothing is tried again
 */
export async function showEphemeral(
	bridge: ConfiguredBridge,
	events: readonly EphemeralEvent[],
): Promise<void> {
	await withHostFailures(async () => {
		const typing = events.filter((event) => event.type === 'm.typing');
		events.filter((event) => event.type === 'm.presence').forEach((event) => showPresence(bridge, event));
		await Promise.all(typing.map((list) => showTyping(bridge, list)));
	});
}
