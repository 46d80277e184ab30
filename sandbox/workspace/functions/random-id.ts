import { randomInt } from 'node:crypto';

/** Letters and digits that are hard to confuse: the alphabet of Meteor's `Random.id`. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz';

/** A new document id of the form Rocket.Chat's have: 17 characters (`packages/random/src/RandomGenerator.ts`). */
export function randomId(length = 17): string {
	return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** A secret of 43 characters of base64url, for login tokens and the like (`Random.secret`). */
export function randomSecret(): string {
	const characters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_';
	return Array.from({ length: 43 }, () => characters[randomInt(characters.length)]).join('');
}
