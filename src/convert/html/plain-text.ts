import { escapeLine, escapeText } from '../escape/escape-text';
import { linesWithin } from './long-line';
import { plain } from './run';

/**
 * Text without markup as Rocket.Chat text that shows just these characters.
 * @param longestLine in UTF-16 units; a longer one becomes several
 */
export function plainText(text: string, longestLine: number): string {
	return escapeText(text, (line, markers) => linesOf(line, longestLine, markers).join('\n'));
}

/** One line of it, as several where it is too long. */
export function plainLines(line: string, longestLine: number): readonly string[] {
	return linesOf(line, longestLine);
}

function linesOf(line: string, longestLine: number, markers?: readonly string[]): readonly string[] {
	return linesWithin([{ kind: 'text', text: line, style: plain }], longestLine, ([run]) =>
		escapeLine(run?.text ?? '', markers),
	);
}
