import type { ConfiguredBridge } from '../../configured-bridge';
import type { Texts } from '../../i18n';
import type { StoredMessage } from '../../rocketchat/entities';
import { parkedIdOf, type ParkedChange } from '../../store/parked-events';
import { tellActor, type NoticePlace } from '../sender-notice';
import { settle } from './settlement';

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
		const { id: messageId, room, sender: actor } = message;
		const change: ParkedChange = {
			...{ what: 'message', messageId },
			...{ rocketChatRoomId: room.id, actorId: actor?.id },
		};
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

/**
 * Tells everybody who wrote one of some messages, once.
 * @param sentence what they read about the number of their messages
 */
export async function tellWriters(
	bridge: ConfiguredBridge,
	messages: readonly StoredMessage[],
	sentence: (count: number) => (text: Texts) => string,
): Promise<void> {
	const counts = new Map<string, { readonly count: number; readonly place: NoticePlace }>();
	for (const { room, sender: actor } of messages) {
		const { count = 0 } = counts.get(actor?.id ?? '') ?? {};
		counts.set(actor?.id ?? '', { count: count + 1, place: { actor, room } });
	}
	for (const { count, place } of counts.values()) {
		await tellActor(bridge, place, sentence(count));
	}
}
