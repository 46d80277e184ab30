/** A link without a name to a message; Rocket.Chat's clients write one in front of a text for each quote. */
const leading = /^\s*\[ ?\]\(([^()\s]*[?&]msg=[^()\s]*)\)/;

/**
 * @param siteUrl of the workspace, without a slash at the end
 * @returns what Rocket.Chat's clients write in front of a text to quote a message (`prependReplies`)
 */
export function messageLink(siteUrl: string, roomId: string, messageId: string): string {
	return `[ ](${siteUrl}/direct/${roomId}?msg=${messageId}) `;
}

/** Parts a text of Rocket.Chat into the links of its quotes, as they stand there, and what its writer says. */
export function partQuotes(text: string): { links: string; said: string } {
	let said = text;
	for (let match = leading.exec(said); match; match = leading.exec(said)) {
		said = said.slice(match[0].length);
	}
	const links = text.slice(0, text.length - said.length);
	return { links: links && `${links} `, said: links ? said.trimStart() : said };
}

/** @returns the id of the message that a link leads to */
export function messageLinkedBy(address: string): string | undefined {
	return URL.canParse(address) ? (new URL(address).searchParams.get('msg') ?? undefined) : undefined;
}
