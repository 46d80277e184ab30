import { isAddress, partsOfAddress, possibleAddress } from './address';
import { readBlocks } from '../markdown/blocks/blocks';
import { hasPublicDomain } from '../markdown/linkable';
import { defaultOptions } from '../markdown/options';

/** An address without anything that could end it. It need not be read to know that, which would take longer. */
const commonAddress =
	/^https?:\/\/(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,24}(?:\/(?:[\w/?&=#%.-]*[\w/])?)?$/i;

/**
 * Decides whether Rocket.Chat makes one link of a whole word and shows the word as it is. It does not if the word ends
 * with punctuation, which it takes for that of the sentence, or if its domain is not public. Rocket.Chat:
 * packages/message-parser, rules "AutolinkedURL" and "AutolinkedEmail"
 * @param word an address
 */
export function isLinkedAsWritten(word: string): boolean {
	if (commonAddress.test(word)) {
		return hasPublicDomain(word);
	}
	const [block, ...more] = readBlocks(word, defaultOptions);
	const [node, ...others] = block?.type === 'paragraph' ? block.children : [];
	if (node?.type !== 'link' || !node.isBare || more.length > 0 || others.length > 0) {
		return false;
	}
	const [shown] = node.children;
	return shown?.type === 'text' && shown.text === word && hasPublicDomain(node.address);
}

/** Whether Rocket.Chat's link to an address ends before its last bracket, although clients of Matrix link the whole. */
export function isCutAtBracket(address: string): boolean {
	return address.endsWith(')') && (address.includes('://') || hasPublicDomain(address));
}

/** Tried before the text is read word by word, which takes longer. */
const mayHoldCutAddress = /\([^\s()]*\)|<(?:https?|ftp):\/\//i;

/**
 * Whether a text has such an address, or one in angle brackets: of `<https://example.org/a>` Rocket.Chat takes the second
 * bracket into its link, and it makes no link of `<https://example.org>`.
 */
export function holdsCutAddress(text: string): boolean {
	if (!text.includes('/') || !mayHoldCutAddress.test(text)) {
		return false;
	}
	return text.split(possibleAddress).some((word, index) => {
		if (index % 2 === 0 || !isAddress(word)) {
			return false;
		}
		const [before, address] = partsOfAddress(word);
		return before.endsWith('<') || isCutAtBracket(address);
	});
}
