import { codeBlock } from '../escape/code';
import { splitLongLine } from './long-line';
import { emptyMessageState, type MessageState } from './message-state';
import { paragraphLines } from './paragraph-lines';
import { plainStyle, type Style, type StyledRun } from './styled-run';

/**
 * Quotes and lists that are nested deeper are written at this level. Deeper ones are not readable, and their marks
 * would fill the message.
 */
const MAX_LEVELS = 8;
/**
 * With shorter lines than this, marks leave too little room for text: code is not fenced, and quotes and lists have one
 * level. UTF-16 units.
 */
const MIN_LENGTH_FOR_BLOCKS = 64;
/**
 * Taken off the longest line for lines of fenced code. A message that begins or ends within the code gets the fences
 * again: the opening one with its language, and the closing one. UTF-16 units.
 */
const FENCES_LENGTH = 32;

/**
 * Builds the text of a Rocket.Chat message from top to bottom. Runs collect in a paragraph. When it ends, it becomes
 * lines, which are added behind the marks of the quotes and lists around them.
 */
export class TextBuilder {
	readonly #lines: string[] = [];
	readonly #state: MessageState;
	readonly #longestLine: number;
	/** The paragraph that is not yet ended. */
	#runs: StyledRun[] = [];
	#quoteDepth = 0;
	/** The quotes that are around both the last block and the next one. The empty line between them is in these. */
	#commonQuoteDepth = 0;
	/** For each list around the next line, spaces as wide as the marker of its item. */
	#indents: readonly string[] = [];
	/** Written in place of the indents in the first line of a list item. */
	#marker: string | undefined;
	#listDepth = 0;
	/** Whether the last block belongs to a list that is not ended. */
	#isLastBlockInOpenList = false;

	/**
	 * @param longestLine in UTF-16 units; a longer one is split
	 * @param state of the message up to here; left out for a new one
	 */
	constructor(longestLine: number, state = emptyMessageState()) {
		this.#longestLine = longestLine;
		this.#state = state;
	}

	/** Whether only paragraphs can be added: Rocket.Chat has no other blocks in quotes and lists. */
	get isInQuoteOrList(): boolean {
		return this.#quoteDepth > 0 || this.#listDepth > 0;
	}

	/**
	 * Adds text to the paragraph. White space is collapsed as in HTML. That includes no-break and other spaces, which
	 * Rocket.Chat's grammar does not know as white space.
	 */
	addText(text: string, style: Style): void {
		// A single space needs no replacement, and most white space is one.
		const collapsed = text.replace(/\s{2,}|[^\S ]/g, ' ');
		const last = this.#runs.at(-1);
		const mayBeginWithSpace =
			last && last.kind !== 'break' && !(last.kind === 'text' && last.text.endsWith(' '));
		const words = mayBeginWithSpace ? collapsed : collapsed.trimStart();
		if (words === '') {
			return;
		}
		if (last?.kind === 'text' && last.style === style) {
			this.#runs[this.#runs.length - 1] = { ...last, text: last.text + words };
		} else {
			this.#runs.push({ kind: 'text', text: words, style });
		}
	}

	/** Adds a run to the paragraph, with its white space as it is. */
	addRun(kind: Exclude<StyledRun['kind'], 'break'>, text: string, style: Style): void {
		this.#runs.push({ kind, text, style });
	}

	/** Begins a new line in the paragraph. */
	addLineBreak(): void {
		this.#runs.push({ kind: 'break', text: '', style: plainStyle });
	}

	/** Writes the paragraph, without empty lines at its start and end. Does nothing if it has no runs. */
	endParagraph(): void {
		const runs = this.#runs;
		if (runs.length === 0) {
			return;
		}
		this.#runs = [];
		this.#addBlock(
			withoutEmptyEdges(
				paragraphLines(runs, this.#state, this.#longestLineOfText).map((line) => line.trim()),
			),
		);
	}

	/** Writes the paragraph as a heading; if it is split, each line is one. @param level 1 to 4 */
	endHeading(level: number): void {
		const runs = this.#runs.map((run) =>
			run.kind === 'break' ? ({ ...run, kind: 'text', text: ' ' } as const) : run,
		);
		this.#runs = [];
		const marker = `${'#'.repeat(level)} `;
		const lines = paragraphLines(runs, this.#state, this.#longestLine - marker.length);
		this.#addBlock(lines.filter((line) => line.trim() !== '').map((line) => marker + line.trim()));
	}

	/** Adds a line of finished markup, such as a rule or a formula, as a block of its own. */
	addLine(line: string): void {
		this.endParagraph();
		if (line.length > this.#longestLine) {
			this.addRun('formula', line, plainStyle);
			this.endParagraph();
			return;
		}
		this.#state.hasBracket ||= line.includes('[');
		this.#addBlock([line]);
	}

