/**
 * What a message consists of. `start` and `end` are places in the message, in UTF-16 units; they stand where the
 * plain text shows something else than what was typed.
 */

/** The block of a message. */
export type Block =
	| Paragraph
	| { readonly type: 'heading'; readonly level: number; readonly children: readonly Inline[] }
	| { readonly type: 'quote'; readonly children: readonly Paragraph[] }
	| {
			readonly type: 'spoilerBlock';
			readonly children: readonly Paragraph[];
			readonly start: number;
			readonly end: number;
	  }
	| { readonly type: 'codeBlock'; readonly language: string; readonly text: string }
	| { readonly type: 'mathsBlock'; readonly source: string }
	| { readonly type: 'list'; readonly items: readonly ListItem[] };

/** Lines that belong together. */
export interface Paragraph {
	readonly type: 'paragraph';
	readonly children: Inline[];
}

/** An item of a list: one line. */
export interface ListItem {
	/** Its number, or what stands for it. */
	readonly marker: number | 'bullet' | 'open' | 'done';
	readonly children: readonly Inline[];
}

/** What stands in a line. */
export type Inline =
	| { readonly type: 'text'; text: string }
	| { readonly type: 'escape'; readonly text: string; readonly start: number; readonly end: number }
	| { readonly type: 'lineBreak' }
	| { readonly type: 'code'; readonly text: string }
	| { readonly type: 'maths'; readonly source: string }
	| { readonly type: Emphasis; readonly children: readonly Inline[] }
	| {
			readonly type: 'spoiler';
			readonly children: readonly Inline[];
			readonly start: number;
			readonly end: number;
	  }
	| Link
	| {
			readonly type: 'mention' | 'channel';
			readonly name: string;
			readonly start: number;
			readonly end: number;
	  }
	| Emoji
	| {
			readonly type: 'timestamp';
			/** Seconds since 1970, a date of ISO 8601 or a time of day. */
			readonly value: string;
			/** Letter of Rocket.Chat's formats. */
			readonly format: string;
			readonly start: number;
			readonly end: number;
	  }
	/** Three to eight hexadecimal digits. */
	| { readonly type: 'color'; readonly digits: string };

/** The kinds of emphasis. */
export type Emphasis = 'bold' | 'italic' | 'strike';

/** A link; a bare one is its own text. */
export interface Link {
	readonly type: 'link';
	readonly address: string;
	readonly isBare: boolean;
	readonly children: readonly Inline[];
}

/** A shortcode or an emoticon. */
export interface Emoji {
	readonly type: 'emoji';
	/** As typed. */
	readonly text: string;
	/** Name of the emoji, without colons. */
	readonly shortcode: string;
	readonly start: number;
	readonly end: number;
}

/** What the plain text may show otherwise than it was typed. */
export type Replaceable = Extract<Block | Inline, { readonly start: number }>;

/** Adds text, to the text before it where there is any. */
export function addText(nodes: Inline[], text: string): void {
	const last = nodes[nodes.length - 1];
	if (last?.type === 'text') {
		last.text += text;
	} else {
		nodes.push({ type: 'text', text });
	}
}
