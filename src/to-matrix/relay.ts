import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import type { Bridge } from '../bridge';
import { failureOf } from '../failure';
import type { TextKey } from '../i18n';
import { destinationOf, sendMessage, type Outcome } from './message';

/** What the person who wrote is told when not all of a message was sent. */
const outcomeTexts: Readonly<Partial<Record<Outcome, TextKey>>> = {
	'text-only': 'message_text_only',
	nothing: 'message_nothing_sent',
};

/**
 * Carries a message of a federated room to Matrix, in the room's order. Where that fails the person who wrote
 * is told at once.
 */
export async function relayMessage(bridge: Bridge, message: IMessage): Promise<void> {
	const roomId = destinationOf(message, (sender) => bridge.people.isOurs(sender));
	if (!roomId) {
		return;
	}
	const tell = (what: string) =>
		bridge.messages.tell(message.sender.id, message.room.id, what, message.threadId);
	const order = (message.createdAt ?? new Date()).getTime();
	try {
		const outcome = await bridge.queues.run(`rocketchat ${message.room.id}`, order, async () =>
			sendMessage(await bridge.federation(), message, roomId),
		);
		const told = outcomeTexts[outcome];
		if (told) {
			await tell((await bridge.textsFor(message.sender))(told));
		}
	} catch (error) {
		const failure = failureOf(error);
		bridge.log.failure('a message did not get to Matrix', failure, { roomId, messageId: message.id });
		const text = await bridge.textsFor(message.sender);
		const frame = failure.code === 'homeserver-slow' ? 'message_unconfirmed' : 'message_not_sent';
		await tell(`${text(frame)} ${text(failure.text, failure.parameters)}`);
	}
}
