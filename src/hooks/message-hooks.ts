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
import { relayRoomChange } from '../to-matrix/rooms/relay-room-change';
import { relayDeletion, relayEdit, relayMessage, relayPin, relayReaction } from '../to-matrix/relay';

/** The app as far as the platform tells it of messages. Has no logic. */
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
	 * The only event for changes of a room and of roles in it. Newer servers also raise it for end-to-end encrypted messages, whose
	 * writer is told that they are not sent. Rocket.Chat: apps/meteor/server/lib/messages/sendMessage.ts
	 */
	async executePostSystemMessageSent(
		message: IMessage,
		read: IRead,
		_http: IHttp,
		persistence: IPersistence,
		modify: IModify,
	): Promise<void> {
		await this.handle({ read, modify, persistence }, (app) =>
			isCiphertext(message) ? relayMessage(app, message) : relayRoomChange(app, message),
		);
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
		await this.handle({ read, modify, persistence }, (app) => relayDeletion(app, context));
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
