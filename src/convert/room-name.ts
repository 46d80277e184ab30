/** Characters of a name at most; Rocket.Chat has no limit of its own. */
const MAX_CHARACTERS = 80;

/** The slug of a name without any character that a slug may have. */
const NO_SLUG = 'room';

/**
 * Makes a name in the characters that Rocket.Chat permits in names of channels and Matrix in room addresses.
 * Rocket.Chat: setting `UTF8_Channel_Names_Validation`, whose default is `[0-9a-zA-Z-_.]+`
 * @returns `room` if none of the characters can be used
 */
export function slugOf(name: string): string {
	const slug = withoutAccents(name)
		.toLowerCase()
		.replace(/[^0-9a-z_.-]+/g, '-')
		.slice(0, MAX_CHARACTERS)
		.replace(/^[-.]+|[-.]+$/g, '');
	return slug === '' ? NO_SLUG : slug;
}

function withoutAccents(name: string): string {
	return name.normalize('NFKD').replace(/\p{M}/gu, '');
}

/**
 * @returns whether the slug lacks letters, digits or emoji of the name, so that other names have the same slug: most scripts have no
 * characters that it may contain
 */
export function isSlugAmbiguous(name: string): boolean {
	const lost = withoutAccents(name).replace(/[0-9a-z]/gi, '');
	return slugOf(name) === NO_SLUG || /[\p{L}\p{N}\p{So}]/u.test(lost);
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
