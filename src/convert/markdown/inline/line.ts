import {
	ASTERISK,
	AT_SIGN,
	COLON,
	DOT,
	GREATER_THAN,
	isAsciiLetterOrDigit,
	isHostCharacter,
	isLinkAddressCharacter,
	isSpace,
	LEFT_PARENTHESIS,
	LESS_THAN,
	SLASH,
	SPACE,
	TILDE,
	UNDERSCORE,
	VERTICAL_BAR,
} from '../characters';
import type { MarkdownOptions } from '../options';

/** The classes of characters whose spans are looked up from many positions of a line. */
const spanClasses = {
	spaces: isSpace,
	asterisks: (code: number) => code === ASTERISK,
	underscores: (code: number) => code === UNDERSCORE,
	tildes: (code: number) => code === TILDE,
	word: (code: number) => !isSpace(code),
	/** Up to the `@` of a mail address. */
	beforeAtSign: (code: number) => !isSpace(code) && code !== AT_SIGN,
	/** Up to the first dot or `://` of a bare address. */
	beforeDotOrScheme: (code: number) =>
		!isSpace(code) && code !== AT_SIGN && code !== COLON && code !== DOT && code !== SLASH,
	host: isHostCharacter,
	/** The address in `[text](address)` up to a parenthesis. */
	linkAddress: isLinkAddressCharacter,
	/** The address in `<address|text>`, and what is in parentheses in `[text](address)`. */
	linkAddressWithParenthesis: (code: number) => code === LEFT_PARENTHESIS || isLinkAddressCharacter(code),
	asciiWord: isAsciiLetterOrDigit,
	/** The part of the text in `[text](address)` that cannot contain emphasis. */
	plainReferenceText: (code: number) => code > SPACE && !'])(*_~'.includes(String.fromCharCode(code)),
	/** The text in `<address|text>`. */
	angledReferenceText: (code: number) =>
		code >= SPACE && code !== LESS_THAN && code !== GREATER_THAN && code !== VERTICAL_BAR,
} satisfies Readonly<Record<string, (code: number) => boolean>>;

type SpanClass = keyof typeof spanClasses;

/**
 * The keys under which `Line.repeat` remembers its results, one for every kind of step. Keys with unused numbers after
 * them are added to the bits of what encloses the position, see `emphasis.ts`.
 */
export const repetitionKeys = {
	bold: 0,
	italic: 16,
	strike: 32,
	reference: 48,
	linkAddress: 64,
	spoiler: 65,
	listItem: 66,
	emoticons: 67,
	hostLabel: 68,
	emoticonsInEmphasis: 80,
} as const;

/**
 * One line of a message while its inline items are read.
 * The grammar tries one rule after the other at every position. A line remembers what was found, so that no rule costs
 * more than once for the same position and the time stays linear for hostile lines.
 */
export class Line {
	/** The `@` that was looked up last and the first position at which a mail address with it may start. */
	earliestMailStart = { atSign: -1, start: -1 };

	readonly #spans: Partial<Record<SpanClass, { start: number; end: number }>> = {};
	#mayContainMail: boolean | undefined;
	#mayContainAddress: boolean | undefined;
	#mayContainUnderscore: boolean | undefined;
	#mayContainId: boolean | undefined;
	#found: Map<string, { from: number; at: number }> | undefined;
	#repetitionEnds: (Map<number, number> | undefined)[] | undefined;

	/**
	 * @param text the line without its line break
	 * @param offset where the line starts in the message, in UTF-16 units
	 * @param isLast whether the message ends with this line; false if an empty line follows
	 */
	constructor(
		readonly text: string,
		readonly offset: number,
		readonly isLast: boolean,
		readonly options: MarkdownOptions,
	) {}

	// Most lines contain none of these. Then nothing has to be searched at every position.

	get mayContainMail(): boolean {
		return (this.#mayContainMail ??= this.text.includes('@'));
	}

	get mayContainAddress(): boolean {
		return (this.#mayContainAddress ??=
			this.text.includes('.') || this.text.includes('://') || this.text.includes('localhost'));
	}

	get mayContainUnderscore(): boolean {
		return (this.#mayContainUnderscore ??= this.text.includes('_'));
	}

	get mayContainId(): boolean {
		return (this.#mayContainId ??=
			this.text.includes(':') && (this.text.includes('@') || this.text.includes('#')));
	}

	/**
	 * Finds the end of the characters of one class that start at a position. For `spaces`:
	 *
	 *     a   b
	 *      ^  ^
	 *
	 * @returns `at` if the character at that position is not in the class
	 */
	spanEnd(spanClass: SpanClass, at: number): number {
		const known = this.#spans[spanClass];
		if (known && at >= known.start && at <= known.end) {
			return known.end;
		}
		const isInClass = spanClasses[spanClass];
		let end = at;
		while (end < this.text.length && isInClass(this.text.charCodeAt(end))) {
			end++;
		}
		this.#spans[spanClass] = { start: at, end };
		return end;
	}

	/** @returns the next position of the characters, or -1 */
	find(characters: string, from: number): number {
		this.#found ??= new Map<string, { from: number; at: number }>();
		const known = this.#found.get(characters);
		if (known && from >= known.from && (known.at < 0 || from <= known.at)) {
			return known.at;
		}
		const at = this.text.indexOf(characters, from);
		this.#found.set(characters, { from, at });
		return at;
	}

	/**
	 * Repeats a step until it fails. Two repetitions that come to the same position end at the same position, so the
	 * end is remembered for every position between.
	 * @param key one of `repetitionKeys`, a different one for every kind of step
	 * @param step returns the position after the next item, or -1
	 * @returns where the repetition ends, which is `from` if the first step fails
	 */
	repeat(key: number, from: number, step: (at: number) => number): number {
		this.#repetitionEnds ??= [];
		const ends = (this.#repetitionEnds[key] ??= new Map<number, number>());
		const positions: number[] = [];
		let at = from;
		for (;;) {
			const known = ends.get(at);
			if (known !== undefined) {
				at = known;
				break;
			}
			positions.push(at);
			const next = step(at);
			if (next < 0) {
				break;
			}
			at = next;
		}
		for (const position of positions) {
			ends.set(position, at);
		}
		return at;
	}
}
