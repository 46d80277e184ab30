import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import type { AppContext } from '../app-context';
import { isCiphertext } from '../rocketchat/encryption';
import { announcedDiscussion, isVideoCall } from '../rocketchat/message-fields';
import { relayDiscussion, relayMessage } from './relay';
import { relayRoomChange } from './rooms/relay-room-change';

/**
 * Relays what a message with a type says. Its event is the only one for changes of a room and of roles in it, and the one that announces
 * a discussion. Newer servers also raise it for video calls, and for end-to-end encrypted messages, whose writer is told that they
 * are not sent. Rocket.Chat: apps/meteor/server/lib/messages/sendMessage.ts
 */
export async function relaySystemMessage(app: AppContext, message: IMessage): Promise<void> {
	if (isCiphertext(message) || isVideoCall(message)) {
		return relayMessage(app, message);
	}
	return announcedDiscussion(message) === undefined
		? relayRoomChange(app, message)
		: relayDiscussion(app, message);
}
