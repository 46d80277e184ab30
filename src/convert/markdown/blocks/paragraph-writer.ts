import { readInline } from '../inline/inline';
import type { Line } from '../inline/line';
import type { InlineNode, ParagraphNode } from '../nodes';

/** Collects lines in paragraphs. An empty line separates two of them. Rocket.Chat: rule "Paragraph", which is one line */
export class ParagraphWriter {
	#children: InlineNode[] | undefined;

	/** @param out gets each paragraph when its first line is added */
	constructor(private readonly out: { push: (paragraph: ParagraphNode) => unknown }) {}

	/**
	 * Adds a line to the paragraph; one without text ends it.
	 * @param from where the text starts in the line
	 */
	addLine(line: Line, from: number): void {
		if (from >= line.text.length) {
			this.end();
			return;
		}
		const nodes = readInline(line, from);
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

	/** Ends the paragraph. The next line starts another one. */
	end(): void {
		this.#children = undefined;
	}
}
