/** What older clients quote of a message: `> <@bob:example.org> …`, with a star where it is an emote. */
const fallback = /^> (?:\* )?<@[^>\n]+>.*\n(?:>.*\n)*\n?/;

/**
 * The content of an answer without the quote that older clients put in front of its `body`; in HTML that is in
 * `mx-reply`. Client-Server API up to version 1.12, "Fallbacks for rich replies".
 */
export function withoutReplyFallback(
	content: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
	const { body, 'm.relates_to': relation } = content;
	const isAnswer = typeof relation === 'object' && relation !== null && 'm.in_reply_to' in relation;
	return isAnswer && typeof body === 'string' ? { ...content, body: body.replace(fallback, '') } : content;
}
