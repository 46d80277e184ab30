import type { IMessage, IMessageRaw } from '@rocket.chat/apps-engine/definition/messages';
import type { FileProperties, MessageDocument } from '../database/documents';
import { collections } from '../functions/collections';
import { randomId } from '../functions/random-id';
import type { Server } from '../server';
import { behaves } from '../server-version';
import { attachmentsFromApp, attachmentsToApp } from './attachments';
import { mapFields, takeField, type FieldMap, type Loose } from './mapped-data';
import { roomById } from './rooms';
import { userById, userToApp } from './users';

/** The fields that every form of a message shares (`apps/meteor/app/apps/server/converters/messages.ts`). */
export const renamedMessageFields: FieldMap = {
	id: '_id',
	threadId: 'tmid',
	reactions: 'reactions',
	parseUrls: 'parseUrls',
	text: 'msg',
	createdAt: 'ts',
	updatedAt: '_updatedAt',
	editedAt: 'editedAt',
	emoji: 'emoji',
	avatarUrl: 'avatar',
	alias: 'alias',
	file: 'file',
	customFields: 'customFields',
	groupable: 'groupable',
	token: 'token',
	blocks: 'blocks',
};

export function messageById(server: Server, messageId: string): IMessage | undefined {
	return messageToApp(server, collections(server).messages.findById(messageId));
}

/**
 * What a handler gets for a message: room, sender and editor looked up; `type` names a system message. Mentions, links,
 * `files` (once more), `pinned`, `tcount` and the like are under `_unmappedProperties_`.
 */
export function messageToApp(server: Server, message: Partial<MessageDocument>): IMessage;
export function messageToApp(
	server: Server,
	message: Partial<MessageDocument> | undefined,
): IMessage | undefined;
export function messageToApp(
	server: Server,
	message: Partial<MessageDocument> | undefined,
): IMessage | undefined {
	if (!message) {
		return undefined;
	}
	const { attachments } = message;
	return mapFields(message, {
		...renamedMessageFields,
		type: 't',
		// Stays in the copy: Rocket.Chat leaves the files among the unmapped properties as well.
		files: (copy) => filesToApp(copy.files as FileProperties[] | undefined, attachments),
		room: (copy) => roomById(server, takeField(copy, 'rid') as string),
		editor: (copy) => {
			const editor = takeField(copy, 'editedBy') as { _id: string } | undefined;
			return editor && userById(server, editor._id);
		},
		attachments: (copy) => attachmentsToApp(takeField(copy, 'attachments') as Loose[] | undefined),
		sender: (copy) => {
			const sender = takeField(copy, 'u') as MessageDocument['u'] | undefined;
			const user = sender && userById(server, sender._id);
			return user ?? (behaves(server, 'omitsDeletedSenders') ? undefined : userToApp(sender));
		},
	}) as unknown as IMessage;
}

/** A message as lists of messages give it: nothing is looked up (`convertMessageRaw`). */
export function messageToAppRaw(message: MessageDocument): IMessageRaw {
	const { attachments, ...rest } = message;
	return mapFields(rest, {
		...renamedMessageFields,
		files: 'files',
		roomId: 'rid',
		editor: 'editedBy',
		attachments: () => attachmentsToApp(attachments),
		sender: 'u',
		threadMsgCount: 'tcount',
		type: 't',
	}) as unknown as IMessageRaw;
}

/** Marks the thumbnail of messages that are too old to say which file it is (`convertMessageFiles.ts`). */
export function filesToApp(
	files: FileProperties[] | undefined,
	attachments: readonly unknown[] | undefined,
): FileProperties[] | undefined {
	const hasThumbnail = files?.length === 2 && attachments?.length === 1;
	return files?.map((file, index) =>
		!file.typeGroup && hasThumbnail && index === 1 ? { ...file, typeGroup: 'thumb' } : file,
	);
}

/**
 * The document for an app's message (`convertAppMessage`).
 * @param partial - for updates: only what the app gave, `_unmappedProperties_` left out
 * @throws Error if the room does not exist and the message is whole
 */
export function messageFromApp(server: Server, app: IMessage, partial?: false): MessageDocument;
export function messageFromApp(server: Server, app: IMessage, partial: true): Partial<MessageDocument>;
export function messageFromApp(server: Server, app: IMessage, partial = false): Partial<MessageDocument> {
	const { rooms, users } = collections(server);
	const message = app as unknown as Loose;
	const { room } = app as Partial<IMessage>;
	const rid = room?.id ? rooms.findById(room.id)?._id : undefined;
	if (!rid && !partial) {
		throw new Error('Invalid room provided on the message.');
	}
	const given = (field: string, as: string): Loose => (field in message ? { [as]: message[field] } : {});
	const editor =
		app.editor &&
		(users.findById(app.editor.id) ?? { _id: app.editor.id, username: app.editor.username });
	const attachments = attachmentsFromApp(app.attachments);
	const document: Loose = {
		_id: app.id || (partial ? app.id : randomId()),
		...given('threadId', 'tmid'),
		rid,
		u: sender(server, app),
		msg: app.text,
		ts: app.createdAt ?? (partial ? undefined : new Date()),
		_updatedAt: app.updatedAt,
		...(editor && { editedBy: { _id: editor._id, username: editor.username } }),
		...given('editedAt', 'editedAt'),
		...given('emoji', 'emoji'),
		...given('avatarUrl', 'avatar'),
		...given('alias', 'alias'),
		...given('customFields', 'customFields'),
		...given('groupable', 'groupable'),
		...(attachments && { attachments }),
		...given('reactions', 'reactions'),
		...given('parseUrls', 'parseUrls'),
		...given('blocks', 'blocks'),
		...given('token', 'token'),
		...(!partial && (message._unmappedProperties_ as Loose | undefined)),
	};
	return definedFields(document);
}

/** MongoDB's driver is set to leave `undefined` out, and an update must not touch such a field. */
function definedFields(document: Loose): Partial<MessageDocument> {
	return Object.fromEntries(Object.entries(document).filter(([, value]) => value !== undefined));
}

function sender(server: Server, app: Partial<IMessage>): Loose | undefined {
	if (!app.sender?.id) {
		return undefined;
	}
	const user = collections(server).users.findById(app.sender.id);
	const { id, username: givenUsername, name: givenName } = app.sender;
	const { _id, username, name } = user ?? { _id: id, username: givenUsername, name: givenName };
	return { _id, username, ...(name && { name }) };
}
