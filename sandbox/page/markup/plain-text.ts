import MarkdownIt from 'markdown-it';
import { cleaned, escaped, type CleanHtml } from './clean-html';

/** Reads no markdown: only line breaks, and addresses that begin with `http://` or `https://`. */
const linesAndLinks = new MarkdownIt('zero', { breaks: true, linkify: true }).enable(['newline', 'linkify']);
linesAndLinks.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
['//', 'ftp:', 'mailto:'].forEach((prefix) => linesAndLinks.linkify.add(prefix, null));
// Without the newline that markdown-it writes after `<br>`: it would show as a space.
linesAndLinks.renderer.rules.softbreak = linesAndLinks.renderer.rules.hardbreak = () => '<br>';

/** Rocket.Chat shows up to this many emoji large. */
const fewEmoji = new RegExp('^\\s*(?:\\p{RGI_Emoji}\\s*){1,3}$', 'v');

/** Shows text without markup as clients do: with line breaks and links; up to three emoji alone are large. */
export function plainTextAsHtml(text: string): CleanHtml {
	return cleaned(
		fewEmoji.test(text)
			? `<div class="big">${escaped(text.trim())}</div>`
			: linesAndLinks.renderInline(text),
	);
}
