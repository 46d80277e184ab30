import { cutPosition } from '../length/cut-text';
import { WORD_JOINER } from '../escape/word-joiner';
import type { Run } from './run';

/** Characters that a line holds at least: a pair of surrogates behind the sign that a word goes on. */
const LEAST = 3;

/** Runs from this place on are to be written still. */
interface Place {
	readonly index: number;
	/** Characters of the run at that index which are written. */
	readonly offset: number;
}

/**
 * Writes the runs of a line as several lines where it would not fit into a message. What is cut are the runs, not what
 * was written, so that each line is escaped as one of its own and opens and closes its own markup: nothing hidden is
 * shown, and nobody is mentioned by the cut.
 * @param room of a line, in UTF-16 units; one of less than 16 may be exceeded
 */
export function linesWithin(
	runs: readonly Run[],
	room: number,
	write: (runs: readonly Run[]) => string,
): readonly string[] {
	const whole = write(runs);
	if (whole.length <= room) {
		return [whole];
	}
	const cuttable = runs.map((run) => withoutLongAtoms(run, room / 2));
	const lines: string[] = [];
	let place: Place = { index: 0, offset: 0 };
	let size = room;
	while (place.index < cuttable.length) {
		let [piece, next] = take(cuttable, place, size);
		let line = write(piece);
		while (line.length > room && size > LEAST) {
			size = Math.max(LEAST, Math.floor(size * Math.min(0.9, room / line.length)));
			[piece, next] = take(cuttable, place, size);
			line = write(piece);
		}
		lines.push(line);
		place = next;
		// The next characters may take as much again.
		size = Math.min(room, Math.ceil(size * 1.5));
	}
	return lines.filter((line) => line.trim() !== '');
}

/** What cannot be cut and takes most of a line: the link goes, anything else is shown as it is written. */
function withoutLongAtoms(run: Run, most: number): Run {
	const { link, ...style } = run.style;
	if (link && link.address.length > most) {
		return { ...run, style };
	}
	return run.text.length > most && !isCuttable(run) ? { ...run, kind: 'code' } : run;
}

function isCuttable({ kind }: Run): boolean {
	return kind === 'text' || kind === 'code';
}

/** The runs that hold the next characters: `size` of them, or less up to where they can be cut. */
function take(runs: readonly Run[], from: Place, size: number): [taken: readonly Run[], next: Place] {
	const ahead: Run[] = [];
	let length = 0;
	for (let index = from.index; index < runs.length && length <= size; index++) {
		const run = runs[index];
		if (run) {
			ahead.push(index === from.index ? { ...run, text: restOf(run, from.offset) } : run);
			length += ahead.at(-1)?.text.length ?? 0;
		}
	}
	let left = cutPosition(ahead.map(({ text }) => text).join(''), size);
	for (const [count, run] of ahead.entries()) {
		const { text } = run;
		const index = from.index + count;
		if (left >= text.length || (count === 0 && !isCuttable(run))) {
			left -= text.length;
			continue;
		}
		const before = ahead.slice(0, count);
		if (left <= 0 || !isCuttable(run)) {
			return [before, { index, offset: 0 }];
		}
		const offset = (runs[index]?.text.length ?? 0) - text.length + left;
		return [[...before, { ...run, text: text.slice(0, left) + joinerAt(run, left) }], { index, offset }];
	}
	return [ahead, { index: from.index + ahead.length, offset: 0 }];
}

function restOf(run: Run, offset: number): string {
	const rest = run.text.slice(offset);
	return offset === 0 || run.kind === 'code' ? rest : joinerAt(run, offset) + rest.trimStart();
}

/** Stands at both ends of a word that is cut, so that neither becomes an address. Markers stand outside of emphasis. */
function joinerAt({ kind, text }: Run, index: number): string {
	return kind === 'text' && /^[^\s*_~`<]{2}/.test(text.slice(index - 1, index + 1)) ? WORD_JOINER : '';
}
