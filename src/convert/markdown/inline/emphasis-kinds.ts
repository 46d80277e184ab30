import { ASTERISK, TILDE, UNDERSCORE } from '../characters';
import type { EmphasisType, InlineNode } from '../nodes';
import { repetitionKeys, type Line } from './line';

/** One of the three kinds of emphasis. */
export interface EmphasisKind {
	/** The bit that is set in `enclosing` if a position is inside this kind. */
	readonly bit: number;
	/** The character that its markers consist of, once or twice. */
	readonly marker: number;
	readonly type: EmphasisType;
	/** One of `repetitionKeys`. */
	readonly repetitionKey: number;
	/** Characters that start no item inside this kind and do not end it. */
	readonly plainCharacters: RegExp;
}

export const bold: EmphasisKind = {
	bit: 1,
	marker: ASTERISK,
	type: 'bold',
	repetitionKey: repetitionKeys.bold,
	plainCharacters: /[^* _~]+/y,
};
export const italic: EmphasisKind = {
	bit: 2,
	marker: UNDERSCORE,
	type: 'italic',
	repetitionKey: repetitionKeys.italic,
	plainCharacters: /[^_ *~]+/y,
};
export const strike: EmphasisKind = {
	bit: 4,
	marker: TILDE,
	type: 'strike',
	repetitionKey: repetitionKeys.strike,
	plainCharacters: /[^~ *_:`@#[\]\\<!|\uD83C-\uD83E\u2300-\u27BF]+/y,
};

/** The bit that is set in `enclosing` if a position is inside the text of a reference. */
export const REFERENCE_BIT = 8;
/** The value of `enclosing` outside of emphasis and references. */
export const OUTSIDE = 0;

/**
 * Reads emphasis as an `ItemReader` does.
 * @param enclosing the bits of the emphasis and the reference that the position is inside. No kind is read inside
 * itself
 */
export type EmphasisReader = (line: Line, at: number, enclosing: number, out?: InlineNode[]) => number;
