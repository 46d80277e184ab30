import { LINE_FEED } from '../characters';
import type { BlockNode, ParagraphNode } from '../nodes';
import type { MessageReader } from './message-reader';
import { ParagraphWriter } from './paragraph-writer';

const MARKER = '||';

/**
 * Reads lines between two lines of `||`. An empty line ends the lines inside. Rocket.Chat: rule "BlockSpoiler"
 *
 *     ||
 *     ^
 *     it is the butler
 *     || of course
 *       ^
 */
export function readBlockSpoiler(reader: MessageReader): BlockNode | undefined {
	const { source, at: start } = reader;
	if (!source.startsWith(`${MARKER}\n`, start)) {
		return undefined;
	}
	const content = start + MARKER.length + 1;
	let contentEnd = content;
	while (
		contentEnd < source.length &&
		source.charCodeAt(contentEnd) !== LINE_FEED &&
		!source.startsWith(MARKER, contentEnd)
	) {
		contentEnd = reader.lineEnd(contentEnd) + 1;
	}
	const close = contentEnd + (source.charCodeAt(contentEnd) === LINE_FEED ? 1 : 0);
	if (contentEnd === content || !source.startsWith(MARKER, close)) {
		return undefined;
	}
	const children = paragraphsBetween(reader, content, contentEnd);
	reader.at = close + MARKER.length;
	return { type: 'spoilerBlock', children, start, end: reader.at };
}

function paragraphsBetween(reader: MessageReader, start: number, end: number): readonly ParagraphNode[] {
	const children: ParagraphNode[] = [];
	const paragraphs = new ParagraphWriter(children);
	for (let at = start; at < end; at = reader.lineEnd(at) + 1) {
		paragraphs.addLine(reader.line(at), 0);
	}
	return children;
}
