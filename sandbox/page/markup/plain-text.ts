import { cleaned, escaped, type CleanHtml } from './clean-html';

const address = /(https?:\/\/[^\s<>"']*[^\s<>"'.,:;!?)\]])/;

/** As many as Rocket.Chat shows large. */
const fewEmoji = new RegExp('^\\s*(?:\\p{RGI_Emoji}\\s*){1,3}$', 'v');

/** Text without markup as clients show it: in lines, with links to press, a few emoji alone large. */
export function plainTextAsHtml(text: string): CleanHtml {
	if (fewEmoji.test(text)) {
		return cleaned(`<div class="big">${escaped(text.trim())}</div>`);
	}
	const parts = text.split(address).map((part, index) => {
		const shown = escaped(part).replaceAll('\n', '<br>');
		return index % 2 === 1 ? `<a href="${shown}">${shown}</a>` : shown;
	});
	return cleaned(parts.join(''));
}
