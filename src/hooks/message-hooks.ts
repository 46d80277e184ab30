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
import type { Host } from '../rocketchat/host';
import { relayDiscussionDeletion } from '../to-matrix/rooms/deleted-room';
import {
	mayConcernMatrix,
	relayDeletion,
	relayEdit,
	relayMessage,
	relayPin,
	relayReaction,
} from '../to-matrix/relay';
import { relaySystemMessage } from '../to-matrix/system-message';

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
	/** Undefined before the platform has called a hook that passes all accessors. */
	protected abstract get contextIfAny(): AppContext | undefined;

	/** Wants any message as long as nothing else has started the app's work: only a call with all accessors can. */
	async checkPostMessageSent(message: IMessage): Promise<boolean> {
		return this.contextIfAny === undefined || mayConcernMatrix(message, this.getID());
	}

	async executePostMessageSent(
		message: IMessage,
		read: IRead,
		_http: IHttp,
		persistence: IPersistence,
		modify: IModify,
	): Promise<void> {
		await this.handle({ read, modify, persistence }, (app) => relayMessage(app, message));
	}

	async executePostSystemMessageSent(
		message: IMessage,
		read: IRead,
		_http: IHttp,
		persistence: IPersistence,
		modify: IModify,
	): Promise<void> {
		await this.handle({ read, modify, persistence }, (app) => relaySystemMessage(app, message));
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
