import { textOf, type Element, type Node } from './element';

/** East Asian characters and emoji take two columns of a fixed-width font. */
const wide =
	/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]|\p{Extended_Pictographic}/u;

/** Wider cells do not stretch their column, else one long cell would push all others out of sight. Columns. */
const MAX_WIDTH = 40;
/** Where columns would take more than so many times what the cells hold, and this besides, they are not aligned. */
const MAX_GROWTH = 2;
const USUAL_PADDING = 4_096;

/**
 * A table as lines of aligned columns, to be shown in a fixed-width font: Rocket.Chat has no tables. A `|` in a cell is
 * written `\|`; a rule stands below the header.
 */
export function tableLines(table: Element): readonly string[] {
	const rows = rowsIn(table.children);
	const widths: number[] = [];
	for (const { cells } of rows) {
		cells.forEach((cell, column) => {
			widths[column] = Math.min(MAX_WIDTH, Math.max(widths[column] ?? 1, widthOf(cell)));
		});
	}
	const texts = rows.flatMap(({ cells }) => cells);
	const length = texts.reduce((sum, text) => sum + text.length, 0);
	const paddedLength = rows.reduce(
		(sum, { cells }) => sum + cells.reduce((width, _, column) => width + (widths[column] ?? 0), 0),
		0,
	);
	const isPadded = paddedLength <= MAX_GROWTH * length + USUAL_PADDING;
	return rows.flatMap(({ cells, isHeader }, index) => {
		const line = cells
			.map((cell, column) => (isPadded ? padded(cell, widths[column] ?? 0) : cell))
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

/** Text beside the rows becomes a row of its own, so that none is lost. */
function rowsIn(nodes: readonly Node[]): readonly Row[] {
	return nodes.flatMap((node): readonly Row[] => {
		if (typeof node !== 'string' && /^t(?:head|body|foot)$/.test(node.name)) {
			return rowsIn(node.children);
		}
		const isRow = typeof node !== 'string' && node.name === 'tr';
		const cells = isRow ? node.children : [node];
		const texts = cells.filter((cell) => typeof cell !== 'string' || cell.trim() !== '').map(cellText);
		const isHeader =
			isRow && node.children.some((cell) => typeof cell !== 'string' && cell.name === 'th');
		return texts.length > 0 ? [{ cells: texts, isHeader }] : [];
	});
}

function cellText(cell: Node): string {
	return textOf([cell]).replace(/\s+/g, ' ').trim().replaceAll('|', '\\|');
}

function padded(text: string, width: number): string {
	return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

function widthOf(text: string): number {
	return /^[ -~]*$/.test(text)
		? text.length
		: Array.from(text).reduce((width, character) => width + (wide.test(character) ? 2 : 1), 0);
}
