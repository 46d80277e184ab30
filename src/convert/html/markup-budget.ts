import type { LinkTarget, StyledRun } from './styled-run';

/**
 * UTF-16 units. A message that a person writes needs far less. Without a limit, deep lists, a long link over
 * many lines or markers in emphasis would turn one event into a few hundred messages.
 */
const BUDGET = 16_384;
/** A line is charged for what is longer than this many times its source. Escapes and emphasis usually take less. */
const FREE_FACTOR = 4;
/** The marks of quotes and lists in front of a line are charged from this length on. UTF-16 units. */
const FREE_PREFIX_LENGTH = 4;

/**
 * Limits how much longer than its source a message may become. When the budget is spent, the rest of the message is
 * written with less markup.
 */
export class MarkupBudget {
	#left = BUDGET;
	/** Links that were counted as source already: each line of a link repeats its address. */
	#countedLinks: Set<LinkTarget> | undefined;

	/** Whether more was charged than the budget had. */
	get isSpent(): boolean {
		return this.#left < 0;
	}

	/**
	 * Charges for the part of a line that is out of proportion to its source.
	 * @param length of the line, in UTF-16 units
	 * @param runs that the line was written from
	 */
	chargeLine(length: number, runs: readonly StyledRun[]): void {
		let sourceLength = 0;
		for (const { text, style } of runs) {
			sourceLength += text.length;
			if (style.link && !this.#countedLinks?.has(style.link)) {
				sourceLength += style.link.sourceLength;
				(this.#countedLinks ??= new Set()).add(style.link);
			}
		}
		this.#left -= Math.max(0, length - FREE_FACTOR * sourceLength);
	}

	/** Charges for the marks of quotes and lists in front of a line. @param length of the marks, in UTF-16 units */
	chargePrefix(length: number): void {
		this.#left -= Math.max(0, length - FREE_PREFIX_LENGTH);
	}
}
