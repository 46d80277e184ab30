import { Line } from '../inline/line';
import type { BlockNode } from '../nodes';
import type { MarkdownOptions } from '../options';

/** A message while its blocks are read one after the other. */
export class MessageReader {
	/** The position where the next block starts: the start of a line, or the end of a block that ends within a line. */
	at = 0;
	/** From this position on no formula ends; it is not searched for again. */
	noMathsEndFrom = Infinity;

	#lineStart = -1;
	#lineEnd = -1;

	/** @param source the message with `\n` at the end of every line */
	constructor(
		readonly source: string,
		readonly options: MarkdownOptions,
	) {}

	/**
	 * Finds the end of a line. The last answer is remembered.
	 * @param start where the line starts
	 * @returns the position of the line break, or the end of the message
	 */
	lineEnd(start = this.at): number {
		if (this.#lineStart !== start) {
			const end = this.source.indexOf('\n', start);
			this.#lineStart = start;
			this.#lineEnd = end < 0 ? this.source.length : end;
		}
		return this.#lineEnd;
	}

	/** @returns the line that starts at a position, without its line break */
	line(start = this.at): Line {
		const end = this.lineEnd(start);
		return new Line(this.source.slice(start, end), start, end === this.source.length, this.options);
	}

	/** Goes to the start of the next line. */
	skipLine(): void {
		this.at = this.lineEnd() + 1;
	}
}

/**
 * Reads the block that starts at `reader.at` and goes to the position after it.
 *
 * Every reader has an example in its comment. The first caret is under the character at `reader.at` where the reader
 * starts. The second one is under the first character that it did not read.
 *
 * @returns undefined if no such block starts; then the reader keeps its position
 */
export type BlockReader = (reader: MessageReader) => BlockNode | undefined;