	/**
	 * Adds a block of code. Rocket.Chat reads no fences in quotes and spoilers, so there each line is inline code.
	 * @param style of the elements around it
	 */
	addCodeBlock(text: string, language: string | undefined, style: Style): void {
		this.endParagraph();
		if (this.#quoteDepth === 0 && !style.spoiler && this.#longestLine >= MIN_LENGTH_FOR_BLOCKS) {
			const room = this.#longestLine - FENCES_LENGTH;
			this.#addFencedBlock(
				codeBlock(text, language, this.#state.hasBracket, (line, write) =>
					splitLongLine([{ kind: 'code', text: line, style }], room, ([run]) =>
						write(run?.text ?? ''),
					),
				),
			);
			return;
		}
		for (const line of text.split('\n')) {
			if (line.trim() !== '') {
				this.addRun('code', line, style);
				this.addLineBreak();
			}
		}
		this.endParagraph();
	}

	/** Adds a quote. @param addContent adds what is in it to this builder */
	addQuote(addContent: () => void): void {
		this.endParagraph();
		const outerDepth = this.#quoteDepth;
		this.#quoteDepth = Math.min(outerDepth + 1, MAX_LEVELS);
		addContent();
		this.endParagraph();
		this.#quoteDepth = outerDepth;
		this.#commonQuoteDepth = Math.min(this.#commonQuoteDepth, outerDepth);
	}

	/** Adds a list, without empty lines between its items. @param addItems adds them to this builder */
	addList(addItems: () => void): void {
		this.endParagraph();
		this.#listDepth++;
		addItems();
		this.endParagraph();
		this.#listDepth--;
		this.#isLastBlockInOpenList &&= this.#listDepth > 0;
	}

	/**
	 * Adds an item of a list.
	 * @param marker such as `- `
	 * @param addContent adds what is in it to this builder
	 */
	addListItem(marker: string, addContent: () => void): void {
		this.endParagraph();
		const outerIndents = this.#indents;
		this.#marker = this.#hasRoomForLevels ? outerIndents.join('') + marker : '- ';
		this.#indents =
			outerIndents.length < MAX_LEVELS ? [...outerIndents, ' '.repeat(marker.length)] : outerIndents;
		addContent();
		this.endParagraph();
		this.#marker = undefined;
		this.#indents = outerIndents;
	}

	/** Ends the paragraph. @returns the text of the message, without empty lines at its start and end */
	build(): string {
		this.endParagraph();
		return this.#lines.join('\n');
	}

	#addBlock(lines: readonly string[]): void {
		this.#separateFromLastBlock(lines);
		for (const line of lines) {
			this.#pushLine(line, this.#indent);
			this.#marker = undefined;
		}
	}

	/** Rocket.Chat reads a fence only at the start of a line, so the marker of a list item gets a line of its own. */
	#addFencedBlock(lines: readonly string[]): void {
		this.#separateFromLastBlock(lines);
		if (lines.length > 0 && this.#marker !== undefined) {
			this.#pushLine(this.#marker.trimEnd());
			this.#marker = undefined;
		}
		for (const line of lines) {
			this.#pushLine(line);
		}
	}

	/** @param lines of the next block */
	#separateFromLastBlock(lines: readonly string[]): void {
		if (lines.length === 0) {
			return;
		}
		if (this.#lines.length > 0 && !this.#isLastBlockInOpenList) {
			this.#lines.push(this.#quoteMarks(this.#commonQuoteDepth).trimEnd());
		}
		this.#isLastBlockInOpenList = this.#listDepth > 0;
	}

	#pushLine(line: string, indent = ''): void {
		const quoteMarks = this.#quoteMarks(this.#quoteDepth);
		const text = indent + line;
		this.#lines.push(text === '' ? quoteMarks.trimEnd() : `${quoteMarks}${text}`);
		this.#state.budget.chargePrefix(quoteMarks.length + indent.length);
		this.#commonQuoteDepth = this.#quoteDepth;
	}

	/** Whether quotes and lists may be nested; if not, they have one level. */
	get #hasRoomForLevels(): boolean {
		return !this.#state.budget.isSpent && this.#longestLine >= MIN_LENGTH_FOR_BLOCKS;
	}

	get #indent(): string {
		return this.#marker ?? (this.#hasRoomForLevels ? this.#indents.join('') : '');
	}

	get #longestLineOfText(): number {
		return this.#longestLine - this.#quoteMarks(this.#quoteDepth).length - this.#indent.length;
	}

	#quoteMarks(depth: number): string {
		return '> '.repeat(this.#hasRoomForLevels ? depth : Math.min(1, depth));
	}
}

/** @returns the lines without empty ones at the start and the end */
function withoutEmptyEdges(lines: readonly string[]): readonly string[] {
	if (lines[0] !== '' && lines.at(-1) !== '') {
		return lines;
	}
	const first = lines.findIndex((line) => line !== '');
	return first < 0 ? [] : lines.slice(first, lines.findLastIndex((line) => line !== '') + 1);
}
