import type { ConfiguredBridge } from '../../configured-bridge';
import type { ReadPlace } from '../../delivery/signs/read-events';
import { failureOf } from '../../failure';
import { isOwnMatrixUser } from '../../matrix/namespace';
import type { RocketChatUserId } from '../../rocketchat/ids';

/**
 * Says on Matrix that somebody who writes or reacts in a place has read the newest message there. Rocket.Chat tells apps nothing
 * of what people read, and writing is the only sure sign of it. Does not wait for it; a failure is only logged.
 * @param at when they did it, milliseconds since 1970
 */
export function markRead(
	bridge: ConfiguredBridge,
	userId: RocketChatUserId,
	place: ReadPlace,
	at: number,
): void {
	const eventId = bridge.configuration.syncReadReceipts
		? bridge.readEvents.take(place, userId, at)
		: undefined;
	if (eventId === undefined) {
		return;
	}
	const send = async () => {
		const link = await bridge.store.users.byRocketChatId(userId);
		if (link && isOwnMatrixUser(link.matrixId, bridge.configuration)) {
			await bridge.homeserver.signs.markRead(link.matrixId, place.roomId, eventId, place.thread);
		}
	};
	send().catch((error: unknown) =>
		bridge.log.failure('a read receipt was not sent', failureOf(error), { eventId }),
	);
}
