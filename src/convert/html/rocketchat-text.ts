import { parseHtml, type Node } from './element';
import { writeAll } from './elements';
import { plainText } from './plain-text';
import type { Names } from './names';
import { Page } from './page';
import { plain } from './run';

/**
 * The content of an `m.room.message` as the text of a Rocket.Chat message. Client-Server API, "m.room.message
 * msgtypes". Nobody can forge a mention with it, and text that looks like Rocket.Chat's markup stays text.
 * `body` is used where there is no HTML and where the HTML says nothing or is no honest one (see `htmlOf`). Nothing
 * is cut.
 * @returns undefined where there is nothing to show
 */
export function rocketChatTextOf(
	content: Readonly<Record<string, unknown>>,
	names: Names,
): string | undefined {
	const page = new Page(names.longestLine);
	writeAll(htmlOf(content), { page, names, style: plain });
	const { body } = content;
	const text = page.finish() || (typeof body === 'string' ? plainText(body, names.longestLine) : '');
	return text.trim() === '' ? undefined : text;
}

/**
 * The HTML of a message.
 * @returns nothing where there is none, or one longer than an event can be or with over 1,000 tags open at once
 */
export function htmlOf(content: Readonly<Record<string, unknown>>): readonly Node[] {
	const { format, formatted_body: html } = content;
	return format === 'org.matrix.custom.html' && typeof html === 'string' ? (parseHtml(html) ?? []) : [];
}
