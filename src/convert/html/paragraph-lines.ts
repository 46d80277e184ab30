import { lineMarkup } from './line-markup';
import { splitLongLine } from './long-line';
import type { MessageState } from './message-state';
import { withoutEmphasisAndLink, type StyledRun } from './styled-run';

/**
 * Writes the runs of a paragraph as lines of Rocket.Chat markup. A new line begins at each `break`, and before a line
 * would be too long.
 * @param room for a line, in UTF-16 units
 */
export function paragraphLines(
	runs: readonly StyledRun[],
	state: MessageState,
	room: number,
): readonly string[] {
	if (!runs.some(({ kind }) => kind === 'break')) {
		return linesThatFit(runs, state, room);
	}
	const lines: StyledRun[][] = [[]];
	for (const run of runs) {
		if (run.kind === 'break') {
			lines.push([]);
		} else {
			lines.at(-1)?.push(run);
		}
	}
	return lines.flatMap((line) => linesThatFit(line, state, room));
}

/** Writes the runs of one line; when the budget for markup is spent, without emphasis and links. */
function linesThatFit(runs: readonly StyledRun[], state: MessageState, room: number): readonly string[] {
	const { budget } = state;
	const line = lineMarkup(runs, state);
	budget.chargeLine(line.length, runs);
	if (!budget.isSpent && line.length <= room) {
		return [line];
	}
	const affordable = budget.isSpent ? runs.map(withoutEmphasisAndLink) : runs;
	return splitLongLine(affordable, room, (taken, isPart) => lineMarkup(taken, state, isPart));
}
