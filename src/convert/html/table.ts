import { cellText } from './cell-text';
import type { HtmlElement, HtmlNode } from './html-tree';

/** An East Asian character or an emoji, which takes two columns of a fixed-width font. */
const wideCharacter =
	/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]|\p{Extended_Pictographic}/u;

/**
 * The greatest width of a column, in columns of the font. A longer cell is not cut, but is out of line: otherwise one
 * long cell would push all others out of sight.
 */
const MAX_WIDTH = 40;
/**
 * Cells are aligned only if that makes the table no longer than `MAX_GROWTH` times its text and `FREE_PADDING`
 * characters more. Without a limit, a wide table of empty cells would fill many messages.
 */
const MAX_GROWTH = 2;
const FREE_PADDING = 4_096;

/**
 * Writes a table as lines of aligned columns, to be shown in a fixed-width font, since Rocket.Chat has no tables. A `|`
 * in a cell is written `\|`, and a rule follows the header.
 */
export function tableLines(table: HtmlElement): readonly string[] {
	const rows = rowsIn(table.children);
	const widths: number[] = [];
	for (const { cells } of rows) {
		cells.forEach((cell, column) => {
			widths[column] = Math.min(MAX_WIDTH, Math.max(widths[column] ?? 1, widthOf(cell)));
		});
	}
	const texts = rows.flatMap(({ cells }) => cells);
	const textLength = texts.reduce((sum, text) => sum + text.length, 0);
	const paddedLength = rows.reduce(
		(sum, { cells }) => sum + cells.reduce((width, _, column) => width + (widths[column] ?? 0), 0),
		0,
	);
	const isAligned = paddedLength <= MAX_GROWTH * textLength + FREE_PADDING;
	return rows.flatMap(({ cells, isHeader }, index) => {
		const line = cells
			.map((cell, column) => (isAligned ? padTo(cell, widths[column] ?? 0) : cell))
			.join(' | ');
		const endsHeader = index === 0 && isHeader && rows.length > 1;
		return [
			line.trimEnd(),
			...(endsHeader ? [widths.map((width) => '-'.repeat(width)).join('-|-')] : []),
		];
	});
}

interface Row {
	readonly cells: readonly string[];
	readonly isHeader: boolean;
}

/** Finds the rows. Any other text in the table, such as its caption, becomes a row of its own, so that none is lost. */
function rowsIn(nodes: readonly HtmlNode[]): readonly Row[] {
	return nodes.flatMap((node): readonly Row[] => {
		if (typeof node !== 'string' && /^t(?:head|body|foot)$/.test(node.name)) {
			return rowsIn(node.children);
		}
		const isRow = typeof node !== 'string' && node.name === 'tr';
		const cells = isRow ? node.children : [node];
		const texts = cells.filter((cell) => typeof cell !== 'string' || cell.trim() !== '').map(escapedCell);
		const isHeader =
			isRow && node.children.some((cell) => typeof cell !== 'string' && cell.name === 'th');
		return texts.length > 0 ? [{ cells: texts, isHeader }] : [];
	});
}

function escapedCell(cell: HtmlNode): string {
	return cellText(cell).replaceAll('|', '\\|');
}

/** Adds spaces up to a width. */
function padTo(text: string, width: number): string {
	return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

/** @returns the columns of the font that a text takes */
function widthOf(text: string): number {
	return /^[ -~]*$/.test(text)
		? text.length
		: Array.from(text).reduce((width, character) => width + (wideCharacter.test(character) ? 2 : 1), 0);
}
