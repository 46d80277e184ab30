import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import type { Bridge } from '../bridge';
import { failureOf } from '../failure';
import { translate } from '../i18n';
import { destinationOf, sendMessage } from './message';

/**
 * Carries a message of a federated room to Matrix, in the room's order. Where that fails the person who wrote
 * is told at once.
 */
export async function relayMessage(bridge: Bridge, message: IMessage): Promise<void> {
	const roomId = destinationOf(message, (sender) => bridge.people.isOurs(sender));
	if (!roomId) {
		return;
	}
	const order = (message.createdAt ?? new Date()).getTime();
	try {
		await bridge.queues.run(`rocketchat ${message.room.id}`, order, async () =>
			sendMessage(await bridge.federation(), message, roomId),
		);
	} catch (error) {
		const { code, kind, parameters, cause } = failureOf(error);
		bridge.log[kind.level]('a message did not get to Matrix', {
			code,
			roomId,
			messageId: message.id,
			cause: String(cause),
		});
		if (kind.notice) {
			const language = message.sender.settings?.preferences?.language;
			await bridge.messages.tell(
				message.sender.id,
				message.room.id,
				translate(
					'message_not_sent',
					{ reason: translate(kind.text, parameters, language) },
					language,
				),
				message.threadId,
			);
		}
	}
}
