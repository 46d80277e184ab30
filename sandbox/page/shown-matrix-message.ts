import type { MatrixMessage } from '../clients/matrix-message';
import type { MatrixReaction } from '../clients/matrix-reaction';
import { cleaned, escaped, type CleanHtml } from './markup/clean-html';
import { matrixHtml } from './markup/matrix-html';
import { plainTextAsHtml } from './markup/plain-text';
import { hasCaption, shownMatrixFile } from './shown-matrix-file';
import type { Message, Quote, Reaction } from './side';

/** What a Matrix client knows about the room of a message. */
export interface MessageContext {
	/** User id of the person who reads. */
	readonly reader: string;
	readonly nameOf: (userId: string) => string;
	/** @returns the source of somebody's avatar in the room; undefined if they have none */
	readonly avatarOf: (userId: string) => string | undefined;
	/** @returns undefined if the message is not synced */
	readonly find: (eventId: string) => MatrixMessage | undefined;
	/** Oldest first. */
	readonly reactionsTo: (eventId: string) => readonly MatrixReaction[];
}

/** A message as a Matrix client shows it: its HTML if it has any, the quoted original, its thread, its reactions. */
export function shownMatrixMessage(message: MatrixMessage, context: MessageContext): Message {
	const { eventId: id, sender, body, sentAt: at, content, repliesTo, thread } = message;
	const kind = sender === context.reader ? 'own' : 'other';
	const avatar = context.avatarOf(sender);
	const common = {
		...{ id, sender, name: context.nameOf(sender), at, deleted: message.redacted },
		...(avatar !== undefined && { avatar }),
	};
	if (message.redacted) {
		const html = plainTextAsHtml('Message deleted');
		return { ...common, text: '', html, kind, edited: false, quotes: [], reactions: [] };
	}
	const file = shownMatrixFile(message);
	return {
		...common,
		text: file && !hasCaption(message) ? '' : body,
		html: htmlOf(message, context),
		...(file && { files: [file] }),
		kind: content.msgtype === 'm.notice' ? 'system' : kind,
		edited: message.edited,
		quotes: repliesTo === undefined ? [] : [quoteOf(repliesTo, context)],
		...(thread !== undefined && { thread }),
		reactions: groupReactions(context.reactionsTo(id), context),
	};
}

function htmlOf(message: MatrixMessage, { reader, nameOf }: MessageContext): CleanHtml {
	const { body, content, sender } = message;
	if (shownMatrixFile(message) && !hasCaption(message)) {
		return plainTextAsHtml('');
	}
	const { msgtype, format, formatted_body: formatted } = content;
	const html =
		format === 'org.matrix.custom.html' && typeof formatted === 'string'
			? matrixHtml(formatted, reader)
			: plainTextAsHtml(body);
	return msgtype === 'm.emote' ? cleaned(`* ${escaped(nameOf(sender))} ${html}`) : html;
}

function quoteOf(eventId: string, context: MessageContext): Quote {
	const original = context.find(eventId);
	if (!original || original.redacted) {
		return { name: '', html: plainTextAsHtml('a message that is not available') };
	}
	return { id: eventId, name: context.nameOf(original.sender), html: htmlOf(original, context) };
}

/** Groups the reactions by emoji, in the order of first use. Counts each person once. */
function groupReactions(
	reactions: readonly MatrixReaction[],
	{ reader, nameOf }: MessageContext,
): Reaction[] {
	const senders = new Map<string, Set<string>>();
	for (const { key, sender } of reactions) {
		senders.set(key, (senders.get(key) ?? new Set()).add(sender));
	}
	return [...senders].map(([key, who]) => ({
		key,
		shown: key.startsWith('mxc://') ? 'a picture' : key,
		...(key.startsWith('mxc://') && { picture: key }),
		people: [...who].map(nameOf),
		own: who.has(reader),
	}));
}
