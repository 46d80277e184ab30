/**
 * Changes the links to the workspace itself so that none becomes a quote. Rocket.Chat quotes the message behind every
 * address that contains `Site_Url` and a parameter `msg`, anywhere in a text (`BeforeSaveJumpToMessage.ts`). It
 * compares the scheme with its case and browsers do not, so one letter of the other case prevents the quote, and the
 * link still works.
 * @param siteUrl setting `Site_Url`
 */
export function withoutQuoteLinks(text: string, siteUrl: string): string {
	const site = siteUrl.replace(/\/+$/, '');
	if (site === '' || !text.includes(site)) {
		return text;
	}
	const [first = ''] = site;
	const otherCase = first === first.toUpperCase() ? first.toLowerCase() : first.toUpperCase();
	return text.replace(/\S+/g, (word) =>
		word.includes('?') ? word.replaceAll(site, `${otherCase}${site.slice(1)}`) : word,
	);
}
