/** What a link into Matrix is called whose own text is only its address. */
export interface PermalinkLabels {
	readonly message: string;
	readonly room: string;
}

export const englishPermalinkLabels: PermalinkLabels = {
	message: 'Message on Matrix',
	room: 'Room on Matrix',
};

/** A link to a room, or to a message in one. Appendices, "matrix.to navigation". An alias can be read, an id cannot. */
const permalink = /^https:\/\/matrix\.to\/#\/((?:[!#]|%21|%23)[^/?\s]+)(\/(?:\$|%24)[^?\s]+)?(?:\?\S*)?$/i;
const permalinksInText = /(https:\/\/matrix\.to\/#\/(?:[!#]|%21|%23)[^\s<>"')]+)/gi;

/**
 * @param href address of a link
 * @param label computes its text
 * @returns a text that can be read, for a link to a room or message whose text is an address or an id; people in
 * Rocket.Chat cannot open most of them, since they are not in the room. Else undefined
 */
export function permalinkLabel(
	href: string,
	label: () => string,
	labels: PermalinkLabels,
): string | undefined {
	const [, room = '', message] = permalink.exec(href) ?? [];
	const text = room === '' ? '' : label().trim();
	if (room === '' || !(text === '' || /^https?:\/\/matrix\.to\/|^!/i.test(text))) {
		return undefined;
	}
	if (message !== undefined) {
		return labels.message;
	}
	const alias = room.replace(/^%23/i, '#');
	return alias.startsWith('#') ? alias.replace(/%3a/gi, ':') : labels.room;
}

/** @returns a line as pieces, of which those with an odd index are such links */
export const splitAtPermalinks = (line: string): readonly string[] => line.split(permalinksInText);
