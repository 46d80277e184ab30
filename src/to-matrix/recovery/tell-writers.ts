import type { ConfiguredBridge } from '../../configured-bridge';
import type { Texts } from '../../i18n';
import type { StoredMessage } from '../../rocketchat/entities';
import { tellActor, type NoticePlace } from '../sender-notice';

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
