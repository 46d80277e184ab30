import type { JsonObject } from '../json';
/**
 * From the HTML of a Matrix message to the text of a Rocket.Chat message. The stages, each with the file that has it:
 *
 * 1. HTML to a tree of `HtmlNode`s: `parseHtml` (html-tree.ts, formatted-body.ts).
 * 2. The tree to paragraphs, each a list of `StyledRun`s: `writeNodes` (element-writers.ts) walks the tree and adds runs
 *    to a `TextBuilder` (text-builder.ts).
 * 3. The runs of a paragraph to lines of runs: `paragraphLines` (paragraph-lines.ts); `splitLongLine` (long-line.ts) if
 *    a line is too long.
 * 4. The runs of a line to `Inline`s, which are what Rocket.Chat's markup can say: `toInlines` (inlines.ts).
 * 5. Inlines to `MarkupFragment`s, which are escaped and have their markers: `lineMarkup` (line-markup.ts).
 * 6. Fragments to a line of markup: `joinFragments` (markup-fragments.ts).
 * 7. Lines to the message: the `TextBuilder` adds the marks of quotes and lists, and empty lines between blocks.
 *
 * An example, in which · is the invisible U+2060:
 *
 * ```text
 * HTML        <p><b>2*3</b>, see <a href="https://a.com/"><i>my</i> page</a></p><blockquote>ok</blockquote>
 * 1 tree      p(b("2*3") ", see " a(i("my") " page")) blockquote("ok")
 * 2 runs      "2*3" bold, ", see ", "my" italic in a link, " page" in the same link
 *             "ok", added while the builder is in a quote
 * 3 lines     the same runs: there is no line break, and no line is too long
 * 4 inlines   text "2" bold, text "*", text "3" bold, text ", see ", link "my page" to https://a.com/ with "my" italic
 *             text "ok"
 * 5 fragments markup "*2*", text "\*", markup "*3*", text ", see ", markup "[_my_ page](https://a.com/)"
 *             text "ok"
 * 6 markup    *2*·\*·*3*, see [_my_ page](https://a.com/)
 *             ok
 * 7 message   *2*·\*·*3*, see [_my_ page](https://a.com/)
 *
 *             > ok
 * ```
 *
 * Stage 4 takes the asterisk out of the bold text, as a backslash works only outside of emphasis.
 */

import { holdsCutAddress } from '../escape/bare-link';
import { escapeText } from '../escape/escape-text';
import { writeNodes } from './element-writers';
import { parseFormattedBody } from './formatted-body';
import { withIntentionalMentions } from './intentional-mentions';
import type { ConversionContext } from './known-people';
import { emptyMessageState, type MessageState } from './message-state';
import { splitAtPermalinks } from './permalink';
import { plainLines } from './plain-text';
import { plainStyle } from './styled-run';
import { TextBuilder } from './text-builder';

/**
 * Converts the content of an `m.room.message` to the text of a Rocket.Chat message. Client-Server API, "m.room.message msgtypes".
 * It notifies those whom the message means to notify. The sender cannot forge a mention with it, and text that looks like
 * Rocket.Chat's markup stays text. Nothing is cut off. `body` is used if there is no HTML, if `parseHtml` refuses it, and if it
 * shows nothing.
 * @returns undefined if there is nothing to show
 */
export function rocketChatTextOf(content: JsonObject, context: ConversionContext): string | undefined {
	return withIntentionalMentions(content, context, (people) => textOf(content, people));
}

function textOf(content: JsonObject, context: ConversionContext): string | undefined {
	const { longestLine } = context;
	const builder = new TextBuilder(longestLine);
	writeNodes(parseFormattedBody(content), { builder, people: context, style: plainStyle });
	const { body } = content;
	const text = builder.build() || (typeof body === 'string' ? bodyText(body, context) : '');
	return text.trim() === '' ? undefined : text;
}

/** Writes a text without HTML. Links into Matrix in it become readable, and addresses stay whole. */
function bodyText(body: string, context: ConversionContext): string {
	const state = { ...emptyMessageState(), hasBracket: body.includes('[') };
	return escapeText(body, (line, markers) => {
		const pieces = splitAtPermalinks(line);
		return pieces.length === 1 && !holdsCutAddress(line)
			? plainLines(line, context.longestLine, markers).join('\n')
			: lineWithLinks(pieces, context, state);
	});
}

/** @param pieces from `splitAtPermalinks` */
function lineWithLinks(pieces: readonly string[], context: ConversionContext, state: MessageState): string {
	const [first = ''] = pieces;
	const indent = first.slice(0, first.length - first.trimStart().length);
	const builder = new TextBuilder(context.longestLine - indent.length, state);
	pieces.forEach((piece, index) => {
		if (index % 2 === 1) {
			const link = { name: 'a', attributes: { href: piece }, children: [piece] };
			writeNodes([link], { builder, people: context, style: plainStyle });
		} else if (piece !== '') {
			builder.addRun('text', piece, plainStyle);
		}
	});
	return indent + builder.build();
}
