import type { BlockNode } from '../nodes';
import type { MessageReader } from './message-reader';

/**
 * Reads a formula between `\[` and `\]` or between two `$$`, as the settings of the workspace allow. It may have
 * several lines. Both closing markers end a formula, with either opening marker. Rocket.Chat: rule "Katex"
 *
 *     \[
 *     ^
 *     a < b
 *     \] holds
 *       ^
 */
export function readMathsBlock(reader: MessageReader): BlockNode | undefined {
	const { source, at, options } = reader;
	const { dollarSyntax, parenthesisSyntax } = options.katex;
	const isOpening =
		(parenthesisSyntax && source.startsWith('\\[', at)) || (dollarSyntax && source.startsWith('$$', at));
	if (!isOpening || at >= reader.noMathsEndFrom) {
		return undefined;
	}
	const start = at + 2;
	const closings = [
		parenthesisSyntax ? source.indexOf('\\]', start) : -1,
		dollarSyntax ? source.indexOf('$$', start) : -1,
	].filter((position) => position >= 0);
	if (closings.length === 0) {
		reader.noMathsEndFrom = at;
		return undefined;
	}
	const close = Math.min(...closings);
	reader.at = close + 2;
	return { type: 'mathsBlock', source: source.slice(start, close) };
}
