import type { Inline } from './nodes';

/**
 * Emoji that touch text or each other are shown as they are written. Rocket.Chat: function "joinEmoji"
 * @param nodes of one line, or of what stands between two signs
 */
export function writeTouchingEmoji(nodes: Inline[]): void {
	writeEmoji(nodes, 0, touches);
}

/**
 * The same where the text was joined before, so that the spaces in it part nothing.
 * @param from the first node that is asked
 */
export function writeJoinedEmoji(nodes: Inline[], from: number): void {
	writeEmoji(nodes, from, isJoined);
}

type Neighbour = Inline | undefined;

const touches = (before: Neighbour, after: Neighbour) =>
	before?.type === 'emoji' ||
	after?.type === 'emoji' ||
	/\S$/.test(textOf(before)) ||
	/^\S/.test(textOf(after));

const isJoined = (before: Neighbour, after: Neighbour) =>
	textOf(before).trim() !== '' || textOf(after).trim() !== '';

const textOf = (node: Neighbour) => (node?.type === 'text' || node?.type === 'escape' ? node.text : '');

function writeEmoji(
	nodes: Inline[],
	from: number,
	isWritten: (before: Neighbour, after: Neighbour) => boolean,
): void {
	const written: number[] = [];
	for (let index = from; index < nodes.length; index++) {
		if (nodes[index]?.type === 'emoji' && isWritten(nodes[index - 1], nodes[index + 1])) {
			written.push(index);
		}
	}
	for (const index of written) {
		const node = nodes[index];
		if (node?.type === 'emoji') {
			nodes[index] = { type: 'text', text: node.text };
		}
	}
}
