import type { MessageContent } from '../matrix/events';

/**
 * A Rocket.Chat message as Matrix content.
 * Client-Server API, "m.text". `m.mentions` is always there: without it homeservers guess whom to wake.
 * @returns undefined where there is nothing to say
 */
export function matrixContentOf(text: string): MessageContent | undefined {
	return text.trim() === '' ? undefined : { msgtype: 'm.text', body: text, 'm.mentions': {} };
}

/**
 * The content of an `m.room.message` as the text of a Rocket.Chat message. What Rocket.Chat has no form for
 * shows its `body`, which is there for just that; Client-Server API, "Extensible fallback".
 * @returns undefined where there is nothing to show, such as after a redaction
 */
export function rocketChatTextOf(
	content: Readonly<Record<string, unknown>>,
	senderName: string,
): string | undefined {
	const { msgtype, body } = content;
	if (typeof body !== 'string' || body.trim() === '') {
		return undefined;
	}
	return msgtype === 'm.emote' ? `_${senderName} ${body}_` : body;
}
