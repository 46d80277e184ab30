import { TypingScope } from '@rocket.chat/apps-engine/definition/accessors/INotifier';
import type { IMessage, Reaction } from '@rocket.chat/apps-engine/definition/messages';
import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import type { ITypingDescriptor } from '@rocket.chat/apps-engine/server/bridges/MessageBridge';
import { MessageBridge as EngineBridge } from '@rocket.chat/apps-engine/server/bridges/MessageBridge';
import { messageById, messageFromApp } from '../converters/messages';
import { userFromApp } from '../converters/users';
import type { UserDocument } from '../database/documents';
import { collections } from '../functions/collections';
import { deleteMessage } from '../functions/delete-message';
import { notifyEphemerally } from '../functions/notifications';
import { executeSendMessage } from '../functions/send-message';
import { executeSetReaction } from '../functions/set-reaction';
import { subscriptionsOf } from '../functions/subscriptions';
import { updateMessage } from '../functions/update-message';
import type { Server } from '../server';
import { possiblyAbsent } from './absent';

/**
 * `apps/meteor/app/apps/server/bridges/messages.ts`: actions of apps run through the same functions as actions of
 * people.
 */
export class MessageBridge extends EngineBridge {
	constructor(private readonly server: Server) {
		super();
	}

	protected async create(message: IMessage): Promise<string> {
		const document = messageFromApp(this.server, message);
		const sent = await executeSendMessage(this.server, document.u._id, document);
		if (!sent) {
			// Another app prevented the message. Rocket.Chat fails alike: it reads `_id` of `undefined`.
			throw new TypeError("Cannot read properties of undefined (reading '_id')");
		}
		return sent._id;
	}

	protected async getById(messageId: string): Promise<IMessage> {
		return possiblyAbsent(messageById(this.server, messageId));
	}

	protected async update(message: IMessage): Promise<void> {
		const editor = message.editor && collections(this.server).users.findById(message.editor.id);
		if (!editor) {
			throw new Error('Invalid editor assigned to the message for the update.');
		}
		await updateMessage(this.server, messageFromApp(this.server, message, true), editor);
	}

	protected async delete(message: IMessage, user: IUser): Promise<void> {
		if (!message.id) {
			throw new Error('Invalid message id');
		}
		const document = messageFromApp(this.server, message);
		const known = collections(this.server).users.findById(user.id);
		await deleteMessage(this.server, document, known ?? (userFromApp(user) as UserDocument));
	}

	protected async notifyUser(user: IUser, message: IMessage): Promise<void> {
		const document = messageFromApp(this.server, message);
		notifyEphemerally(this.server, user.id, document.rid, document);
	}

	protected async notifyRoom(room: IRoom, message: IMessage): Promise<void> {
		if (!room.id) {
			return;
		}
		const document = messageFromApp(this.server, message);
		for (const { u } of subscriptionsOf(this.server, room.id)) {
			notifyEphemerally(this.server, u._id, room.id, document);
		}
	}

	protected async typing({ scope, id, username, isTyping }: ITypingDescriptor): Promise<void> {
		if (scope !== TypingScope.Room) {
			throw new Error('Unrecognized typing scope provided');
		}
		if (!username) {
			throw new Error('Invalid username');
		}
		this.server.streams.emit('notify-room', `${id}/user-activity`, [
			username,
			isTyping ? ['user-typing'] : [],
		]);
	}

	protected async addReaction(messageId: string, userId: string, reaction: Reaction): Promise<void> {
		await executeSetReaction(this.server, userId, withColons(reaction), messageId, true);
	}

	protected async removeReaction(messageId: string, userId: string, reaction: Reaction): Promise<void> {
		await executeSetReaction(this.server, userId, withColons(reaction), messageId, false);
	}
}

function withColons(reaction: string): string {
	if (!reaction.startsWith(':') || !reaction.endsWith(':')) {
		throw new Error('Invalid reaction');
	}
	return reaction;
}
