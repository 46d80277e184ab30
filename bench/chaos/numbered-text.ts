/** Where a message was written: in Rocket.Chat or on Matrix. */
export type Side = 'rocketchat' | 'matrix';

/** Names one message of a run, also after it was edited, split or doubled. */
export interface MessageKey {
	/** Number of the scenario's run. */
	readonly run: number;
	readonly side: Side;
	/** Which of the room's writers on this side. */
	readonly writer: number;
	/** Counted from 0 for each writer. */
	readonly number: number;
}

/** One token of a numbered text: each line of such a text begins with one. */
export interface Token {
	readonly key: MessageKey;
	/** 1 for the original, one more for each edit; `FILE_VERSION` in a file. */
	readonly version: number;
	/** Counted from 0. */
	readonly line: number;
}

/** The version of every file, since a file never changes. Less than that of the text beside it. */
export const FILE_VERSION = 0;

const letters = { rocketchat: 'r', matrix: 'm' } as const;
const tokens = /\bc(\d+)-([rm])(\d+)-(\d+)-v(\d+)-l(\d+)\b/g;

/** Only fills the lines of a long text. In Rocket.Chat three bytes each, so that few characters need several events. */
const filling: Readonly<Record<Side, string>> = { rocketchat: '€'.repeat(180), matrix: 'x'.repeat(200) };

/** @returns the key as text, the same for equal keys */
export function keyText({ run, side, writer, number }: MessageKey): string {
	return `c${run}-${letters[side]}${writer}-${number}`;
}

/**
 * @param version 1 for the original, one more for each edit
 * @param lines more than one makes a long text, which has to be split if there are enough of them
 */
export function numberedText(key: MessageKey, version: number, lines = 1): string {
	return lines === 1
		? numberedLine(key, version, 0)
		: Array.from(
				{ length: lines },
				(_, line) => `${numberedLine(key, version, line)} ${filling[key.side]}`,
			).join('\n');
}

/** @returns what one line of a message begins with */
export function numberedLine(key: MessageKey, version: number, line: number): string {
	return `${keyText(key)}-v${version}-l${line}`;
}

/** Finds all tokens in a text, in their order. Other text between them is ignored. */
export function tokensIn(text: string): Token[] {
	return [...text.matchAll(tokens)].map(([, run, letter, writer, number, version, line]) => ({
		key: {
			run: Number(run),
			side: letter === letters.matrix ? 'matrix' : 'rocketchat',
			writer: Number(writer),
			number: Number(number),
		},
		version: Number(version),
		line: Number(line),
	}));
}

/** @returns whether a text is a numbered one, or the first part of one */
export function startsNumbered(text: string): boolean {
	return text.startsWith('c') && tokensIn(text)[0]?.line === 0;
}
