/** What a link into Matrix is called whose own text is only its address. */
export interface PermalinkLabels {
	readonly message: string;
	readonly room: string;
}

export const englishPermalinkLabels: PermalinkLabels = {
	message: 'Message on Matrix',
	room: 'Room on Matrix',
};

/**
 * Links to a room, or to a message in one. Appendices, "matrix.to navigation" and "matrix: URI scheme". The name of a room
 * may have a slash; one before a `$` begins the id of an event.
 */
const permalinks = [
	/^https:\/\/matrix\.to\/#\/(?<room>(?:[!#]|%21|%23)(?:(?!\/(?:\$|%24))[^?\s])+)(?<message>\/(?:\$|%24)[^?\s]+)?(?:\?\S*)?$/i,
	/^matrix:r(?<opaque>oomid)?\/(?<room>[^/?\s]+)(?<message>\/e\/[^?\s]+)?(?:\?\S*)?$/i,
];
const permalinksInText =
	/((?:https:\/\/matrix\.to\/#\/(?:[!#]|%21|%23)|(?<!\w)matrix:r(?:oomid)?\/)[^\s<>"')]+)/gi;

/**
 * @param href address of a link
 * @param label computes its text
 * @returns a text that can be read, for a link to a room or message whose text is an address or an id; people in
 * Rocket.Chat cannot open most of them, since they are not in the room. An alias can be read, an id cannot. Else undefined
 */
export function permalinkLabel(
	href: string,
	label: () => string,
	labels: PermalinkLabels,
): string | undefined {
	if (!/^(?:https:\/\/matrix\.to\/|matrix:)/i.test(href)) {
		return undefined;
	}
	const found = permalinks.map((permalink) => permalink.exec(href)?.groups).find(Boolean);
	if (!found || !/^$|^https?:\/\/matrix\.to\/|^matrix:|^!/i.test(label().trim())) {
		return undefined;
	}
	const { room = '', message, opaque } = found;
	if (message !== undefined) {
		return labels.message;
	}
	const name = room.replace(/^%23/i, '#').replace(/%3a/gi, ':').replace(/%2f/gi, '/');
	if (name.startsWith('#')) {
		return name;
	}
	const isAlias = href.toLowerCase().startsWith('matrix:') && opaque === undefined;
	return isAlias ? `#${name}` : labels.room;
}

/** @returns a line as pieces, of which those with an odd index are such links */
export const splitAtPermalinks = (line: string): readonly string[] => line.split(permalinksInText);
