import type { JsonObject } from '../json';
import { writeNodes } from '../html/element-writers';
import { parseFormattedBody } from '../html/formatted-body';
import type { ConversionContext } from '../html/known-people';
import { ITALIC, type Style } from '../html/styled-run';
import { TextBuilder } from '../html/text-builder';

const emoteStyle: Style = { emphasis: ITALIC };

/**
 * Converts an `m.emote` to the sender's name and the text, in italics. Client-Server API, "m.emote".
 * @param senderName the sender's name in Rocket.Chat
 * @returns undefined if the body is empty
 */
export function emoteText(
	content: JsonObject,
	senderName: string,
	context: ConversionContext,
): string | undefined {
	const { body } = content;
	if (typeof body !== 'string' || body.trim() === '') {
		return undefined;
	}
	const builder = new TextBuilder(context.longestLine);
	builder.addText(`${senderName} `, emoteStyle);
	const html = parseFormattedBody(content);
	const [first] = html;
	if (first === undefined) {
		for (const line of body.split('\n')) {
			builder.addText(line, emoteStyle);
			builder.addLineBreak();
		}
	} else {
		// The name and the first paragraph are one sentence, so `p` must not begin a new paragraph.
		const isParagraph = typeof first !== 'string' && first.name === 'p';
		const nodes = isParagraph ? [...first.children, ...html.slice(1)] : html;
		writeNodes(nodes, { builder, people: context, style: emoteStyle });
	}
	return builder.build();
}
