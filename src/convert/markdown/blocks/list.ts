import { ASTERISK, DASH, isDigit } from '../characters';
import { hasNoLooseAsterisk, readInline } from '../inline/inline';
import type { Line } from '../inline/line';
import type { BlockNode, ListItemNode } from '../nodes';
import type { MessageReader } from './message-reader';

/** A kind of list. Every item is one line. */
interface ListKind {
	/** What comes before the text of an item. */
	readonly itemStart: RegExp;
	/** @returns the marker of an item, given the text of the group in `itemStart` */
	readonly markerOf: (group: string) => ListItemNode['marker'];
	/** @returns whether the text of the line from a position on may be that of an item. */
	readonly acceptsText?: (line: Line, from: number) => boolean;
}

const bulletMarker = () => 'bullet' as const;

// Rules "Tasks", "UnorderedListHyphenItem", "UnorderedListAsteriskItem" and "OrderedList"
const dashLists: readonly ListKind[] = [
	{
		itemStart: /- \[([x ])\][ \t]+(?=[^ \t\n])/y,
		markerOf: (group) => (group === 'x' ? 'done' : 'open'),
	},
	{ itemStart: /-()[ \t]+(?=[^ \t\n])/y, markerOf: bulletMarker },
];
const asteriskLists: readonly ListKind[] = [
	{ itemStart: /\*()[ \t]+(?=[^ \t\n])/y, markerOf: bulletMarker, acceptsText: hasNoLooseAsterisk },
];
const orderedLists: readonly ListKind[] = [{ itemStart: /([0-9]+)\.[ \t]+(?=[^ \t\n])/y, markerOf: Number }];
const noLists: readonly ListKind[] = [];

/**
 * Reads the items of a list of one kind. Rocket.Chat: rules "Tasks", "OrderedList" and "UnorderedList"
 *
 *     1. one
 *     ^
 *     2. two
 *     three
 *     ^
 */
export function readList(reader: MessageReader): BlockNode | undefined {
	for (const kind of listKindsAt(reader)) {
		const items: ListItemNode[] = [];
		for (let item = readListItem(reader, kind); item; item = readListItem(reader, kind)) {
			items.push(item);
		}
		if (items.length > 0) {
			return { type: 'list', items };
		}
	}
	return undefined;
}

function listKindsAt({ source, at }: MessageReader): readonly ListKind[] {
	const first = source.charCodeAt(at);
	if (first === DASH) {
		return dashLists;
	}
	if (first === ASTERISK) {
		return asteriskLists;
	}
	return isDigit(first) ? orderedLists : noLists;
}

/**
 * Reads one item of a list and goes to the next line.
 *
 *     - [x] one
 *     ^
 *     - [ ] two
 *     ^
 */
function readListItem(
	reader: MessageReader,
	{ itemStart, markerOf, acceptsText }: ListKind,
): ListItemNode | undefined {
	itemStart.lastIndex = reader.at;
	const [start, group = ''] = itemStart.exec(reader.source) ?? [];
	if (start === undefined) {
		return undefined;
	}
	const line = reader.line();
	if (acceptsText && !acceptsText(line, start.length)) {
		return undefined;
	}
	const children = readInline(line, start.length);
	reader.skipLine();
	return { marker: markerOf(group), children };
}
