/** The emphasis that Rocket.Chat knows, as bits. */
export const BOLD = 1;
export const ITALIC = 2;
export const STRIKE = 4;

/** What opens and closes each emphasis, the outermost first. */
export const emphasisMarkers: readonly (readonly [bit: number, marker: string])[] = [
	[BOLD, '*'],
	[ITALIC, '_'],
	[STRIKE, '~'],
];

/** How the text of a run is dressed. */
export interface Style {
	readonly emphasis: number;
	/** One object for each hidden passage */
	readonly spoiler?: object;
	/** One object for each link */
	readonly link?: Link;
}

export interface Link {
	readonly address: string;
	/** Characters that the address took where it comes from, before it was encoded. */
	readonly sourceLength: number;
}

export const plain: Style = { emphasis: 0 };

/** A piece of a paragraph. */
export interface Run {
	/**
	 * `text` is to be escaped, `code` to be quoted; `mention`, `emoji` and `formula` are Rocket.Chat markup already;
	 * `break` begins a new line.
	 */
	readonly kind: 'text' | 'code' | 'mention' | 'emoji' | 'formula' | 'break';
	readonly text: string;
	readonly style: Style;
}
