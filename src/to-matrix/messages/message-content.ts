import { fitIntoEvents, PART_BYTES } from '../../convert/event-size';
import {
	parseMarkdown,
	renderMarkdown,
	renderMarkdownInParts,
	withCards,
	withSpeaker,
	type MatrixText,
} from '../../convert/markdown/markdown';
import type { MatrixNames } from '../../convert/markdown/matrix-names';
import { messageAddress, splitQuotes, type QuoteLink } from '../../convert/quote';
import type { RelatedEvents } from '../../convert/relation';
import type { ConfiguredBridge } from '../../configured-bridge';
import { workspaceTexts } from '../../i18n';
import type { MessageText } from '../../matrix/events';
import type { EventId, RoomId } from '../../matrix/ids';
import type { PlanRefusal } from '../../plan/refusal';
import type { RocketChatMessage } from '../../rocketchat/entities';
import { cardsOf } from './cards';
import { resolveChannels } from './channels';
import { emojiImages } from './custom-emoji';
import { resolveMentions } from './mentions';
import { filesOf, type MessageFile } from './message-files';
import { findRepliedTo, renderQuote } from './quotes';
import { asSpeaker, speakerOf } from './speaker';

/** A file that is to be shown, with its caption. */
interface OutgoingFile {
	readonly file: MessageFile;
	readonly caption: MessageText | undefined;
}

/** What one event of a message shows. */
export type OutgoingPart = MessageText | OutgoingFile;

/** A message in the form in which it is sent to Matrix. */
export interface OutgoingMessage {
	/** What each event shows, in order; none if the message has neither a text nor a file. */
	readonly parts: readonly OutgoingPart[];
	/** What the first event replies to, and the thread of all. */
	readonly related: RelatedEvents;
	/** Why no user is mentioned, if the message would notify somebody and the workspace's plan lacks mentions. */
	readonly refusal: PlanRefusal | undefined;
}

/**
 * Converts a message for Matrix: looks up the people, channels and messages that it names, and renders its markdown.
 * The first quote of a message of the same Matrix room becomes a reply; every other quote becomes text. The text is the caption
 * of the first file; a text that needs several events comes before the files.
 * @param roomId the Matrix room that it is sent to
 * @param answeredBefore of an edit: finds out what the message is a reply to on Matrix, which an edit cannot change. A quote of
 * another message becomes text
 */
export async function convertMessage(
	bridge: ConfiguredBridge,
	message: RocketChatMessage,
	roomId: RoomId,
	answeredBefore?: () => Promise<EventId | undefined>,
): Promise<OutgoingMessage> {
	const { workspace } = bridge;
	const files = filesOf(message, workspace.siteUrl);
	const { quotes, text: own } = splitQuotes(message.text ?? '', workspace.siteUrl);
	const description = files[0]?.description ?? '';
	const text = description === '' ? own : `${own}\n\n${description}`.trim();
	const quoted = await findRepliedTo(bridge, roomId, quotes);
	const isReply = quoted && (!answeredBefore || (await answeredBefore()) === quoted.eventId);
	const repliedTo = isReply ? quoted : undefined;
	const { thread, unlinkedRoot } = await threadOf(bridge, message, roomId);
	const cards = cardsOf(message, workspace.siteUrl, workspaceTexts(workspace)('call_started'));
	const isEmpty = text === '' && cards.length === 0 && files.length === 0;
	const textQuotes = isEmpty
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
	const descriptions = files.map(({ description }) => parseMarkdown(description, workspace.markdown));
	const shortcodes = [document, ...descriptions].flatMap(({ customEmoji }) => customEmoji);
	const images = await emojiImages(bridge, [...new Set(shortcodes)]);
	const names: MatrixNames = {
		person: (username) => people.get(username),
		channel: (name) => channels.get(name),
		emoji: (shortcode) => images.get(shortcode),
		mayMentionRoom: mentionsRoom,
	};
	const speaker = isEmpty ? '' : speakerOf(message);
	const said = speaker === '' ? document : withSpeaker(document, speaker);
	const shown = withCards(said, cards, workspace.markdown);
	const rendered = renderMarkdown(shown, names);
	const inParts = () => renderMarkdownInParts(shown, names, PART_BYTES).map(messageText);
	const texts = rendered.body.trim() === '' ? [] : fitIntoEvents(messageText(rendered), inParts);
	const descriptionOf = ({ description }: MessageFile) =>
		description.trim() === ''
			? undefined
			: messageText(renderMarkdown(parseMarkdown(description, workspace.markdown), names));
	return {
		parts: withFiles(asSpeaker(texts, speaker, message), files, descriptionOf),
		related: { repliedTo: repliedTo?.eventId, thread },
		refusal,
	};
}

function withFiles(
	texts: readonly MessageText[],
	[first, ...others]: readonly MessageFile[],
	descriptionOf: (file: MessageFile) => MessageText | undefined,
): OutgoingPart[] {
	if (!first) {
		return [...texts];
	}
	const [text, ...more] = texts;
	const shown = others.map((file) => ({ file, caption: descriptionOf(file) }));
	return more.length > 0
		? [...texts, { file: first, caption: undefined }, ...shown]
		: [{ file: first, caption: text }, ...shown];
}

/** @returns a sentence of the app, in Rocket.Chat's markdown, as a text that mentions nobody */
export function lineOf(sentence: string, { markdown }: ConfiguredBridge['workspace']): MessageText {
	const nobody: MatrixNames = { person: () => undefined, channel: () => undefined, mayMentionRoom: false };
	return messageText(renderMarkdown(parseMarkdown(sentence, markdown), nobody));
}

/** @returns the message with its text as an event of its own, in front of the first file */
export function withTextApart(outgoing: OutgoingMessage): OutgoingMessage {
	const [first, ...others] = outgoing.parts;
	return first && isFile(first) && first.caption
		? { ...outgoing, parts: [first.caption, { ...first, caption: undefined }, ...others] }
		: outgoing;
}

/** @returns whether a part shows a file, and no text alone */
export function isFile(part: OutgoingPart): part is OutgoingFile {
	return 'file' in part;
}

/** @returns the body of the event that shows a part, if its file has the name that the message says */
export function bodyOf(part: OutgoingPart): string {
	return isFile(part) ? (part.caption?.body ?? part.file.name) : part.body;
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
