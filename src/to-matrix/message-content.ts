import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import { fitIntoEvents } from '../convert/event-size';
import { parseMarkdown, renderMarkdown, type MatrixText } from '../convert/markdown/markdown';
import { messageAddress, splitQuotes, type QuoteLink } from '../convert/quote';
import type { RelatedEvents } from '../convert/relation';
import type { ConfiguredBridge } from '../configured-bridge';
import type { MessageText } from '../matrix/events';
import type { RoomId } from '../matrix/ids';
import type { PlanRefusal } from '../plan/refusal';
import { resolveChannels } from './channels';
import { senderMayMentionRoom, resolveMentions } from './mentions';
import { findRepliedTo, renderQuote } from './quotes';

/** A message as it goes to Matrix. */
export interface OutgoingMessage {
	/** What is said, in as many events as it takes; none where there is nothing to say. */
	readonly parts: readonly MessageText[];
	readonly related: RelatedEvents;
	/** Why nobody was mentioned although somebody was meant. */
	readonly refusal: PlanRefusal | undefined;
}

/**
 * Puts into Matrix' words what somebody wrote, with whom they name and what they answer.
 */
export async function convertMessage(
	bridge: ConfiguredBridge,
	message: IMessage,
	roomId: RoomId,
): Promise<OutgoingMessage> {
	const { workspace } = bridge;
	const { quotes, text } = splitQuotes(message.text ?? '', workspace.siteUrl);
	const answered = await findRepliedTo(bridge, roomId, quotes);
	const { thread, lostRoot } = await threadOf(bridge, message, roomId);
	const others =
		text === '' ? quotes : [...lostRoot, ...quotes.filter((quote) => quote !== answered?.quote)];
	const shown = await Promise.all(others.map((quote) => renderQuote(bridge, message.room, quote)));
	const document = parseMarkdown([...shown, text].join('\n\n').trim(), workspace.markdown);
	// What is quoted mentions nobody again.
	const own = shown.length > 0 ? parseMarkdown(text, workspace.markdown) : document;
	const { people, refusal } = await resolveMentions(bridge, own);
	const channels = await resolveChannels(bridge, own.channels);
	const said = renderMarkdown(document, {
		person: (username) => people.get(username),
		channel: (name) => channels.get(name),
		mayMentionRoom: !refusal && own.all && (await senderMayMentionRoom(bridge, message.sender, roomId)),
	});
	return {
		parts: said.body.trim() === '' ? [] : fitIntoEvents(messageText(said)),
		related: { repliedTo: answered?.eventId, thread },
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

/** @returns the first event of the thread that a message stands in, or that message as a quote where it is not on Matrix */
async function threadOf(
	{ store, workspace }: ConfiguredBridge,
	{ threadId, room }: IMessage,
	roomId: RoomId,
): Promise<Pick<RelatedEvents, 'thread'> & { lostRoot: readonly QuoteLink[] }> {
	if (threadId === undefined) {
		return { lostRoot: [] };
	}
	const root = await store.messages.byRocketChatId(threadId);
	if (root?.roomId === roomId) {
		return { thread: root.matrixId, lostRoot: [] };
	}
	const address = messageAddress(workspace.siteUrl, room.id, threadId);
	return { thread: undefined, lostRoot: [{ messageId: threadId, address }] };
}
