import { escapeLine, escapeText, escapeWholly } from '../escape/escape-text';
import { splitLongLine } from './long-line';
import { plainStyle } from './styled-run';

/**
 * Writes text without markup as Rocket.Chat text that shows just these characters.
 * @param longestLine in UTF-16 units; a longer line is split
 */
export function plainText(text: string, longestLine: number): string {
	return escapeText(text, (line, markers) => plainLines(line, longestLine, markers).join('\n'));
}

/**
 * Writes one line as several if one would be too long.
 * @param markers as in `escapeLine`
 */
export function plainLines(
	line: string,
	longestLine: number,
	markers?: readonly string[],
): readonly string[] {
	return splitLongLine([{ kind: 'text', text: line, style: plainStyle }], longestLine, ([run], isPart) =>
		isPart ? escapeWholly(run?.text ?? '', markers) : escapeLine(run?.text ?? '', markers),
	);
}
