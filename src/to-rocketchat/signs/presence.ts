import { carriesPresence } from '../../configuration';
import type { ConfiguredBridge } from '../../configured-bridge';
import { botUserStatusOf } from '../../convert/presence';
import type { PresenceEvent } from '../../matrix/ephemeral';
import { isOwnMatrixUser } from '../../matrix/namespace';
import { isServerBlocked } from '../../people/server-gate';

/**
 * Shows in Rocket.Chat what people see of an external person, by the person's bot user. Nobody gets a bot user by it. The homeserver
 * tells of ghosts, too, which are left out.
 */
export function showPresence(bridge: ConfiguredBridge, event: PresenceEvent): void {
	const { configuration, workspace, shownPresence, store } = bridge;
	const isExternal = !isOwnMatrixUser(event.userId, configuration);
	if (carriesPresence(configuration, workspace) && isExternal && !isServerBlocked(bridge, event.userId)) {
		shownPresence.note(event.userId, botUserStatusOf(event), async () => {
			const link = await store.users.byMatrixId(event.userId);
			return link && !link.isGone ? link.rocketChatId : undefined;
		});
	}
}
