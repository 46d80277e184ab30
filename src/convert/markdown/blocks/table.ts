import { BACKSLASH, isSpace, LINE_FEED, VERTICAL_BAR } from '../characters';
import { readItemOrCharacter } from '../inline/inline';
import { readAsText } from '../inline/item-reader';
import { showTouchingEmojiAsTyped } from '../inline/touching-emoji';
import type { Line } from '../inline/line';
import type { BlockNode, InlineNode, TableCellNode } from '../nodes';
import type { MessageReader } from './message-reader';

/** The line below the header, which makes a table of the lines around it. */
const delimiterRow = /\|(?:[ \t]*:?-+:?[ \t]*\|)+/y;

/**
 * Reads a table: a header, a line of dashes, and rows. Every row begins and ends with a `|`. All rows get as many cells
 * as the header. Rocket.Chat: rule "Table", since version 0.32 of its parser
 *
 *     | a | b |
 *     ^
 *     | - | - |
 *     | 1 | 2 |
 *     next
 *     ^
 */
export function readTable(reader: MessageReader): BlockNode | undefined {
	const { source, at: start } = reader;
	delimiterRow.lastIndex = reader.lineEnd() + 1;
	// The delimiter is looked for first: most lines that begin with a bar belong to no table.
	const end = delimiterRow.test(source) ? delimiterRow.lastIndex : -1;
	const header = end < 0 ? undefined : readRow(reader);
	if (!header || reader.at <= reader.lineEnd(start)) {
		reader.at = start;
		return undefined;
	}
	reader.at = source.charCodeAt(end) === LINE_FEED ? end + 1 : end;
	const rows: (readonly TableCellNode[])[] = [];
	for (let row = readRow(reader); row; row = readRow(reader)) {
		rows.push(header.map((_, column) => row[column] ?? []));
	}
	return { type: 'table', header, rows };
}

/**
 * Reads the cells of a row up to its last `|`, and the line break if nothing else follows.
 * @returns undefined if no row starts here; then the reader keeps its position
 */
function readRow(reader: MessageReader): TableCellNode[] | undefined {
	const { source, at: start } = reader;
	if (source.charCodeAt(start) !== VERTICAL_BAR) {
		return undefined;
	}
	const line = reader.line();
	const cells: TableCellNode[] = [];
	let rowEnd = 1;
	for (;;) {
		const nodes: InlineNode[] = [];
		const cellEnd = readCell(line, rowEnd, nodes);
		if (line.text.charCodeAt(cellEnd) !== VERTICAL_BAR) {
			break;
		}
		showTouchingEmojiAsTyped(nodes);
		cells.push(withoutSpacesAround(nodes));
		rowEnd = cellEnd + 1;
	}
	if (cells.length === 0) {
		return undefined;
	}
	reader.at = start + rowEnd + (rowEnd === line.text.length ? 1 : 0);
	return cells;
}

/**
 * Reads the inline items of a cell. A `|` inside of an item, such as code, does not end it. Rule "TableCell"
 * @returns the position of the `|` behind it, or the end of the line
 */
function readCell(line: Line, from: number, out: InlineNode[]): number {
	const { text } = line;
	let at = from;
	while (at < text.length && text.charCodeAt(at) !== VERTICAL_BAR) {
		const isEscapedBar = text.charCodeAt(at) === BACKSLASH && text.charCodeAt(at + 1) === VERTICAL_BAR;
		at = isEscapedBar ? readAsText(line, at + 1, at + 2, out) : readItemOrCharacter(line, at, out);
	}
	return at;
}

function withoutSpacesAround(nodes: InlineNode[]): TableCellNode {
	const [first] = nodes;
	if (first?.type === 'text') {
		first.text = first.text.replace(/^[ \t]+/, '');
	}
	const last = nodes.at(-1);
	if (last?.type === 'text') {
		let end = last.text.length;
		while (isSpace(last.text.charCodeAt(end - 1))) {
			end--;
		}
		last.text = last.text.slice(0, end);
	}
	return nodes.filter((node) => node.type !== 'text' || node.text !== '');
}
