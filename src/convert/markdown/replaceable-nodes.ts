import type { BlockNode, InlineNode, ReplaceableNode } from './nodes';

/** @returns the nodes for which the plain text may show something else, from left to right, a node before those in it */
export function replaceableNodesIn(blocks: readonly BlockNode[]): readonly ReplaceableNode[] {
	const found: ReplaceableNode[] = [];
	for (const block of blocks) {
		addFromBlock(block, found);
	}
	return found;
}

function addFromBlock(block: BlockNode, found: ReplaceableNode[]): void {
	if (block.type === 'list') {
		for (const { children } of block.items) {
			addFromInline(children, found);
		}
		return;
	}
	if (block.type === 'table') {
		for (const cells of [block.header, ...block.rows]) {
			cells.forEach((cell) => addFromInline(cell, found));
		}
		return;
	}
	if (block.type === 'spoilerBlock') {
		found.push(block);
	}
	if (block.type === 'quote' || block.type === 'spoilerBlock') {
		for (const paragraph of block.children) {
			addFromInline(paragraph.children, found);
		}
	} else if ('children' in block) {
		addFromInline(block.children, found);
	}
}

function addFromInline(nodes: readonly InlineNode[], found: ReplaceableNode[]): void {
	for (const node of nodes) {
		if ('start' in node) {
			found.push(node);
		}
		if ('children' in node) {
			addFromInline(node.children, found);
		}
	}
}
