import { numberedText, type MessageKey } from './numbered-text';
import { LONG_TEXT, type Pen } from './workload';

/** Something that a person does once, in a room of the bed. */
export interface Action {
	readonly name: string;
	readonly title: string;
	/** Does all that has to be there before, such as the message that is edited. */
	prepare?(pen: Pen, key: MessageKey): Promise<string>;
	/** @param id of the message that `prepare` sent; empty without it */
	act(pen: Pen, key: MessageKey, id: string): Promise<unknown>;
}

const sendText = (pen: Pen, key: MessageKey) => pen.send(numberedText(key, 1));

/** Everything that a person does with messages. */
export const actions: readonly Action[] = [
	{ name: 'text', title: 'a text', act: sendText },
	{
		name: 'parts',
		title: 'a text in several parts',
		act: (pen, key) => pen.send(numberedText(key, 1, LONG_TEXT)),
	},
	{
		name: 'edit',
		title: 'an edit',
		prepare: sendText,
		act: (pen, key, id) => pen.edit(id, numberedText(key, 2)),
	},
	{ name: 'deletion', title: 'a deletion', prepare: sendText, act: (pen, _key, id) => pen.remove(id) },
	{ name: 'reaction', title: 'a reaction', prepare: sendText, act: (pen, _key, id) => pen.react(id) },
];
