import { cutPosition } from '../length/cut-text';
import { WORD_JOINER } from '../escape/word-joiner';
import type { StyledRun } from './styled-run';

/** The fewest characters that are tried for a line: a surrogate pair behind the word joiner of a split word. */
const MIN_LENGTH = 3;

/** Characters behind a line that decide where it is cut: a surrogate pair. */
const LOOK_AHEAD = 2;

/** A place between two characters of a line's runs. */
interface RunPosition {
	readonly index: number;
	/** Characters of the run at that index which are in front. */
	readonly offset: number;
}

/**
 * Writes the runs of a line, as several lines if one would not fit into a message. It splits the runs and not the
 * written line. So each new line is escaped as a whole line, and opens and closes its own markup: splitting shows
 * no hidden text and adds no mention.
 * @param room for a line, in UTF-16 units; if it is less than 16, lines may be longer
 * @param write writes the runs of one line. `isPart` tells whether they are only a part of the line: escapes that the
 * whole line does not need may be needed there, so a part has to keep all of them
 */
export function splitLongLine(
	runs: readonly StyledRun[],
	room: number,
	write: (runs: readonly StyledRun[], isPart: boolean) => string,
): readonly string[] {
	const whole = write(runs, false);
	if (whole.length <= room) {
		return [whole];
	}
	const splittable = runs.map((run) => withoutLongMarkup(run, room / 2));
	const lines: string[] = [];
	let position: RunPosition = { index: 0, offset: 0 };
	let size = room;
	while (position.index < splittable.length) {
		let [taken, next] = takeRuns(splittable, position, size);
		let line = write(taken, true);
		// Escapes and markers made the line too long: take fewer characters.
		while (line.length > room && size > MIN_LENGTH) {
			size = Math.max(MIN_LENGTH, Math.floor(size * Math.min(0.9, room / line.length)));
			[taken, next] = takeRuns(splittable, position, size);
			line = write(taken, true);
		}
		lines.push(line);
		position = next;
		// The next characters may need fewer escapes: try more of them.
		size = Math.min(room, Math.ceil(size * 1.5));
	}
	return lines.filter((line) => line.trim() !== '');
}

/**
 * Makes room for text in a line. A link is removed if its address takes most of the line. A mention, an emoji or a
 * formula cannot be split, so a long one becomes code, which can.
 * @param maxLength of an address or of a run that cannot be split
 */
function withoutLongMarkup(run: StyledRun, maxLength: number): StyledRun {
	const { link, ...style } = run.style;
	if (link && link.address.length > maxLength) {
		return { ...run, style };
	}
	return run.text.length > maxLength && !isSplittable(run) ? { ...run, kind: 'code' } : run;
}

function isSplittable({ kind }: StyledRun): boolean {
	return kind === 'text' || kind === 'code';
}

/**
 * Takes the runs of the next line.
 * @param size characters to take; fewer are taken if the line can only be split before
 */
function takeRuns(
	runs: readonly StyledRun[],
	from: RunPosition,
	size: number,
): [taken: readonly StyledRun[], next: RunPosition] {
	const ahead: StyledRun[] = [];
	let firstStart = 0;
	let length = 0;
	for (let index = from.index; index < runs.length && length <= size; index++) {
		const run = runs[index];
		if (run) {
			const isFirst = index === from.index;
			const start = isFirst ? startOfText(run, from.offset) : 0;
			const joiner = isFirst && from.offset > 0 ? joinerForSplit(run, from.offset) : '';
			firstStart = isFirst ? start - joiner.length : firstStart;
			// Only what may fit is copied: a copy of the rest for each line would take quadratic time.
			const end = isSplittable(run) ? start + size + LOOK_AHEAD : undefined;
			ahead.push({ ...run, text: joiner + run.text.slice(start, end) });
			length += ahead.at(-1)?.text.length ?? 0;
		}
	}
	let left = cutPosition(ahead.map(({ text }) => text).join(''), size);
	for (const [count, run] of ahead.entries()) {
		const { text } = run;
		const index = from.index + count;
		if (left >= text.length || (count === 0 && !isSplittable(run))) {
			left -= text.length;
			continue;
		}
		const before = ahead.slice(0, count);
		if (left <= 0 || !isSplittable(run)) {
			return [before, { index, offset: 0 }];
		}
		const offset = (count === 0 ? firstStart : 0) + left;
		return [
			[...before, { ...run, text: text.slice(0, left) + joinerForSplit(run, left) }],
			{ index, offset },
		];
	}
	return [ahead, { index: from.index + ahead.length, offset: 0 }];
}

/** @returns where the text of a run behind a split begins: not with white space, unless it is code */
function startOfText({ kind, text }: StyledRun, offset: number): number {
	let start = offset;
	while (offset > 0 && kind !== 'code' && start < text.length && text.charAt(start).trim() === '') {
		start++;
	}
	return start;
}

/**
 * @returns what is written on both sides of a split: the word joiner if it is within a word, so that neither half
 * becomes an address. There is none next to a marker such as `*` in the text. A marker is written outside of emphasis,
 * so the joiner would be alone in it.
 */
function joinerForSplit({ kind, text }: StyledRun, index: number): string {
	return kind === 'text' && /^[^\s*_~`<]{2}/.test(text.slice(index - 1, index + 1)) ? WORD_JOINER : '';
}
