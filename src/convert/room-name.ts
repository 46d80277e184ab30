import { createHash } from 'crypto';

/** Characters of a name at most; Rocket.Chat has no limit of its own. */
const MAX_CHARACTERS = 80;

/** The slug of a name without any character that a slug may have. */
const NO_SLUG = 'room';

/** Hexadecimal digits that tell names of one slug apart. */
const DIGITS = 6;

/**
 * Makes a name in the characters that Rocket.Chat permits in names of channels and Matrix in room addresses. A name in a script without
 * such characters gets digits that are made from it, so that different names have different slugs.
 * Rocket.Chat: setting `UTF8_Channel_Names_Validation`, whose default is `[0-9a-zA-Z-_.]+`
 * @returns `room` if the name has no letters, digits or emoji
 */
export function slugOf(name: string): string {
	const slug = permittedOf(name);
	return lostOf(name) === ''
		? slug || NO_SLUG
		: `${slug || NO_SLUG}-${createHash('sha256').update(name.normalize()).digest('hex').slice(0, DIGITS)}`;
}

/** @returns the characters of a name that a slug may have */
function permittedOf(name: string): string {
	return withoutAccents(name)
		.toLowerCase()
		.replace(/[^0-9a-z_.-]+/g, '-')
		.slice(0, MAX_CHARACTERS)
		.replace(/^[-.]+|[-.]+$/g, '');
}

/** @returns the letters, digits and emoji of a name that a slug may not have */
function lostOf(name: string): string {
	return withoutAccents(name).replace(/[0-9a-z]|[^\p{L}\p{N}\p{So}]/giu, '');
}

function withoutAccents(name: string): string {
	return name.normalize('NFKD').replace(/\p{M}/gu, '');
}

/** @returns whether other names have the same slug, or nearly: the name is in a script that it may not contain */
export function isSlugAmbiguous(name: string): boolean {
	return slugOf(name) === NO_SLUG || lostOf(name) !== '';
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

/**
 * @param server of the room
 * @returns what people may read as the room's name, in the order in which it is wanted
 */
export function* shownNamesToTry(name: string, server: string): Generator<string, never> {
	yield name;
	yield `${name} (${server})`;
	for (let number = 2; ; number++) {
		yield `${name} (${server}, ${number})`;
	}
}
