import type { Link, Run } from './run';

/** What was written so far in a message, as far as it changes what may follow. */
export interface Written {
	/** Whether text holds a `[`: Rocket.Chat would begin the label of the next `[label](address)` there. */
	bracket: boolean;
	/** The characters that markup may take still beyond what it usually does; none are left where it is negative. */
	spare: number;
	/** Those that stand in a line already; each of their lines repeats the address. */
	readonly links: Set<Link>;
}

/**
 * Far more than a message needs that somebody wrote to be read. Without a limit, deep lists, long links over many lines
 * or markers in emphasis would make a few hundred messages of one event.
 */
const SPARE = 16_384;
/** Escapes and emphasis make a text so many times as long at most, before it takes of the spare characters. */
const FACTOR = 4;

export function nothingWritten(): Written {
	return { bracket: false, spare: SPARE, links: new Set() };
}

/** Takes what a line is too long for what it says. @returns whether there was enough to take */
export function mayTake(length: number, runs: readonly Run[], written: Written): boolean {
	let source = 0;
	for (const { text, style } of runs) {
		source += text.length;
		if (style.link && !written.links.has(style.link)) {
			source += style.link.sourceLength;
			written.links.add(style.link);
		}
	}
	written.spare -= Math.max(0, length - FACTOR * source);
	return written.spare >= 0;
}

/** A run with no markup but what hides it. */
export function bare(run: Run): Run {
	const { spoiler } = run.style;
	return { ...run, style: { emphasis: 0, ...(spoiler && { spoiler }) } };
}
