import { escapeLine, escapeText, escapeWholly } from '../escape/escape-text';
import { splitLongLine } from './long-line';
import { plainStyle } from './styled-run';

/**
 * Writes text without markup as Rocket.Chat text that shows just these characters.
 * @param longestLine in UTF-16 units; a longer line is split
 */
export function plainText(text: string, longestLine: number): string {
	return escapeText(text, (line, markers) => splitAndEscape(line, longestLine, markers).join('\n'));
}

/** As `plainText`, for one line. @returns several lines if one would be too long */
export function plainLines(line: string, longestLine: number): readonly string[] {
	return splitAndEscape(line, longestLine);
}

/** @param markers as in `escapeLine` */
function splitAndEscape(line: string, longestLine: number, markers?: readonly string[]): readonly string[] {
	return splitLongLine([{ kind: 'text', text: line, style: plainStyle }], longestLine, ([run], isPart) =>
		isPart ? escapeWholly(run?.text ?? '', markers) : escapeLine(run?.text ?? '', markers),
	);
}
