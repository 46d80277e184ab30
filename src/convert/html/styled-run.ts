/** The kinds of emphasis that Rocket.Chat knows, as bits. */
export const BOLD = 1;
export const ITALIC = 2;
export const STRIKE = 4;
export const ALL_EMPHASIS = BOLD | ITALIC | STRIKE;

/** The marker that opens and closes each emphasis. If two begin together, the one listed first is outside. */
export const emphasisMarkers: readonly (readonly [bit: number, marker: string])[] = [
	[BOLD, '*'],
	[ITALIC, '_'],
	[STRIKE, '~'],
];

/** How the text of a run is marked up. */
export interface Style {
	/** `BOLD`, `ITALIC` and `STRIKE`, combined. */
	readonly emphasis: number;
	/** Identifies the spoiler that the run is in: the runs of one spoiler share one object. */
	readonly spoiler?: object;
	/** The link that the run is in: the runs of one link share one object. */
	readonly link?: LinkTarget;
}

/** The target of a link. */
export interface LinkTarget {
	/** From `safeAddress`. */
	readonly address: string;
	/** Length of the address in the HTML, before `safeAddress` encoded it; UTF-16 units. */
	readonly sourceLength: number;
}

export const plainStyle: Style = { emphasis: 0 };

/** A stretch of a paragraph that has one kind and one style. */
export interface StyledRun {
	/**
	 * `text` is still to be escaped, and `code` to be put between backticks. `mention`, `emoji` and `formula` hold
	 * finished Rocket.Chat markup. `break` begins a new line.
	 */
	readonly kind: 'text' | 'code' | 'mention' | 'emoji' | 'formula' | 'break';
	readonly text: string;
	readonly style: Style;
}

/** @returns the run without emphasis and link; a spoiler stays, since what is hidden must not be shown */
export function withoutEmphasisAndLink(run: StyledRun): StyledRun {
	const { spoiler } = run.style;
	return { ...run, style: { emphasis: 0, ...(spoiler && { spoiler }) } };
}
