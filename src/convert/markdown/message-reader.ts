import { Line } from './line';
import type { MarkdownOptions } from './options';

/** A message while its blocks are read, one behind the other. */
export class MessageReader {
	/** The place that is read next. It is the start of a line, or stands behind a block that ends within one. */
	at = 0;
	/** From here on no end of a formula follows. */
	noMathsFrom = Infinity;

	#lineStart = -1;
	#lineEnd = -1;

	/** @param source with `\n` at the end of every line */
	constructor(
		readonly source: string,
		readonly options: MarkdownOptions,
	) {}

	/** @returns where the line ends that starts at a place; asked again for the same place, it costs nothing */
	lineEnd(start = this.at): number {
		if (this.#lineStart !== start) {
			const end = this.source.indexOf('\n', start);
			this.#lineStart = start;
			this.#lineEnd = end < 0 ? this.source.length : end;
		}
		return this.#lineEnd;
	}

	/** @returns the line that starts at a place, without its end */
	line(start = this.at): Line {
		const end = this.lineEnd(start);
		return new Line(this.source.slice(start, end), start, end === this.source.length, this.options);
	}

	/** Goes to the start of the next line. */
	skipLine(): void {
		this.at = this.lineEnd() + 1;
	}
}
