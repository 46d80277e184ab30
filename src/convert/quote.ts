import type { RocketChatMessageId, RocketChatRoomId } from '../rocketchat/ids';

/** A message that another one quotes, by the link that stands in front of its text. */
export interface QuoteLink {
	readonly messageId: RocketChatMessageId;
	readonly address: string;
}

/** A link without a name; Rocket.Chat's clients write one for each quote. */
const nameless = /^\s*\[ ?\]\(([^()\s]+)\)/;

/**
 * Takes the quotes off a text. Rocket.Chat: apps/meteor/client/lib/chats/flows/processMessageEditing and
 * `prependReplies`; apps/meteor/server/services/messages/hooks/BeforeSaveJumpToMessage.ts.
 * @param siteUrl of the workspace; links to elsewhere are no quotes
 */
export function splitQuotes(text: string, siteUrl: string): { quotes: QuoteLink[]; text: string } {
	const quotes: QuoteLink[] = [];
	let rest = text;
	for (let match = nameless.exec(rest); match; match = nameless.exec(rest)) {
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

/** @returns a link that Rocket.Chat turns into a quote when it stands in front of a text */
export function quoteLink(siteUrl: string, roomId: RocketChatRoomId, messageId: RocketChatMessageId): string {
	return `[ ](${messageAddress(siteUrl, roomId, messageId)}) `;
}

/** @returns where a message of a direct message is found */
export function messageAddress(
	siteUrl: string,
	roomId: RocketChatRoomId,
	messageId: RocketChatMessageId,
): string {
	const query = new URLSearchParams({ msg: messageId }).toString();
	return `${siteUrl}/direct/${encodeURIComponent(roomId)}?${query}`;
}

/** @returns the links that stand in front of a text, as `quoteLink` writes them */
export function leadingQuotes(text: string, siteUrl: string): string {
	return splitQuotes(text, siteUrl)
		.quotes.map(({ address }) => `[ ](${address}) `)
		.join('');
}

/** @returns a text as a quote of Rocket.Chat's markdown */
export function quotedLines(text: string): string {
	return text
		.split(/\r\n?|\n/)
		.map((line) => `> ${line}`)
		.join('\n');
}

function messageIdIn(address: string, siteUrl: string): RocketChatMessageId | undefined {
	if (!address.startsWith(`${siteUrl}/`) || !URL.canParse(address)) {
		return undefined;
	}
	return (new URL(address).searchParams.get('msg') ?? undefined) as RocketChatMessageId | undefined;
}
