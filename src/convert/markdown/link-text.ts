import type { Inline } from './nodes';

/** Names in the text of a link are text: a link holds no other. */
export function withoutNames(node: Inline): Inline {
	if (node.type === 'mention' || node.type === 'channel') {
		return { type: 'text', text: (node.type === 'mention' ? '@' : '#') + node.name };
	}
	return node.type === 'bold' || node.type === 'italic' || node.type === 'strike'
		? { type: node.type, children: node.children.map(withoutNames) }
		: node;
}
