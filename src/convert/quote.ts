import type { RocketChatMessageId, RocketChatRoomId } from '../rocketchat/ids';

/** A message that another message quotes, by a link in front of its text. */
export interface QuoteLink {
	readonly messageId: RocketChatMessageId;
	readonly address: string;
}

/** A link without a label. Rocket.Chat's clients write one for each message that is quoted. */
const unlabelledLink = /^\s*\[ ?\]\(([^()\s]+)\)/;

/**
 * Splits the text of a Rocket.Chat message into the links of its quotes and the rest. Rocket.Chat:
 * apps/meteor/client/lib/chats/flows/processMessageEditing and `prependReplies`;
 * apps/meteor/server/services/messages/hooks/BeforeSaveJumpToMessage.ts.
 * @param siteUrl of the workspace; a link to anywhere else is not a quote
 */
export function splitQuotes(text: string, siteUrl: string): { quotes: QuoteLink[]; text: string } {
	const quotes: QuoteLink[] = [];
	let rest = text;
	for (let match = unlabelledLink.exec(rest); match; match = unlabelledLink.exec(rest)) {
		const [link, address = ''] = match;
		const messageId = messageIdIn(address, siteUrl);
		if (messageId === undefined) {
			break;
		}
		quotes.push({ messageId, address });
		rest = rest.slice(link.length);
	}
	return { quotes, text: quotes.length > 0 ? rest.trimStart() : text };
}

/** @returns a link that Rocket.Chat shows as a quote if it is in front of a text */
export function quoteLink(siteUrl: string, roomId: RocketChatRoomId, messageId: RocketChatMessageId): string {
	return `[ ](${messageAddress(siteUrl, roomId, messageId)}) `;
}

/**
 * @returns the address of a message. It has the path of a direct message for a room of any kind, since the path of a
 * channel or group has the room's name; Rocket.Chat finds the quoted message by `msg` alone.
 */
export function messageAddress(
	siteUrl: string,
	roomId: RocketChatRoomId,
	messageId: RocketChatMessageId,
): string {
	const query = new URLSearchParams({ msg: messageId }).toString();
	return `${siteUrl}/direct/${encodeURIComponent(roomId)}?${query}`;
}

/** @returns the quotes in front of a text, written as `quoteLink` writes them */
export function leadingQuotes(text: string, siteUrl: string): string {
	return splitQuotes(text, siteUrl)
		.quotes.map(({ address }) => `[ ](${address}) `)
		.join('');
}

/** @returns a text as a blockquote in Rocket.Chat's markdown */
export function quotedLines(text: string): string {
	return text
		.split(/\r\n?|\n/)
		.map((line) => `> ${line}`)
		.join('\n');
}

/** @returns the id of the message that an address of the workspace shows; undefined if it is another address */
export function messageIdIn(address: string, siteUrl: string): RocketChatMessageId | undefined {
	if (!address.startsWith(`${siteUrl}/`) || !URL.canParse(address)) {
		return undefined;
	}
	return (new URL(address).searchParams.get('msg') ?? undefined) as RocketChatMessageId | undefined;
}
