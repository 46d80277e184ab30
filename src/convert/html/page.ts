import { codeBlock } from '../escape/code';
import { linesWithin } from './long-line';
import { linesOf } from './paragraph';
import { plain, type Run, type Style } from './run';
import { nothingWritten } from './written';

/** Deeper quotes and lists stay at this level: nobody could read them, and prefixes would fill the message. */
const MAX_LEVELS = 8;
/** What stands in front of a line without being too much. */
const USUAL_PREFIX = 4;
/** A message that holds less has no room for blocks of code and for levels. */
const LEAST_ROOM = 64;
/** Around a line of code: the marks that open it, with a language, and those that close it. */
const FENCES = 32;

/** A Rocket.Chat message while it is written, from top to bottom. */
export class Page {
	readonly #lines: string[] = [];
	readonly #written = nothingWritten();
	readonly #room: number;
	#runs: Run[] = [];
	#quotes = 0;
	/** The quotes that two blocks have in common, which an empty line between them must stay in. */
	#commonQuotes = 0;
	#indents: readonly string[] = [];
	/** What the next line begins with instead of its indent. */
	#marker: string | undefined;
	#lists = 0;
	/** Whether the last block belongs to a list that goes on. */
	#isInList = false;

	/** @param room of a line, in UTF-16 units; a longer one becomes several */
	constructor(room: number) {
		this.#room = room;
	}

	/** Whether only paragraphs can stand here: Rocket.Chat knows no blocks in quotes and lists. */
	get isInside(): boolean {
		return this.#quotes > 0 || this.#lists > 0;
	}

	/** Adds to the paragraph; white space is collapsed as in HTML, also what Rocket.Chat would not take for any. */
	text(text: string, style: Style): void {
		const collapsed = text.replace(/\s+/g, ' ');
		const last = this.#runs.at(-1);
		const follows = last && last.kind !== 'break' && !(last.kind === 'text' && last.text.endsWith(' '));
		const words = follows ? collapsed : collapsed.trimStart();
		if (words === '') {
			return;
		}
		if (last?.kind === 'text' && last.style === style) {
			this.#runs[this.#runs.length - 1] = { ...last, text: last.text + words };
		} else {
			this.#runs.push({ kind: 'text', text: words, style });
		}
	}

	/** Adds what is no plain text to the paragraph. */
	add(kind: Exclude<Run['kind'], 'text' | 'break'>, text: string, style: Style): void {
		this.#runs.push({ kind, text, style });
	}

	/** Begins a new line in the paragraph. */
	break(): void {
		this.#runs.push({ kind: 'break', text: '', style: plain });
	}

	/** Ends the paragraph. */
	end(): void {
		const runs = this.#runs;
		if (runs.length === 0) {
			return;
		}
		this.#runs = [];
		const lines = linesOf(runs, this.#written, this.#roomForText).map((line) => line.trim());
		const first = lines.findIndex((line) => line !== '');
		const last = lines.findLastIndex((line) => line !== '');
		this.#block(first < 0 ? [] : lines.slice(first, last + 1));
	}

	/** Writes what is in the paragraph as a heading. @param level 1 to 4 */
	endHeading(level: number): void {
		const runs = this.#runs.map((run) =>
			run.kind === 'break' ? ({ ...run, kind: 'text', text: ' ' } as const) : run,
		);
		this.#runs = [];
		const marker = `${'#'.repeat(level)} `;
		const lines = linesOf(runs, this.#written, this.#room - marker.length);
		this.#block(lines.filter((line) => line.trim() !== '').map((line) => marker + line.trim()));
	}

	/** Writes a finished line, such as a rule or a formula, as a block of its own. */
	line(line: string): void {
		this.end();
		if (line.length > this.#room) {
			this.add('formula', line, plain);
			this.end();
			return;
		}
		this.#written.bracket ||= line.includes('[');
		this.#block([line]);
	}

	/** Writes a block of code; inside quotes and spoilers, which hold none, as lines of inline code. */
	code(text: string, language: string | undefined, style: Style): void {
		this.end();
		if (this.#quotes === 0 && !style.spoiler && this.#room >= LEAST_ROOM) {
			const room = this.#room - FENCES;
			this.#fence(
				codeBlock(text, language, this.#written.bracket, (line, write) =>
					linesWithin([{ kind: 'code', text: line, style }], room, ([run]) =>
						write(run?.text ?? ''),
					),
				),
			);
			return;
		}
		for (const line of text.split('\n')) {
			if (line.trim() !== '') {
				this.add('code', line, style);
				this.break();
			}
		}
		this.end();
	}

	/** Writes content as a quote. */
	quote(content: () => void): void {
		this.end();
		const outside = this.#quotes;
		this.#quotes = Math.min(outside + 1, MAX_LEVELS);
		content();
		this.end();
		this.#quotes = outside;
		this.#commonQuotes = Math.min(this.#commonQuotes, outside);
	}

	/** Writes the items of a list close to each other. */
	list(items: () => void): void {
		this.end();
		this.#lists++;
		items();
		this.end();
		this.#lists--;
		this.#isInList &&= this.#lists > 0;
	}

	/** Writes content as an item of a list. @param marker such as `- ` */
	item(marker: string, content: () => void): void {
		this.end();
		const outside = this.#indents;
		this.#marker = this.#mayNest ? outside.join('') + marker : '- ';
		this.#indents = outside.length < MAX_LEVELS ? [...outside, ' '.repeat(marker.length)] : outside;
		content();
		this.end();
		this.#marker = undefined;
		this.#indents = outside;
	}

	/** The message, without empty lines at its ends. */
	finish(): string {
		this.end();
		return this.#lines.join('\n');
	}

	#block(lines: readonly string[]): void {
		this.#separate(lines);
		for (const line of lines) {
			this.#line(line, this.#indent);
			this.#marker = undefined;
		}
	}

	/** Where nothing is left for it, a message has one level. */
	get #mayNest(): boolean {
		return this.#written.spare >= 0 && this.#room >= LEAST_ROOM;
	}

	get #indent(): string {
		return this.#marker ?? (this.#mayNest ? this.#indents.join('') : '');
	}

	get #roomForText(): number {
		return this.#room - this.#quoteMarks(this.#quotes).length - this.#indent.length;
	}

	#quoteMarks(quotes: number): string {
		return '> '.repeat(this.#mayNest ? quotes : Math.min(1, quotes));
	}

	/** Rocket.Chat reads a fence only at the start of a line. */
	#fence(lines: readonly string[]): void {
		this.#separate(lines);
		if (lines.length > 0 && this.#marker !== undefined) {
			this.#line(this.#marker.trimEnd());
			this.#marker = undefined;
		}
		for (const line of lines) {
			this.#line(line);
		}
	}

	#separate(lines: readonly string[]): void {
		if (lines.length === 0) {
			return;
		}
		if (this.#lines.length > 0 && !this.#isInList) {
			this.#lines.push(this.#quoteMarks(this.#commonQuotes).trimEnd());
		}
		this.#isInList = this.#lists > 0;
	}

	#line(line: string, indent = ''): void {
		const prefix = this.#quoteMarks(this.#quotes);
		const text = indent + line;
		this.#lines.push(text === '' ? prefix.trimEnd() : `${prefix}${text}`);
		this.#written.spare -= Math.max(0, prefix.length + indent.length - USUAL_PREFIX);
		this.#commonQuotes = this.#quotes;
	}
}
