import type { BlockReader } from './message-reader';

const rule = /[ \t]*-{3,}[ \t]*(?:\n|$)/y;

/**
 * Reads a line of three dashes or more. Rocket.Chat: rule "HorizontalRule", since version 0.32 of its parser
 *
 *     ---
 *     ^
 *     next
 *     ^
 */
export const readRule: BlockReader = (reader) => {
	rule.lastIndex = reader.at;
	if (!rule.test(reader.source)) {
		return undefined;
	}
	reader.at = rule.lastIndex;
	return { type: 'rule' };
};
