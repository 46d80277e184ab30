import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import { parseMarkdown, renderMarkdown } from '../convert/markdown/markdown';
import { fitted } from '../convert/event-size';
import { quotedLines, splitQuotes, type QuoteLink } from '../convert/quote';
import type { Related } from '../convert/relation';
import type { Federation } from '../federation';
import type { MessageText } from '../matrix/events';
import type { RoomId } from '../matrix/ids';
import { mayMentionRoom } from '../matrix/power-levels';
import type { PlanRefusal } from '../plan/refusal';
import { ensurePuppet } from '../people/puppet';
import { mentionedIn } from './mentioned';

/** A message as it goes to Matrix. */
export interface Carried {
	/** What is said, in as many events as it takes; none where there is nothing to say. */
	readonly parts: readonly MessageText[];
	readonly related: Related;
	/** Why nobody was mentioned although somebody was meant. */
	readonly refusal: PlanRefusal | undefined;
}

/**
 * Puts into Matrix' words what somebody wrote, with whom they name and what they answer.
 */
export async function carriedMessage(
	federation: Federation,
	message: IMessage,
	roomId: RoomId,
): Promise<Carried> {
	const { workspace, store } = federation;
	const { quotes, text } = splitQuotes(message.text ?? '', workspace.siteUrl);
	const answered = await answeredIn(federation, roomId, quotes);
	const root =
		message.threadId === undefined ? undefined : await store.messages.byRocketChatId(message.threadId);
	const others = quotes.filter((quote) => quote !== answered?.quote || text === '');
	const shown = await Promise.all(others.map((quote) => shownQuote(federation, message, quote)));
	const document = parseMarkdown([...shown, text].join('\n\n').trim());
	// What is quoted mentions nobody again.
	const own = shown.length > 0 ? parseMarkdown(text) : document;
	const { people, refusal } = await mentionedIn(federation, own);
	const { body, formattedBody, mentions } = renderMarkdown(document, {
		person: (username) => people.get(username),
		mayMentionRoom: !refusal && own.all && (await maySayAll(federation, message, roomId)),
	});
	const said: MessageText = {
		msgtype: 'm.text',
		body,
		...(formattedBody !== undefined && {
			format: 'org.matrix.custom.html',
			formatted_body: formattedBody,
		}),
		'm.mentions': mentions,
	};
	return {
		parts: body.trim() === '' ? [] : fitted(said),
		related: { answered: answered?.eventId, thread: root?.roomId === roomId ? root.matrixId : undefined },
		refusal,
	};
}

async function maySayAll(federation: Federation, { sender }: IMessage, roomId: RoomId): Promise<boolean> {
	const puppetId = await ensurePuppet(federation, sender);
	return mayMentionRoom(await federation.homeserver.state(puppetId, roomId), puppetId);
}

/** The first quoted message that is in the same room becomes the one that is answered. */
async function answeredIn({ store }: Federation, roomId: RoomId, quotes: readonly QuoteLink[]) {
	for (const quote of quotes) {
		const link = await store.messages.byRocketChatId(quote.messageId);
		if (link?.roomId === roomId) {
			return { quote, eventId: link.matrixId };
		}
	}
	return undefined;
}

/** What is quoted of the same room is shown; of any other room only its link, since readers may not be in there. */
async function shownQuote(
	{ messages, workspace }: Federation,
	{ room }: IMessage,
	{ messageId, address }: QuoteLink,
): Promise<string> {
	const quoted = await messages.byId(messageId);
	return quoted?.room.id === room.id ? quotedLines(quoted.text ?? '', workspace.siteUrl) : address;
}
