import { repetitions } from './line';
import type { Emphasis } from './nodes';

/** A kind of emphasis. */
export interface Kind {
	/** Says in a set of bits that what is read stands in this kind. */
	readonly bit: number;
	readonly sign: number;
	readonly type: Emphasis;
	readonly repetition: number;
	/** What holds neither items nor the sign. */
	readonly plain: RegExp;
}

export const bold: Kind = {
	bit: 1,
	sign: 0x2a,
	type: 'bold',
	repetition: repetitions.bold,
	plain: /[^* _~]+/y,
};
export const italic: Kind = {
	bit: 2,
	sign: 0x5f,
	type: 'italic',
	repetition: repetitions.italic,
	plain: /[^_ *~]+/y,
};
export const strike: Kind = {
	bit: 4,
	sign: 0x7e,
	type: 'strike',
	repetition: repetitions.strike,
	plain: /[^~ *_:`@#[\]\\<!|\uD83C-\uD83E\u2300-\u27BF]+/y,
};
