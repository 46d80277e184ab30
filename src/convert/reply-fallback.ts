import { objectIn, type JsonObject } from './json';

/**
 * The quote of the message that is replied to: `> <@bob:example.org> …` and further lines with `> `. It has the star
 * if that message is an emote.
 */
const fallback = /^> (?:\* )?<@[^>\n]+>.*\n(?:>.*\n)*\n?/;

/**
 * Removes the quote that older clients put in front of the `body` of a reply. In HTML the quote is in `mx-reply`, which
 * the HTML parser drops. Client-Server API up to version 1.12, "Fallbacks for rich replies".
 * @param content of an `m.room.message`
 * @returns the content as it is if the message is not a reply
 */
export function withoutReplyFallback(content: JsonObject): JsonObject {
	const { body } = content;
	return isReply(content) && typeof body === 'string'
		? { ...content, body: body.replace(fallback, '') }
		: content;
}

/** Whether the `body` begins like a reply of an older client, whatever the message is. */
export function beginsWithReplyFallback({ body }: JsonObject): boolean {
	return typeof body === 'string' && fallback.test(body);
}

/** Whether a message says that it is a reply. The new content of an edit does not say it. */
export function isReply(content: JsonObject): boolean {
	return 'm.in_reply_to' in objectIn(content['m.relates_to']);
}
