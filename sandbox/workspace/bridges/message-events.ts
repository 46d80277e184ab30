import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import { AppInterface } from '@rocket.chat/apps-engine/definition/metadata';
import type { AppManager } from '@rocket.chat/apps-engine/server/AppManager';
import type { MessageOutcome } from '../app-events';
import { messageFromApp, messageToApp } from '../converters/messages';
import { userToApp } from '../converters/users';
import type { MessageDocument, UserDocument } from '../database/documents';
import { EventRaiser } from './event-raiser';

/** The two events by which apps change a message before it is stored, in their order. */
type MessageChanges = readonly [
	AppInterface.IPreMessageSentExtend | AppInterface.IPreMessageUpdatedExtend,
	AppInterface.IPreMessageSentModify | AppInterface.IPreMessageUpdatedModify,
];

/** The events of messages (`apps/meteor/app/apps/server/bridges/listeners.ts`, `messageEvent`). */
export class MessageEvents extends EventRaiser {
	beforeMessageSent(message: Partial<MessageDocument>): Promise<MessageOutcome> {
		return this.runPreEvents(message, AppInterface.IPreMessageSentPrevent, [
			AppInterface.IPreMessageSentExtend,
			AppInterface.IPreMessageSentModify,
		]);
	}

	messageSent(message: MessageDocument): Promise<void> {
		return this.post(AppInterface.IPostMessageSent, () => messageToApp(this.server, message));
	}

	systemMessageSent(message: MessageDocument): Promise<void> {
		return this.post(AppInterface.IPostSystemMessageSent, () => messageToApp(this.server, message));
	}

	beforeMessageUpdated(message: MessageDocument): Promise<MessageOutcome> {
		return this.runPreEvents(message, AppInterface.IPreMessageUpdatedPrevent, [
			AppInterface.IPreMessageUpdatedExtend,
			AppInterface.IPreMessageUpdatedModify,
		]);
	}

	messageUpdated(message: MessageDocument): Promise<void> {
		return this.post(AppInterface.IPostMessageUpdated, () => messageToApp(this.server, message));
	}

	async beforeMessageDeleted(message: MessageDocument): Promise<boolean> {
		const manager = this.manager();
		return Boolean(
			manager &&
			(await this.execute(
				manager,
				AppInterface.IPreMessageDeletePrevent,
				messageToApp(this.server, message),
			)),
		);
	}

	messageDeleted(message: MessageDocument, user: UserDocument): Promise<void> {
		return this.post(AppInterface.IPostMessageDeleted, () => ({
			message: messageToApp(this.server, message),
			user: userToApp(user),
		}));
	}

	messageReacted(
		message: MessageDocument,
		user: UserDocument,
		reaction: string,
		isReacted: boolean,
	): Promise<void> {
		return this.post(AppInterface.IPostMessageReacted, () => ({
			message: messageToApp(this.server, message),
			user: userToApp(user),
			reaction: reaction,
			isReacted,
		}));
	}

	messagePinned(message: MessageDocument, user: UserDocument, isPinned: boolean): Promise<void> {
		return this.post(AppInterface.IPostMessagePinned, () => ({
			message: messageToApp(this.server, message),
			user: userToApp(user),
			isPinned,
		}));
	}

	messageStarred(message: MessageDocument, user: UserDocument, isStarred: boolean): Promise<void> {
		return this.post(AppInterface.IPostMessageStarred, () => ({
			message: messageToApp(this.server, message),
			user: userToApp(user),
			isStarred,
		}));
	}

	messageFollowed(message: MessageDocument, user: UserDocument, isFollowed: boolean): Promise<void> {
		return this.post(AppInterface.IPostMessageFollowed, () => ({
			message: messageToApp(this.server, message),
			user: userToApp(user),
			isFollowed,
		}));
	}

	messageReported(message: MessageDocument, user: UserDocument, reason: string): Promise<void> {
		return this.post(AppInterface.IPostMessageReported, () => ({
			message: messageToApp(this.server, message),
			user: userToApp(user),
			reason,
		}));
	}

	private async roundTrip(
		manager: AppManager,
		events: MessageChanges,
		message: Partial<MessageDocument>,
	): Promise<Partial<MessageDocument>> {
		let document = message;
		for (const event of events) {
			const result: unknown = await this.execute(manager, event, messageToApp(this.server, document));
			document = messageFromApp(this.server, result as IMessage);
		}
		return document;
	}

	/** Asks the apps whether they prevent the message, and then how they change it. */
	private async runPreEvents(
		message: Partial<MessageDocument>,
		prevent: AppInterface.IPreMessageSentPrevent | AppInterface.IPreMessageUpdatedPrevent,
		changes: MessageChanges,
	): Promise<MessageOutcome> {
		const manager = this.manager();
		if (!manager) {
			return { prevented: false };
		}
		if (await this.execute(manager, prevent, messageToApp(this.server, message))) {
			return { prevented: true };
		}
		return { prevented: false, changes: await this.roundTrip(manager, changes, message) };
	}
}
