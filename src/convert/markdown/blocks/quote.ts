import { GREATER_THAN } from '../characters';
import type { BlockNode, ParagraphNode } from '../nodes';
import type { MessageReader } from './message-reader';
import { ParagraphWriter } from './paragraph-writer';

/**
 * Reads lines that start with `>`. An empty one separates two paragraphs of the quote. Rocket.Chat: rule "Blockquote"
 *
 *     > quoted
 *     ^
 *     > lines
 *     mine
 *     ^
 */
export function readQuote(reader: MessageReader): BlockNode | undefined {
	const { source } = reader;
	const children: ParagraphNode[] = [];
	const paragraphs = new ParagraphWriter(children);
	const start = reader.at;
	while (source.charCodeAt(reader.at) === GREATER_THAN) {
		const line = reader.line();
		const from = line.spanEnd('spaces', 1);
		// An empty line needs a line break to belong to the quote.
		if (line.isLast && from === line.text.length) {
			break;
		}
		paragraphs.addLine(line, from);
		reader.skipLine();
	}
	return reader.at > start ? { type: 'quote', children } : undefined;
}
