import { hasPublicDomain } from '../markdown/linkable';
import { parseMarkdown } from '../markdown/markdown';

/**
 * Decides whether Rocket.Chat makes one link of a whole word and shows the word as it is. It does not if the word ends
 * with punctuation, which it takes for that of the sentence, or if its domain is not public. Rocket.Chat:
 * packages/message-parser, rules "AutolinkedURL" and "AutolinkedEmail"
 * @param word an address
 */
export function isLinkedAsWritten(word: string): boolean {
	const [block, ...more] = parseMarkdown(word).blocks;
	const [node, ...others] = block?.type === 'paragraph' ? block.children : [];
	if (node?.type !== 'link' || !node.isBare || more.length > 0 || others.length > 0) {
		return false;
	}
	const [shown] = node.children;
	return shown?.type === 'text' && shown.text === word && hasPublicDomain(node.address);
}
