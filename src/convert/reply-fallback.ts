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
	const { body, 'm.relates_to': relation } = content;
	const isReply = 'm.in_reply_to' in objectIn(relation);
	return isReply && typeof body === 'string' ? { ...content, body: body.replace(fallback, '') } : content;
}
