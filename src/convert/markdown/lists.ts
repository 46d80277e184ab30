import { isDigit } from './characters';
import { isStarItem, readLine } from './inline';
import type { Line } from './line';
import type { MessageReader } from './message-reader';
import type { Block, ListItem } from './nodes';

/** A kind of list. Every item is one line. */
interface ListKind {
	/** What stands before the text. */
	readonly start: RegExp;
	/** What the item is, by what `start` holds in its group. */
	readonly marker: (held: string) => ListItem['marker'];
	/** Tells whether the text is that of an item. */
	readonly accepts?: (line: Line, from: number) => boolean;
}

const bullet = () => 'bullet' as const;

// The rules "Tasks", "OrderedList" and "UnorderedList", by the sign that items start with.
const dashed: readonly ListKind[] = [
	{ start: /- \[([x ])\][ \t]+(?=[^ \t\n])/y, marker: (held) => (held === 'x' ? 'done' : 'open') },
	{ start: /-()[ \t]+(?=[^ \t\n])/y, marker: bullet },
];
const starred: readonly ListKind[] = [
	{ start: /\*()[ \t]+(?=[^ \t\n])/y, marker: bullet, accepts: isStarItem },
];
const numbered: readonly ListKind[] = [{ start: /([0-9]+)\.[ \t]+(?=[^ \t\n])/y, marker: Number }];

/** Reads the list at this place and goes behind it; undefined where there is none. */
export function readList(reader: MessageReader): Block | undefined {
	for (const kind of kindsAt(reader)) {
		const items: ListItem[] = [];
		for (let item = readItem(reader, kind); item; item = readItem(reader, kind)) {
			items.push(item);
		}
		if (items.length > 0) {
			return { type: 'list', items };
		}
	}
	return undefined;
}

const none: readonly ListKind[] = [];

function kindsAt({ source, at }: MessageReader): readonly ListKind[] {
	const first = source.charCodeAt(at);
	if (first === 0x2d) {
		return dashed;
	}
	if (first === 0x2a) {
		return starred;
	}
	return isDigit(first) ? numbered : none;
}

function readItem(reader: MessageReader, { start, marker, accepts }: ListKind): ListItem | undefined {
	start.lastIndex = reader.at;
	const [written, held = ''] = start.exec(reader.source) ?? [];
	if (written === undefined) {
		return undefined;
	}
	const line = reader.line();
	if (accepts && !accepts(line, written.length)) {
		return undefined;
	}
	const children = readLine(line, written.length);
	reader.skipLine();
	return { marker: marker(held), children };
}
