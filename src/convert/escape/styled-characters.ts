import { BOLD, ITALIC, STRIKE } from '../html/styled-run';
import type { InlineNode } from '../markdown/nodes';

/** A piece of text and its emphasis: the bits of `emphasisMarkers`. */
export interface StyledText {
	readonly text: string;
	readonly emphasis: number;
}

const bits: Readonly<Partial<Record<InlineNode['type'], number>>> = {
	bold: BOLD,
	italic: ITALIC,
	strike: STRIKE,
};

/**
 * @returns the visible characters of nodes, each with its emphasis; anything but text and emphasis makes them unequal to
 * any text, and a line break is one
 */
export function charactersOf(nodes: readonly InlineNode[], emphasis = 0): string {
	return nodes
		.map((node) => {
			const bit = bits[node.type];
			if (bit !== undefined && 'children' in node) {
				return charactersOf(node.children, emphasis | bit);
			}
			if (node.type === 'lineBreak') {
				return '\n';
			}
			return node.type === 'text' ? charactersOfText({ text: node.text, emphasis }) : '\0';
		})
		.join('');
}

/** @returns the visible characters of a text, as `charactersOf` does */
export const charactersOfText = ({ text, emphasis }: StyledText) =>
	text.replace(/[\s\u2060]/g, '').replace(/./gsu, (character) => character + String(emphasis));
