import type { ConfiguredBridge } from '../configured-bridge';
import type { ListedMessage } from '../rocketchat/messages';
import { parkedIdOf } from '../store/parked-events';
import { tellActor } from './sender-notice';
import { settle } from './settlement';

const DAY_MS = 86_400_000;

/** @returns the time before which messages are not delivered late any more, milliseconds since 1970 */
export function deliveredFrom({ configuration }: ConfiguredBridge): number {
	return Date.now() - configuration.deliveryDays * DAY_MS;
}

/** Parks messages that waited for too long. Each writer is told once, with the number of the messages. */
export async function giveUpOldMessages(
	bridge: ConfiguredBridge,
	old: readonly ListedMessage[],
): Promise<void> {
	const { people, messages, store, configuration } = bridge;
	const counts = new Map<string, { count: number; place: Parameters<typeof tellActor>[1] }>();
	for (const { id, senderId } of old) {
		const message = await messages.byId(id);
		const actor = message && (await people.byId(senderId));
		if (!actor || people.isMadeByApp(actor)) {
			continue;
		}
		const change = {
			what: 'message',
			messageId: id,
			rocketChatRoomId: message.room.id,
			actorId: senderId,
		} as const;
		await store.parked.add({
			...{ id: parkedIdOf(change), direction: 'to-matrix', at: Date.now(), ...change },
			code: 'waited-too-long',
		});
		await settle(bridge, message);
		const count = (counts.get(senderId)?.count ?? 0) + 1;
		counts.set(senderId, { count, place: { actor, room: message.room } });
	}
	for (const { count, place } of counts.values()) {
		await tellActor(bridge, place, (text) =>
			text('messages_too_old', { count, days: configuration.deliveryDays }),
		);
	}
}
