import type { Block, Inline, Replaceable } from './nodes';

/** @returns the nodes that the plain text may show otherwise, from left to right, the outer ones first */
export function replaceableIn(blocks: readonly Block[]): readonly Replaceable[] {
	const found: Replaceable[] = [];
	for (const block of blocks) {
		addFromBlock(block, found);
	}
	return found;
}

function addFromBlock(block: Block, found: Replaceable[]): void {
	if (block.type === 'list') {
		for (const { children } of block.items) {
			addFromLine(children, found);
		}
		return;
	}
	if (block.type === 'spoilerBlock') {
		found.push(block);
	}
	if (block.type === 'quote' || block.type === 'spoilerBlock') {
		for (const paragraph of block.children) {
			addFromLine(paragraph.children, found);
		}
	} else if ('children' in block) {
		addFromLine(block.children, found);
	}
}

function addFromLine(nodes: readonly Inline[], found: Replaceable[]): void {
	for (const node of nodes) {
		if ('start' in node) {
			found.push(node);
		}
		if ('children' in node) {
			addFromLine(node.children, found);
		}
	}
}
