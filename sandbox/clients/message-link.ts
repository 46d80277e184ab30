/** A link to a message, without a name. Rocket.Chat's clients write one before the text for each quoted message. */
const leadingLink = /^\s*\[ ?\]\(([^()\s]*[?&]msg=[^()\s]*)\)/;

/**
 * @param siteUrl of the workspace, without a slash at the end
 * @returns the link that Rocket.Chat's clients write before a text to quote a message (`prependReplies`)
 */
export function messageLink(siteUrl: string, roomId: string, messageId: string): string {
	return `[ ](${siteUrl}/direct/${roomId}?msg=${messageId}) `;
}

/**
 * Splits the text of a Rocket.Chat message.
 * @returns the unchanged links of its quotes, and the text that its author wrote
 */
export function splitQuotes(text: string): { links: string; ownText: string } {
	let ownText = text;
	for (let match = leadingLink.exec(ownText); match; match = leadingLink.exec(ownText)) {
		ownText = ownText.slice(match[0].length);
	}
	const links = text.slice(0, text.length - ownText.length);
	return { links: links && `${links} `, ownText: links ? ownText.trimStart() : ownText };
}

/** @returns the id of the message that a link points to; undefined if it points to none */
export function messageIdInLink(address: string): string | undefined {
	return URL.canParse(address) ? (new URL(address).searchParams.get('msg') ?? undefined) : undefined;
}
