import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import type { FileProperties, MessageDocument } from '../database/documents';
import { collections } from '../functions/collections';
import type { Server } from '../server';
import { attachmentsToThread } from './attachments';
import { mapFields, takeField, type Loose } from './mapped-data';
import { filesToApp, renamedMessageFields } from './messages';
import { roomById } from './rooms';
import { userById, userToApp } from './users';

/**
 * A thread's messages (`apps/meteor/app/apps/server/converters/threads.ts`): the first message comes twice, once as the
 * head and once among those found, as in Rocket.Chat. Nothing for an unknown id.
 */
export function threadById(server: Server, threadId: string): IMessage[] {
	const { messages } = collections(server);
	const main = messages.findById(threadId);
	const room = main && roomById(server, main.rid);
	if (!room) {
		return [];
	}
	return [main, main, ...messages.find({ tmid: threadId })].map((message) =>
		threadMessage(server, message, room),
	);
}

/** Unlike elsewhere, `type` stays unmapped here, and `rid`, `u` and `editedBy` stay among the unmapped too. */
function threadMessage(server: Server, message: MessageDocument, room: IRoom): IMessage {
	return mapFields(message, {
		...renamedMessageFields,
		room: () => room,
		editor: () =>
			message.editedAt && message.editedBy ? userById(server, message.editedBy._id) : undefined,
		attachments: (copy) => attachmentsToThread(takeField(copy, 'attachments') as Loose[] | undefined),
		sender: () => userById(server, message.u._id) ?? userToApp(message.u),
		files: (copy) => filesToApp(copy.files as FileProperties[] | undefined, message.attachments),
	}) as unknown as IMessage;
}
