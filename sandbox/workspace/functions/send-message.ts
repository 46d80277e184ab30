import type { MessageDocument, RoomDocument, UserDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { behaves } from '../server-version';
import { afterSaveMessage } from './after-save-message';
import { collections } from './collections';
import { joinDiscussion } from './join-discussion';
import { mentionedChannels, mentionedUsers, preventGroupMentions } from './mentions';
import { quoteLinkedMessages, urlsIn } from './message-links';
import { notifyEphemerally, translated } from './notifications';
import { randomId } from './random-id';
import { roomToWriteIn } from './room-access';
import { validateMessage } from './validate-message';

const method = 'sendMessage';
/** Milliseconds. A message's own timestamp that differs more from now is refused. */
const refusedAfter = 60_000;
/** Milliseconds. A message's own timestamp that differs more from now is replaced by now. */
const replacedAfter = 10_000;

/**
 * Sends a message as a user: REST `chat.sendMessage`, files and the apps' bridge all end here
 * (`apps/meteor/app/lib/server/methods/sendMessage.ts`, `executeSendMessage`).
 * @param message - the function changes it, as in Rocket.Chat
 * @throws {MeteorError} `error-message-ts-out-of-sync`, `error-message-size-exceeded`, `error-invalid-user`,
 * `error-not-allowed`, `error-invalid-message`, `invalid-params`; Error from {@link roomToWriteIn} and `validateMessage`, which the sender also
 * sees as an ephemeral message
 * @returns undefined if an app prevented the message
 */
export async function executeSendMessage(
	server: Server,
	userId: string,
	message: Partial<MessageDocument>,
): Promise<MessageDocument | undefined> {
	assertWellFormed(server, message);
	const { users, messages } = collections(server);
	const user = users.findById(userId);
	if (!user?.username) {
		throw new MeteorError('error-invalid-user', 'Invalid user');
	}
	let { rid } = message;
	if (message.tmid) {
		// A thread has no threads inside: a reply to a reply belongs to the first message.
		const parent = messages.findById(message.tmid);
		message.tmid = parent?.tmid || message.tmid;
		rid = parent?.rid ?? rid;
	}
	if (!rid) {
		throw new Error("The 'rid' property on the message object is missing.");
	}
	try {
		return await sendMessage(server, user, message, roomToWriteIn(server, rid, user));
	} catch (error) {
		const key =
			error instanceof MeteorError
				? error.error
				: error instanceof Error
					? error.message
					: String(error);
		notifyEphemerally(server, userId, message.rid ?? rid, { msg: translated(key) });
		throw error;
	}
}

function assertWellFormed(server: Server, message: Partial<MessageDocument>): void {
	if (message.tshow && !message.tmid) {
		throw new MeteorError('invalid-params', 'tshow provided but missing tmid', { method });
	}
	if (message.tmid && server.settings.get('Threads_enabled') === false) {
		throw new MeteorError('error-not-allowed', 'not-allowed', { method });
	}
	const now = new Date();
	const difference = message.ts ? Math.abs(message.ts.getTime() - now.getTime()) : 0;
	if (difference > refusedAfter) {
		throw new MeteorError('error-message-ts-out-of-sync', 'Message timestamp is out of sync', {
			method,
			message_ts: message.ts,
			server_ts: now.getTime(),
		});
	}
	message.ts = message.ts && difference <= replacedAfter ? message.ts : now;
	if (behaves(server, 'refusesBlankTexts')) {
		refuseBlank(message, message);
	}
	const maximum = server.settings.get<number | undefined>('Message_MaxAllowedSize') ?? 0;
	if (message.msg && message.msg.length > maximum) {
		throw new MeteorError('error-message-size-exceeded', 'Message size exceeds Message_MaxAllowedSize', {
			method,
		});
	}
}

/**
 * Checks, stores and announces a message (`apps/meteor/app/lib/server/functions/sendMessage.ts`):
 * `IPreMessageSentPrevent`, `IPreMessageSentExtend`, `IPreMessageSentModify`, then `IPostMessageSent`, which is raised
 * before the room's counters change; its handlers are not waited for.
 */
export async function sendMessage(
	server: Server,
	user: UserDocument,
	draft: Partial<MessageDocument>,
	room: RoomDocument,
): Promise<MessageDocument | undefined> {
	validateMessage(server, draft, user._id, room._id);
	const prepared = Object.assign(draft, {
		ts: draft.ts ?? new Date(),
		u: { _id: user._id, username: user.username, ...(user.name !== undefined && { name: user.name }) },
		rid: room._id,
		msg: typeof draft.msg === 'string' ? draft.msg : '',
	});
	if (prepared.tshow !== true) {
		delete prepared.tshow;
	}
	const outcome = await server.appEvents.beforeMessageSent(prepared);
	if (outcome.prevented) {
		return undefined;
	}
	if (outcome.changes) {
		Object.assign(prepared, outcome.changes);
		validateMessage(server, prepared, user._id, room._id);
	}
	const { messages } = collections(server);
	const message = beforeSave(
		server,
		Object.assign(prepared, { _id: prepared._id ?? randomId(), _updatedAt: new Date() }),
	);
	preventGroupMentions(server, message);
	if (messages.findById(message._id)) {
		return undefined;
	}
	await joinDiscussion(server, room, user._id);
	messages.insert(message);
	if (message.t && behaves(server, 'raisesSystemEventForTypedMessages')) {
		void server.appEvents.systemMessageSent(message);
	} else {
		void server.appEvents.messageSent(message);
	}
	afterSaveMessage(server, message, room);
	return message;
}

/**
 * Adds what follows from a message's text before it is stored (`MessageService.beforeSave`): links, mentions, quotes.
 */
export function beforeSave(server: Server, message: MessageDocument): MessageDocument {
	if (message.parseUrls !== false && behaves(server, 'closesCodeFences')) {
		message.msg = withClosedFence(message.msg);
	}
	const urls = urlsIn(message);
	if (urls) {
		message.urls = urls;
	}
	message.mentions = mentionedUsers(server, message);
	message.channels = mentionedChannels(server, message.msg);
	return quoteLinkedMessages(server, message);
}

/**
 * Removes NUL from the text of a new or edited message, and refuses a text of nothing but white space.
 * @param message - `msg` is changed; undefined in an edit that leaves the text as it is
 * @param others - what has the attachments and blocks: for an edit, the message as it was
 * @throws {MeteorError} `error-invalid-message`
 */
export function refuseBlank(
	message: Partial<MessageDocument>,
	others: Pick<Partial<MessageDocument>, 'attachments' | 'blocks'>,
): void {
	if (typeof message.msg === 'string') {
		message.msg = message.msg.replaceAll('\0', '');
	}
	if (!message.msg?.trim() && !others.attachments?.length && !others.blocks?.length) {
		throw new MeteorError('error-invalid-message', 'Message cannot be empty', { method });
	}
}

function withClosedFence(text: string): string {
	const fences = text.match(/```/g)?.length ?? 0;
	return fences % 2 === 1 ? `${text}\n\`\`\`` : text;
}
