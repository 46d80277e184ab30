import type { IMessageReactionContext } from '@rocket.chat/apps-engine/definition/messages';
import { unicodeOf } from '../convert/emoji/emoji';
import type { Federation } from '../federation';
import type { RoomId } from '../matrix/ids';
import { reactionKey } from '../store/store';
import { sendSurely } from './message';
import { ensurePuppet } from './puppet';

/**
 * Carries a reaction, or that it was taken back, to Matrix; a custom emoji goes by its name. What is not on Matrix
 * gets none. Client-Server API, "Event annotations and reactions".
 */
export async function sendReaction(
	federation: Federation,
	{ message, user, reaction, isReacted }: IMessageReactionContext,
	roomId: RoomId,
): Promise<void> {
	const { store, homeserver } = federation;
	const target = message.id === undefined ? undefined : await store.messages.byRocketChatId(message.id);
	if (!target) {
		return;
	}
	const key = reactionKey(target.rocketChatId, user.id, reaction);
	const known = await store.reactions.byRocketChatId(key);
	const puppetId = await ensurePuppet(federation, user);
	if (isReacted && !known) {
		const eventId = await sendSurely(federation, puppetId, roomId, {
			transactionId: `${target.rocketChatId}.${crypto.randomUUID()}`,
			event: {
				type: 'm.reaction',
				content: {
					'm.relates_to': {
						rel_type: 'm.annotation',
						event_id: target.matrixId,
						key: unicodeOf(reaction.slice(1, -1)) ?? reaction,
					},
				},
			},
			at: Date.now(),
		});
		await store.reactions.add({ matrixId: eventId, rocketChatId: key });
	}
	if (!isReacted && known) {
		await homeserver.redact(puppetId, roomId, known.matrixId, `${known.matrixId}.taken-back`);
		await store.reactions.forget(known);
	}
}
