import type { JsonObject } from '../json';
import { parseHtml, type HtmlNode } from './html-tree';

/**
 * Parses the `formatted_body` of a message. Client-Server API, "m.room.message msgtypes".
 * @param content of an `m.room.message`
 * @returns no nodes if the message has no HTML, or HTML that `parseHtml` refuses
 */
export function parseFormattedBody(content: JsonObject): readonly HtmlNode[] {
	const { format, formatted_body: html } = content;
	return format === 'org.matrix.custom.html' && typeof html === 'string' ? (parseHtml(html) ?? []) : [];
}
