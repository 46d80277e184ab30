import { fitIntoEvents, PART_BYTES } from '../convert/event-size';
import {
	parseMarkdown,
	renderMarkdown,
	renderMarkdownInParts,
	withCards,
	type MatrixText,
} from '../convert/markdown/markdown';
import type { MatrixNames } from '../convert/markdown/matrix-names';
import { messageAddress, splitQuotes, type QuoteLink } from '../convert/quote';
import type { RelatedEvents } from '../convert/relation';
import type { ConfiguredBridge } from '../configured-bridge';
import type { MessageText } from '../matrix/events';
import type { RoomId } from '../matrix/ids';
import type { PlanRefusal } from '../plan/refusal';
import type { RocketChatMessage } from '../rocketchat/entities';
import { cardsOf } from './cards';
import { resolveChannels } from './channels';
import { resolveMentions } from './mentions';
import { findRepliedTo, renderQuote } from './quotes';

/** A message in the form in which it is sent to Matrix. */
export interface OutgoingMessage {
	/** The text of each event, in order; none if the message has no text. */
	readonly parts: readonly MessageText[];
	/** What the first event replies to, and the thread of all. */
	readonly related: RelatedEvents;
	/** Why no user is mentioned, if the message would notify somebody and the workspace's plan lacks mentions. */
	readonly refusal: PlanRefusal | undefined;
}

/**
 * Converts a message for Matrix: looks up the people, channels and messages that it names, and renders its markdown.
 * The first quote of a message of the same Matrix room becomes a reply; every other quote becomes text.
 * @param roomId the Matrix room that it is sent to
 */
export async function convertMessage(
	bridge: ConfiguredBridge,
	message: RocketChatMessage,
	roomId: RoomId,
): Promise<OutgoingMessage> {
	const { workspace } = bridge;
	const { quotes, text } = splitQuotes(message.text ?? '', workspace.siteUrl);
	const repliedTo = await findRepliedTo(bridge, roomId, quotes);
	const { thread, unlinkedRoot } = await threadOf(bridge, message, roomId);
	const cards = cardsOf(message, workspace.siteUrl);
	const textQuotes =
		text === '' && cards.length === 0
			? quotes
			: [...unlinkedRoot, ...quotes.filter((quote) => quote !== repliedTo?.quote)];
	const renderedQuotes = await Promise.all(
		textQuotes.map((quote) => renderQuote(bridge, message.room, quote)),
	);
	const document = parseMarkdown([...renderedQuotes, text].join('\n\n').trim(), workspace.markdown);
	// A quote must not notify anybody a second time, so names are looked up in the message's own text alone.
	const ownText = renderedQuotes.length > 0 ? parseMarkdown(text, workspace.markdown) : document;
	const { people, mentionsRoom, refusal } = await resolveMentions(bridge, message, roomId, ownText);
	const channels = await resolveChannels(bridge, ownText.channels);
	const names: MatrixNames = {
		person: (username) => people.get(username),
		channel: (name) => channels.get(name),
		mayMentionRoom: mentionsRoom,
	};
	const shown = withCards(document, cards, workspace.markdown);
	const rendered = renderMarkdown(shown, names);
	const inParts = () => renderMarkdownInParts(shown, names, PART_BYTES).map(messageText);
	return {
		parts: rendered.body.trim() === '' ? [] : fitIntoEvents(messageText(rendered), inParts),
		related: { repliedTo: repliedTo?.eventId, thread },
		refusal,
	};
}

function messageText({ body, formattedBody, mentions }: MatrixText): MessageText {
	return {
		msgtype: 'm.text',
		body,
		...(formattedBody !== undefined && {
			format: 'org.matrix.custom.html',
			formatted_body: formattedBody,
		}),
		'm.mentions': mentions,
	};
}

/** @returns the first event of the message's thread; if that is not on Matrix, the first message as a quote */
async function threadOf(
	{ store, workspace }: ConfiguredBridge,
	{ threadId, room }: RocketChatMessage,
	roomId: RoomId,
): Promise<Pick<RelatedEvents, 'thread'> & { unlinkedRoot: readonly QuoteLink[] }> {
	if (threadId === undefined) {
		return { unlinkedRoot: [] };
	}
	const root = await store.messages.byRocketChatId(threadId);
	if (root?.roomId === roomId) {
		return { thread: root.matrixId, unlinkedRoot: [] };
	}
	const address = messageAddress(workspace.siteUrl, room.id, threadId);
	return { thread: undefined, unlinkedRoot: [{ messageId: threadId, address }] };
}
