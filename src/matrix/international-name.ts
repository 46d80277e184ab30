/** Host names with other letters than those of ASCII. Matrix names every server by its ASCII form. Appendices, "Server Name". */

/** @returns the name with its international labels in the form that Matrix uses for them, such as `xn--bcher-kva` */
export function toAsciiName(name: string): string {
	return name.split('.').map(toAsciiLabel).join('.');
}

/** @returns a text with the servers of the ids in it in ASCII */
export function withAsciiServers(text: string): string {
	return text.replace(
		/([#!@][^:]*:)([^/?&#\s]+)/g,
		(_, before: string, server: string) => before + toAsciiName(server),
	);
}

function toAsciiLabel(label: string): string {
	const address = `http://${label}.invalid`;
	const isInternational = /[^ -~]/.test(label) && /^(?:[A-Za-z0-9-]|[^ -~])+$/.test(label);
	return isInternational && URL.canParse(address)
		? new URL(address).hostname.replace(/\.invalid$/, '')
		: label;
}
