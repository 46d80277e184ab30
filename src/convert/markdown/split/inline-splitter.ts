import { cutPosition } from '../../length/cut-text';
import type { InlineNode } from '../nodes';

/** Nodes that fit into a part, and the nodes behind them. */
export interface Split<Node> {
	readonly taken: readonly Node[];
	readonly rest: readonly Node[];
}

/** A node of which only the first piece fits. */
export interface Cut<Node> {
	readonly head: Node;
	readonly tail: Node;
}

/** How much may be taken, in bytes. */
export interface Space {
	/** What is left in the present part. */
	readonly left: number;
	/** What a part without anything in it has. */
	readonly whole: number;
}

/** A part ends at a line or a block only if it then has at least this share of its size. */
export const LEAST_SHARE = 1 / 4;

/** What each line may cost besides its text: the sign of a quote. */
const LINE_BYTES = 2;

/** What stands before the name or text of a node that may be of any length, but is not cut. */
const sigils: Readonly<Partial<Record<InlineNode['type'], string>>> = {
	mention: '@',
	channel: '#',
	emoji: '',
};

/** @returns the space inside of markup that takes some of it in every part */
export const inside = ({ left, whole }: Space, frame: number): Space => ({
	left: left - frame,
	whole: whole - frame,
});

/**
 * Cuts a text: at a space if the first piece then has at least a quarter of its size, else anywhere.
 * @param measure the size of a text in bytes, at least one for each UTF-16 unit
 * @returns the length of the piece that fits; 0 if none does
 */
export function fittingLength(text: string, left: number, measure: (text: string) => number): number {
	let [fits, tooLong] = [0, Math.min(text.length, Math.max(left, 0)) + 1];
	while (tooLong - fits > 1) {
		const middle = (fits + tooLong) >> 1;
		[fits, tooLong] = measure(text.slice(0, middle)) <= left ? [middle, tooLong] : [fits, middle];
	}
	return fits === 0 ? 0 : cutPosition(text, fits);
}

/** Splits the nodes of lines. Markup that does not fit into one part is closed there and opened again in the next one. */
export class InlineSplitter {
	/** @param measure the size of nodes after their conversion, in bytes; at least one for each UTF-16 unit of text */
	constructor(private readonly measure: (nodes: readonly InlineNode[]) => number) {}

	/** Takes nodes from the front: up to the end of a line if the part has enough then, else up to a space. */
	take(nodes: readonly InlineNode[], space: Space): Split<InlineNode> {
		let used = 0;
		let lineEnd: number | undefined;
		for (const [index, node] of nodes.entries()) {
			lineEnd = node.type === 'lineBreak' && used >= space.left * LEAST_SHARE ? index : lineEnd;
			const size = this.size(node, space.left - used);
			if (used + size <= space.left) {
				used += size;
				continue;
			}
			if (lineEnd !== undefined) {
				return { taken: nodes.slice(0, lineEnd), rest: nodes.slice(lineEnd + 1) };
			}
			const [before, after] = [nodes.slice(0, index), nodes.slice(index + 1)];
			const smaller = this.inSmallerNodes(node, space.whole);
			if (smaller) {
				return this.take([...before, ...smaller, ...after], space);
			}
			const cut = this.cut(node, { ...space, left: space.left - used });
			return cut
				? { taken: [...before, cut.head], rest: [cut.tail, ...after] }
				: { taken: before, rest: nodes.slice(index) };
		}
		return { taken: nodes, rest: [] };
	}

	/** @returns the size of nodes, in bytes; any size above `most` if it is larger than that */
	sizeOf(nodes: readonly InlineNode[], most: number): number {
		let size = 0;
		for (const node of nodes) {
			size += this.size(node, most - size);
			if (size > most) {
				break;
			}
		}
		return size;
	}

	private size(node: InlineNode, most: number): number {
		if ('children' in node) {
			const frame = this.frame(node);
			return frame + this.sizeOf(node.children, most - frame);
		}
		if ('text' in node && node.text.length > most) {
			return node.text.length;
		}
		return this.measure([node]) + (node.type === 'lineBreak' ? LINE_BYTES : 0);
	}

	/** @returns the size of the markup around children, in bytes */
	private frame(node: Extract<InlineNode, { readonly children: unknown }>): number {
		return this.measure([{ ...node, children: [] }]);
	}

	private cut(node: InlineNode, space: Space): Cut<InlineNode> | undefined {
		if ('children' in node) {
			const { taken, rest } = this.take(node.children, inside(space, this.frame(node)));
			return taken.length === 0
				? undefined
				: { head: { ...node, children: taken }, tail: { ...node, children: rest } };
		}
		if (node.type !== 'text' && node.type !== 'code') {
			return undefined;
		}
		const length = fittingLength(node.text, space.left, (text) => this.measure([{ ...node, text }]));
		const [head, tail] = [node.text.slice(0, length), node.text.slice(length)];
		return length === 0 ? undefined : { head: { ...node, text: head }, tail: { ...node, text: tail } };
	}

	/** @returns nodes that can be cut, for one that no part can hold; undefined if there is no need */
	private inSmallerNodes(node: InlineNode, whole: number): readonly InlineNode[] | undefined {
		if (node.type === 'link' && this.frame(node) > whole * LEAST_SHARE) {
			return [...node.children, { type: 'text', text: ` (${node.address})` }];
		}
		if ('children' in node || this.size(node, whole) <= whole) {
			return undefined;
		}
		if (node.type === 'maths') {
			return [{ type: 'code', text: node.source }];
		}
		const sigil = sigils[node.type];
		const typed = 'name' in node ? node.name : 'text' in node ? node.text : undefined;
		return sigil === undefined || typed === undefined
			? undefined
			: [{ type: 'text', text: sigil + typed }];
	}
}
