import { isAsciiLetterOrDigit, isHostCharacter, isLinkCharacter, isSpace } from './characters';
import type { MarkdownOptions } from './options';

/** The kinds of runs of characters that are looked for from many places of a line. */
const runs = {
	spaces: isSpace,
	stars: (code: number) => code === 0x2a,
	underscores: (code: number) => code === 0x5f,
	tildes: (code: number) => code === 0x7e,
	word: (code: number) => !isSpace(code),
	/** As far as an `@` may be searched for. */
	beforeAt: (code: number) => !isSpace(code) && code !== 0x40,
	/** As far as the `://` or dot of an address may be searched for. */
	beforeDot: (code: number) =>
		!isSpace(code) && code !== 0x40 && code !== 0x3a && code !== 0x2e && code !== 0x2f,
	host: isHostCharacter,
	link: isLinkCharacter,
	parenthesised: (code: number) => code === 0x28 || isLinkCharacter(code),
	asciiWord: isAsciiLetterOrDigit,
	/** What surely holds no emphasis in the text of `[text](address)`. */
	linkText: (code: number) => code > 0x20 && !'])(*_~'.includes(String.fromCharCode(code)),
	/** The text of `<address|text>`. */
	title: (code: number) => code >= 0x20 && code !== 0x3c && code !== 0x3e && code !== 0x7c,
} satisfies Readonly<Record<string, (code: number) => boolean>>;

type RunKind = keyof typeof runs;

/** The kinds of items that repeat. Those with room behind them count what they stand in, see `emphasis.ts`. */
export const repetitions = {
	bold: 0,
	italic: 16,
	strike: 32,
	reference: 48,
	address: 64,
	spoiler: 65,
	listItem: 66,
	emoticons: 67,
	label: 68,
	/** Emoticons in bold, italic and struck text. */
	emoticonsInside: 80,
} as const;

/**
 * One line of a message while it is read.
 * The grammar tries one way after the other at every place. What was found out is kept here, so that
 * no way costs more than once for the same place and reading stays linear on hostile lines.
 */
export class Line {
	/** Where the name of the last mail address may start at the earliest, by the place of its `@`. */
	mailStart = { at: -1, start: -1 };

	readonly #runs: Partial<Record<RunKind, { from: number; to: number }>> = {};
	#mail: boolean | undefined;
	#address: boolean | undefined;
	#underscore: boolean | undefined;
	#found: Map<string, { from: number; at: number }> | undefined;
	#ends: (Map<number, number> | undefined)[] | undefined;

	/**
	 * @param text the line, without its end
	 * @param offset where the line starts in the message, in UTF-16 units
	 * @param isLast whether nothing follows it, be it an empty line
	 */
	constructor(
		readonly text: string,
		readonly offset: number,
		readonly isLast: boolean,
		readonly options: MarkdownOptions,
	) {}

	// Cheap answers that spare most lines the search for addresses and emphasis.

	get mayHoldMail(): boolean {
		return (this.#mail ??= this.text.includes('@'));
	}

	get mayHoldAddress(): boolean {
		return (this.#address ??=
			this.text.includes('.') || this.text.includes('://') || this.text.includes('localhost'));
	}

	get mayHoldUnderscore(): boolean {
		return (this.#underscore ??= this.text.includes('_'));
	}

	/** @returns where the run of this kind ends that starts at `at`, which is `at` itself where there is none */
	runEnd(kind: RunKind, at: number): number {
		const known = this.#runs[kind];
		if (known && at >= known.from && at <= known.to) {
			return known.to;
		}
		const belongs = runs[kind];
		let to = at;
		while (to < this.text.length && belongs(this.text.charCodeAt(to))) {
			to++;
		}
		this.#runs[kind] = { from: at, to };
		return to;
	}

	/** @returns where the sign stands next, or -1 */
	find(sign: string, from: number): number {
		this.#found ??= new Map<string, { from: number; at: number }>();
		const known = this.#found.get(sign);
		if (known && from >= known.from && (known.at < 0 || from <= known.at)) {
			return known.at;
		}
		const at = this.text.indexOf(sign, from);
		this.#found.set(sign, { from, at });
		return at;
	}

	/**
	 * Repeats a step as often as it succeeds. Two repetitions that meet end at the same place.
	 * @param kind a number of its own for every kind of step, see `repetitions`
	 * @param step gives the place behind the next item, or -1
	 * @returns where it ends
	 */
	repeat(kind: number, from: number, step: (at: number) => number): number {
		this.#ends ??= [];
		const ends = (this.#ends[kind] ??= new Map<number, number>());
		const places: number[] = [];
		let at = from;
		for (;;) {
			const known = ends.get(at);
			if (known !== undefined) {
				at = known;
				break;
			}
			places.push(at);
			const next = step(at);
			if (next < 0) {
				break;
			}
			at = next;
		}
		for (const place of places) {
			ends.set(place, at);
		}
		return at;
	}
}
