import type { IHttp, IModify, IPersistence, IRead } from '@rocket.chat/apps-engine/definition/accessors';
import { App } from '@rocket.chat/apps-engine/definition/App';
import type {
	IMessage,
	IMessageDeleteContext,
	IMessagePinContext,
	IMessageReactionContext,
	IPostMessageDeleted,
	IPostMessagePinned,
	IPostMessageReacted,
	IPostMessageSent,
	IPostMessageUpdated,
	IPostSystemMessageSent,
} from '@rocket.chat/apps-engine/definition/messages';
import type { AppContext } from '../app-context';
import { isCiphertext } from '../rocketchat/encryption';
import type { Host } from '../rocketchat/host';
import { announcedDiscussion } from '../rocketchat/message-fields';
import { relayDiscussionDeletion } from '../to-matrix/rooms/deleted-room';
import { relayRoomChange } from '../to-matrix/rooms/relay-room-change';
import {
	relayDeletion,
	relayDiscussion,
	relayEdit,
	relayMessage,
	relayPin,
	relayReaction,
} from '../to-matrix/relay';

/** The hooks by which the platform tells the app of messages. They have no logic. */
export abstract class MessageHooks
	extends App
	implements
		IPostMessageSent,
		IPostSystemMessageSent,
		IPostMessageUpdated,
		IPostMessageDeleted,
		IPostMessageReacted,
		IPostMessagePinned
{
	async executePostMessageSent(
		message: IMessage,
		read: IRead,
		_http: IHttp,
		persistence: IPersistence,
		modify: IModify,
	): Promise<void> {
		await this.handle({ read, modify, persistence }, (app) => relayMessage(app, message));
	}

	/**
	 * The only event for changes of a room and of roles in it, and the one that announces a discussion. Newer servers also raise it
	 * for end-to-end encrypted messages; their writer is told that they are not sent.
	 * Rocket.Chat: apps/meteor/server/lib/messages/sendMessage.ts
	 */
	async executePostSystemMessageSent(
		message: IMessage,
		read: IRead,
		_http: IHttp,
		persistence: IPersistence,
		modify: IModify,
	): Promise<void> {
		await this.handle({ read, modify, persistence }, (app) => {
			if (isCiphertext(message)) {
				return relayMessage(app, message);
			}
			return announcedDiscussion(message) === undefined
				? relayRoomChange(app, message)
				: relayDiscussion(app, message);
		});
	}

	async executePostMessageUpdated(
		message: IMessage,
		read: IRead,
		_http: IHttp,
		persistence: IPersistence,
		modify: IModify,
	): Promise<void> {
		await this.handle({ read, modify, persistence }, (app) => relayEdit(app, message));
	}

	async executePostMessageDeleted(
		_message: IMessage,
		read: IRead,
		_http: IHttp,
		persistence: IPersistence,
		modify: IModify,
		context: IMessageDeleteContext,
	): Promise<void> {
		await this.handle({ read, modify, persistence }, async (app) => {
			await relayDeletion(app, context);
			await relayDiscussionDeletion(app, context.message);
		});
	}

	async executePostMessageReacted(
		context: IMessageReactionContext,
		read: IRead,
		_http: IHttp,
		persistence: IPersistence,
		modify: IModify,
	): Promise<void> {
		await this.handle({ read, modify, persistence }, (app) => relayReaction(app, context));
	}

	async executePostMessagePinned(
		context: IMessagePinContext,
		read: IRead,
		_http: IHttp,
		persistence: IPersistence,
		modify: IModify,
	): Promise<void> {
		await this.handle({ read, modify, persistence }, (app) => relayPin(app, context));
	}

	/** Runs a handler with the app's context, logs what it throws, and passes the log entries to the engine. */
	abstract handle<Result>(host: Host, work: (app: AppContext) => Promise<Result>): Promise<Result>;
}
