/**
 * The tree that a message is read into. `start` and `end` are positions in the message, in UTF-16 units. Only nodes for
 * which the plain text may show something else than what was typed have them.
 */

/** A block of a message. */
export type BlockNode =
	| ParagraphNode
	| { readonly type: 'heading'; readonly level: number; readonly children: readonly InlineNode[] }
	| { readonly type: 'quote'; readonly children: readonly ParagraphNode[] }
	| {
			readonly type: 'spoilerBlock';
			readonly children: readonly ParagraphNode[];
			readonly start: number;
			readonly end: number;
	  }
	| { readonly type: 'codeBlock'; readonly language: string; readonly text: string }
	| { readonly type: 'mathsBlock'; readonly source: string }
	| { readonly type: 'list'; readonly items: readonly ListItemNode[] }
	| { readonly type: 'rule' }
	| {
			readonly type: 'table';
			readonly header: readonly TableCellNode[];
			/** Each with as many cells as the header. */
			readonly rows: readonly (readonly TableCellNode[])[];
	  };

/** What is in a cell of a table, without spaces around it. */
export type TableCellNode = readonly InlineNode[];

/** Lines without an empty one between them. */
export interface ParagraphNode {
	readonly type: 'paragraph';
	readonly children: InlineNode[];
}

/** An item of a list, which is one line. */
export interface ListItemNode {
	/** The number of an ordered item, a bullet, or the state of a task. */
	readonly marker: number | 'bullet' | 'open' | 'done';
	readonly children: readonly InlineNode[];
}

/** A piece of a line. */
export type InlineNode =
	| { readonly type: 'text'; text: string }
	| { readonly type: 'escape'; readonly text: string; readonly start: number; readonly end: number }
	| { readonly type: 'lineBreak' }
	| { readonly type: 'code'; readonly text: string }
	| { readonly type: 'maths'; readonly source: string }
	| { readonly type: EmphasisType; readonly children: readonly InlineNode[] }
	| {
			readonly type: 'spoiler';
			readonly children: readonly InlineNode[];
			readonly start: number;
			readonly end: number;
	  }
	| LinkNode
	| {
			readonly type: 'mention' | 'channel';
			readonly name: string;
			readonly start: number;
			readonly end: number;
	  }
	/** An alias or id of a room on Matrix, with its `#` or `!`. */
	| { readonly type: 'roomAddress'; readonly address: string }
	| EmojiNode
	| {
			readonly type: 'timestamp';
			/** Seconds since 1970, an ISO 8601 date or a time of day. */
			readonly value: string;
			/** The letter of one of Rocket.Chat's formats. */
			readonly format: string;
			readonly start: number;
			readonly end: number;
	  }
	/** Three to eight hexadecimal digits. */
	| {
			readonly type: 'color';
			readonly digits: string;
			/** Whether only the colour is shown, without its name. */
			readonly isAlone?: true;
	  };

/** The kinds of emphasis. */
export type EmphasisType = 'bold' | 'italic' | 'strike';

/** A link. The text of a bare one is its address. */
export interface LinkNode {
	readonly type: 'link';
	readonly address: string;
	/** What was typed as the address, if Rocket.Chat's grammar completes it: a phone number. */
	readonly typed?: string;
	readonly isBare: boolean;
	readonly children: readonly InlineNode[];
}

/** A shortcode or an emoticon. An emoji of Unicode is text. */
export interface EmojiNode {
	readonly type: 'emoji';
	/** What was typed. */
	readonly text: string;
	/** The name of the emoji, without colons. */
	readonly shortcode: string;
	readonly start: number;
	readonly end: number;
}

/** A node for which the plain text may show something else than what was typed. */
export type ReplaceableNode = Extract<BlockNode | InlineNode, { readonly start: number }>;

/** Adds text: to the last node if that is text, else as a node of its own. */
export function addText(nodes: InlineNode[], text: string): void {
	const last = nodes[nodes.length - 1];
	if (last?.type === 'text') {
		last.text += text;
	} else {
		nodes.push({ type: 'text', text });
	}
}
