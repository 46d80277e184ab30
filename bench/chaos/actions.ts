import { numberedFile } from './numbered-file';
import { numberedText, type MessageKey } from './numbered-text';
import { LONG_TEXT, type Pen } from './workload';

/** Something that a person does once, in a room of the bed. */
export interface Action {
	readonly name: string;
	readonly title: string;
	/** Whether files are transferred for it. */
	readonly hasFiles?: true;
	/** Does all that has to be there before, such as the message that is edited. */
	prepare?(pen: Pen, key: MessageKey): Promise<string>;
	/** @param id of the message that `prepare` sent; empty without it */
	act(pen: Pen, key: MessageKey, id: string): Promise<unknown>;
}

/** Bytes of a file. */
const FILE_SIZE = 50_000;

const sendText = (pen: Pen, key: MessageKey) => pen.send(numberedText(key, 1));

const sendFiles = (count: number) => (pen: Pen, key: MessageKey) =>
	pen.sendFiles(
		numberedText(key, 1),
		Array.from({ length: count }, (_, index) => numberedFile(key, index + 1, FILE_SIZE)),
	);

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
	{ name: 'file', title: 'a file with a caption', act: sendFiles(1), hasFiles: true },
	{ name: 'several-files', title: 'two files with a text', act: sendFiles(2), hasFiles: true },
	{
		name: 'caption',
		title: 'an edit of a caption',
		prepare: sendFiles(1),
		act: (pen, key, id) => pen.edit(id, numberedText(key, 2)),
	},
	{
		name: 'file-deletion',
		title: 'the deletion of a file',
		prepare: sendFiles(1),
		act: (pen, _key, id) => pen.remove(id),
	},
];
