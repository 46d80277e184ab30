/**
 * A message in which no link to the workspace itself becomes a quote. Rocket.Chat expands every address that holds
 * `Site_Url` and a parameter `msg`, wherever in the text (`BeforeSaveJumpToMessage.ts`). It compares letter by letter
 * while browsers do not in a scheme, so one capital letter there stops it and the link still works.
 * @param siteUrl setting `Site_Url`
 */
export function withoutQuoteLinks(text: string, siteUrl: string): string {
	const site = siteUrl.replace(/\/+$/, '');
	if (site === '' || !text.includes(site)) {
		return text;
	}
	const [first = ''] = site;
	const other = first === first.toUpperCase() ? first.toLowerCase() : first.toUpperCase();
	return text.replace(/\S+/g, (word) =>
		word.includes('?') ? word.replaceAll(site, `${other}${site.slice(1)}`) : word,
	);
}
