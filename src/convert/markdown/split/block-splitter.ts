import type { BlockNode, InlineNode, ParagraphNode, TableCellNode } from '../nodes';
import {
	fittingLength,
	InlineSplitter,
	inside,
	LEAST_SHARE,
	type Cut,
	type Space,
	type Split,
} from './inline-splitter';

/** What each block may cost besides its content: its tags, and the lines between two of them. */
const BLOCK_BYTES = 24;

/** The longest language of a block of code that is repeated in every part. */
const LONGEST_LANGUAGE = 100;

type TableNode = Extract<BlockNode, { readonly type: 'table' }>;
type ListNode = Extract<BlockNode, { readonly type: 'list' }>;
type CodeBlockNode = Extract<BlockNode, { readonly type: 'codeBlock' }>;

/**
 * Splits blocks into parts that are not too large: between two blocks if a part then has at least a quarter of its size,
 * else between lines, else between words. Lists, quotes, tables, code, spoilers and all other markup are closed and opened
 * again; nothing but white space at a cut is lost. What is larger than a part is not measured whole.
 */
export class BlockSplitter {
	private readonly inlines: InlineSplitter;

	/** @param measure the size of blocks after their conversion, in bytes; at least one for each UTF-16 unit of text */
	constructor(private readonly measure: (blocks: readonly BlockNode[]) => number) {
		this.inlines = new InlineSplitter((nodes) => measure([paragraph(nodes)]));
	}

	/**
	 * @param limit the largest part, in bytes
	 * @returns the blocks of each part
	 */
	split(blocks: readonly BlockNode[], limit: number): readonly (readonly BlockNode[])[] {
		const parts: (readonly BlockNode[])[] = [];
		let rest = blocks;
		while (rest.length > 0) {
			const split: Split<BlockNode> = this.take(rest, { left: limit, whole: limit });
			// A block that nothing can cut is a part of its own.
			const isStuck = split.taken.length === 0;
			parts.push(isStuck ? rest.slice(0, 1) : split.taken);
			rest = isStuck ? rest.slice(1) : split.rest;
		}
		return parts;
	}

	private take<Block extends BlockNode>(blocks: readonly Block[], space: Space): Split<Block | BlockNode> {
		let used = 0;
		for (const [index, block] of blocks.entries()) {
			const left = space.left - used - BLOCK_BYTES;
			const size = this.size(block, left);
			if (size <= left) {
				used += size + BLOCK_BYTES;
				continue;
			}
			const before = blocks.slice(0, index);
			if (used >= space.whole * LEAST_SHARE) {
				return { taken: before, rest: blocks.slice(index) };
			}
			const whole = space.whole - BLOCK_BYTES;
			const smaller = this.inSmallerBlocks(block, whole);
			if (smaller) {
				return this.take([...before, ...smaller, ...blocks.slice(index + 1)], space);
			}
			const cut = this.cut(block, { left, whole });
			return cut
				? { taken: [...before, cut.head], rest: [cut.tail, ...blocks.slice(index + 1)] }
				: { taken: before, rest: blocks.slice(index) };
		}
		return { taken: blocks, rest: [] };
	}

	/** @returns the size of a block, in bytes; any size above `most` if it is larger than that */
	private size(block: BlockNode, most: number): number {
		switch (block.type) {
			case 'paragraph':
			case 'heading':
				return this.inlines.sizeOf(block.children, most);
			case 'quote':
			case 'spoilerBlock':
				return sumUpTo(most, block.children, (child, left) => this.size(child, left) + BLOCK_BYTES);
			case 'list':
				return sumUpTo(most, block.items, ({ children }, left) => this.itemSize(children, left));
			case 'table':
				return sumUpTo(most, [block.header, ...block.rows], (cells, left) =>
					this.rowSize(cells, left),
				);
			case 'codeBlock':
				return block.text.length > most ? block.text.length : this.measure([block]);
			case 'mathsBlock':
				return block.source.length > most ? block.source.length : this.measure([block]);
			case 'rule':
				return this.measure([block]);
		}
	}

	private itemSize(children: readonly InlineNode[], most: number): number {
		return BLOCK_BYTES + this.inlines.sizeOf(children, most);
	}

	private rowSize(cells: readonly TableCellNode[], most: number): number {
		return sumUpTo(most, cells, (cell, left) => BLOCK_BYTES + this.inlines.sizeOf(cell, left));
	}

