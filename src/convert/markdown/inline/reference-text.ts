import type { InlineNode } from '../nodes';

/**
 * Makes the mentions in the text of a reference text. A mention is a link on Matrix, and HTML allows no link inside a
 * link.
 */
export function withoutMentions(node: InlineNode): InlineNode {
	if (node.type === 'mention') {
		return { type: 'text', text: `@${node.name}` };
	}
	if (node.type === 'channel') {
		return { type: 'text', text: `#${node.name}` };
	}
	if (node.type === 'roomAddress') {
		return { type: 'text', text: node.address };
	}
	return node.type === 'bold' || node.type === 'italic' || node.type === 'strike'
		? { type: node.type, children: node.children.map(withoutMentions) }
		: node;
}
