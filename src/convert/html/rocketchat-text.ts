import { escapeText } from '../escape/escape-text';
import { withoutQuoteLinks } from '../escape/quote-links';
import { parseHtml } from './element';
import { writeAll } from './elements';
import type { Names } from './names';
import { Page } from './page';
import { plain } from './run';

/**
 * The content of an `m.room.message` as the text of a Rocket.Chat message. Client-Server API, "m.room.message
 * msgtypes". Nobody can forge a mention or a quote with it, and text that looks like Rocket.Chat's markup stays text.
 * `body` is used where there is no HTML, where the HTML says nothing, and where it is no honest one: longer than an
 * event can be or with over 1,000 tags open at once. Nothing is cut.
 * @returns undefined where there is nothing to show
 */
export function rocketChatTextOf(
	content: Readonly<Record<string, unknown>>,
	names: Names,
): string | undefined {
	const { body, format, formatted_body: html } = content;
	const text =
		(format === 'org.matrix.custom.html' && typeof html === 'string' ? textOfHtml(html, names) : '') ||
		(typeof body === 'string' ? escapeText(body) : '');
	return text.trim() === '' ? undefined : withoutQuoteLinks(text, names.siteUrl);
}

function textOfHtml(html: string, names: Names): string {
	const nodes = parseHtml(html) ?? [];
	const page = new Page();
	writeAll(nodes, { page, names, style: plain });
	return page.finish();
}
