/** Characters of a name at most; Rocket.Chat has no limit of its own. */
const MAX_CHARACTERS = 80;

/**
 * Makes a name in the characters that Rocket.Chat permits in names of channels and Matrix in room addresses.
 * Rocket.Chat: setting `UTF8_Channel_Names_Validation`, whose default is `[0-9a-zA-Z-_.]+`
 * @returns `room` if none of the characters can be used
 */
export function slugOf(name: string): string {
	const slug = name
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/[^0-9a-z_.-]+/g, '-')
		.slice(0, MAX_CHARACTERS)
		.replace(/^[-.]+|[-.]+$/g, '');
	return slug === '' ? 'room' : slug;
}

/**
 * @param server of the room, if it tells rooms of one name apart
 * @returns the names to try, in this order, until one is free
 */
export function* namesToTry(slug: string, server?: string): Generator<string, never> {
	yield slug;
	const base = server === undefined ? slug : `${slug}-${slugOf(server)}`;
	if (base !== slug) {
		yield base;
	}
	for (let number = 2; ; number++) {
		yield `${base}-${number}`;
	}
}
