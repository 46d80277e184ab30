import { escapeText } from '../escape/escape-text';

/**
 * `m.sticker`: what it shows, in words. Client-Server API, "m.sticker".
 * @returns undefined where it has no description
 */
export function stickerText(content: Readonly<Record<string, unknown>>): string | undefined {
	const { body } = content;
	return typeof body === 'string' && body.trim() !== '' ? escapeText(body) : undefined;
}