	private cut(block: BlockNode, space: Space): Cut<BlockNode> | undefined {
		switch (block.type) {
			case 'paragraph':
			case 'heading':
				return withChildren(block, this.inlines.take(block.children, space));
			case 'quote':
			case 'spoilerBlock':
				return withChildren(block, this.take(block.children, space) as Split<ParagraphNode>);
			case 'list':
				return this.cutList(block, space);
			case 'table':
				return this.cutTable(block, space);
			case 'codeBlock':
				return this.cutCode(block, space);
			case 'mathsBlock':
			case 'rule':
				return undefined;
		}
	}

	/** Cuts a list between two items, or in the first item if that does not fit. */
	private cutList(list: ListNode, space: Space): Cut<BlockNode> | undefined {
		const { items } = list;
		const count = countUpTo(space.left, items, ({ children }, left) => this.itemSize(children, left));
		const [first] = items;
		if (count > 0 || !first) {
			return {
				head: { ...list, items: items.slice(0, count) },
				tail: { ...list, items: items.slice(count) },
			};
		}
		const cut = withChildren(first, this.inlines.take(first.children, inside(space, BLOCK_BYTES)));
		return (
			cut && {
				head: { ...list, items: [cut.head] },
				tail: { ...list, items: [cut.tail, ...items.slice(1)] },
			}
		);
	}

	/** Cuts a table between two rows. The header is repeated. */
	private cutTable(table: TableNode, space: Space): Cut<BlockNode> | undefined {
		const { header, rows } = table;
		const left = space.left - this.rowSize(header, space.left);
		const count = countUpTo(left, rows, (cells, most) => this.rowSize(cells, most));
		return count === 0
			? undefined
			: { head: { ...table, rows: rows.slice(0, count) }, tail: { ...table, rows: rows.slice(count) } };
	}

	/** Cuts code at the end of a line if the first piece then has at least a quarter of its size, else anywhere. */
	private cutCode(block: CodeBlockNode, space: Space): Cut<BlockNode> | undefined {
		const language = block.language.length > LONGEST_LANGUAGE ? '' : block.language;
		const fits = fittingLength(block.text, space.left, (text) => this.measure([{ ...block, text }]));
		const lineEnd = block.text.lastIndexOf('\n', fits);
		const isAtLine = lineEnd >= fits * LEAST_SHARE && lineEnd > 0;
		const head = block.text.slice(0, isAtLine ? lineEnd : fits);
		const tail = block.text.slice(isAtLine ? lineEnd + 1 : fits);
		return fits === 0
			? undefined
			: { head: { ...block, text: head }, tail: { ...block, language, text: tail } };
	}

	/** @returns blocks that can be cut, for one that no part can hold; undefined if there is no need */
	private inSmallerBlocks(block: BlockNode, whole: number): readonly BlockNode[] | undefined {
		if (block.type === 'mathsBlock' && this.size(block, whole) > whole) {
			return [{ type: 'codeBlock', language: '', text: block.source }];
		}
		if (block.type !== 'table') {
			return undefined;
		}
		const headerSize = this.rowSize(block.header, whole);
		const [firstRow = []] = block.rows;
		const isCuttable =
			headerSize <= whole * LEAST_SHARE && this.rowSize(firstRow, whole) <= whole - headerSize;
		return isCuttable ? undefined : [block.header, ...block.rows].map(rowAsParagraph);
	}
}

function paragraph(children: readonly InlineNode[]): ParagraphNode {
	return { type: 'paragraph', children: [...children] };
}

function rowAsParagraph(cells: readonly TableCellNode[]): ParagraphNode {
	const separator: InlineNode = { type: 'text', text: ' | ' };
	return paragraph(cells.flatMap((cell, index) => (index === 0 ? cell : [separator, ...cell])));
}

/** @returns a node in two pieces; undefined if nothing of it fits */
function withChildren<Child, Node extends { readonly children: readonly Child[] }>(
	node: Node,
	{ taken, rest }: Split<Child>,
): Cut<Node> | undefined {
	return taken.length === 0
		? undefined
		: { head: { ...node, children: taken }, tail: { ...node, children: rest } };
}

/** Adds sizes up to a limit. @param size is given how much is left */
function sumUpTo<Item>(
	most: number,
	items: readonly Item[],
	size: (item: Item, left: number) => number,
): number {
	let sum = 0;
	for (const item of items) {
		sum += size(item, most - sum);
		if (sum > most) {
			break;
		}
	}
	return sum;
}

/** @returns how many items fit */
function countUpTo<Item>(
	most: number,
	items: readonly Item[],
	size: (item: Item, left: number) => number,
): number {
	let sum = 0;
	const tooMany = items.findIndex((item) => (sum += size(item, most - sum)) > most);
	return tooMany < 0 ? items.length : tooMany;
}
