import { readLine } from './inline';
import type { Line } from './line';
import type { Inline, Paragraph } from './nodes';

/** Puts lines together to paragraphs. An empty line parts two of them. */
export class ParagraphWriter {
	#children: Inline[] | undefined;

	/** @param out where the paragraphs go */
	constructor(private readonly out: { push: (paragraph: Paragraph) => unknown }) {}

	/** @param from where the text starts in the line */
	add(line: Line, from: number): void {
		if (from >= line.text.length) {
			this.end();
			return;
		}
		const nodes = readLine(line, from);
		if (this.#children) {
			this.#children.push({ type: 'lineBreak' });
			for (const node of nodes) {
				this.#children.push(node);
			}
			return;
		}
		this.#children = nodes;
		this.out.push({ type: 'paragraph', children: nodes });
	}

	/** What follows is another paragraph. */
	end(): void {
		this.#children = undefined;
	}
}
