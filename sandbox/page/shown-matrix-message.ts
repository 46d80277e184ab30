import type { MatrixMessage } from '../clients/matrix-message';
import type { MatrixReaction } from '../clients/matrix-reaction';
import { cleaned, escaped, type CleanHtml } from './markup/clean-html';
import { matrixHtml } from './markup/matrix-html';
import { plainTextAsHtml } from './markup/plain-text';
import type { Message, Quote, Reaction } from './side';

/** What a client knows beside a message. */
export interface Surroundings {
	/** User id of the person who looks. */
	readonly reader: string;
	readonly nameOf: (userId: string) => string;
	/** @returns undefined for what was not synced */
	readonly find: (eventId: string) => MatrixMessage | undefined;
	/** Oldest first. */
	readonly reactionsTo: (eventId: string) => readonly MatrixReaction[];
}

/** A message as a client of Matrix shows it: HTML if it has any, what it answers, reactions counted, thread. */
export function shownMatrixMessage(message: MatrixMessage, around: Surroundings): Message {
	const { eventId: id, sender, body, sentAt: at, content, repliesTo, thread } = message;
	const kind = sender === around.reader ? 'own' : 'other';
	const shared = { id, sender, name: around.nameOf(sender), at, deleted: message.redacted };
	if (message.redacted) {
		const html = plainTextAsHtml('Message deleted');
		return { ...shared, text: '', html, kind, edited: false, quotes: [], reactions: [] };
	}
	return {
		...shared,
		text: body,
		html: htmlOf(message, around),
		kind: content.msgtype === 'm.notice' ? 'system' : kind,
		edited: message.edited,
		quotes: repliesTo === undefined ? [] : [quoteOf(repliesTo, around)],
		...(thread !== undefined && { thread }),
		reactions: counted(around.reactionsTo(id), around),
	};
}

function htmlOf({ body, content, sender }: MatrixMessage, { reader, nameOf }: Surroundings): CleanHtml {
	const { msgtype, format, formatted_body: formatted } = content;
	const html =
		format === 'org.matrix.custom.html' && typeof formatted === 'string'
			? matrixHtml(formatted, reader)
			: plainTextAsHtml(body);
	return msgtype === 'm.emote' ? cleaned(`* ${escaped(nameOf(sender))} ${html}`) : html;
}

function quoteOf(eventId: string, around: Surroundings): Quote {
	const answered = around.find(eventId);
	if (!answered || answered.redacted) {
		return { name: '', html: plainTextAsHtml('a message that is not here') };
	}
	return { id: eventId, name: around.nameOf(answered.sender), html: htmlOf(answered, around) };
}

/** One entry for each emoji, in the order of their first use. */
function counted(reactions: readonly MatrixReaction[], { reader, nameOf }: Surroundings): Reaction[] {
	const senders = new Map<string, Set<string>>();
	for (const { key, sender } of reactions) {
		senders.set(key, (senders.get(key) ?? new Set()).add(sender));
	}
	return [...senders].map(([key, who]) => ({
		key,
		shown: key,
		people: [...who].map(nameOf),
		own: who.has(reader),
	}));
}
