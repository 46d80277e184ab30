/**
 * Converts Rocket.Chat usernames to localparts of Matrix user ids and back, without loss. An upper-case letter becomes `_`
 * and the lower-case letter, `_` is doubled, and every other byte outside the alphabet, `=` included, becomes `=` and two
 * hexadecimal digits. Matrix specification, Appendices, "Mapping from other character sets".
 */

const plain = /^[a-z0-9.\-/+]$/;

/**
 * @param username any text
 * @returns a localpart made of `a-z 0-9 . _ = - / +`
 */
export function localpartFromUsername(username: string): string {
	return Array.from(username, encodeCharacter).join('');
}

function encodeCharacter(character: string): string {
	if (plain.test(character)) {
		return character;
	}
	if (character === '_') {
		return '__';
	}
	if (/^[A-Z]$/.test(character)) {
		return `_${character.toLowerCase()}`;
	}
	return Array.from(Buffer.from(character), (byte) => `=${byte.toString(16).padStart(2, '0')}`).join('');
}

/**
 * @param localpart as `localpartFromUsername` writes it
 * @returns the username, or undefined if no username gives this localpart
 */
export function usernameFromLocalpart(localpart: string): string | undefined {
	const bytes = decodeBytes(localpart);
	const username = bytes && Buffer.from(bytes).toString('utf8');
	// Only the canonical spelling counts: two spellings of one username would be two ghosts of one person.
	return username !== undefined && localpartFromUsername(username) === localpart ? username : undefined;
}

function decodeBytes(localpart: string): number[] | undefined {
	const tokens = localpart.match(/[a-z0-9.\-/+]|__|_[a-z]|=[0-9a-f]{2}/g) ?? [];
	if (tokens.join('') !== localpart) {
		return undefined;
	}
	return tokens.map((token) => {
		if (token.startsWith('=')) {
			return parseInt(token.slice(1), 16);
		}
		if (token === '__') {
			return '_'.charCodeAt(0);
		}
		return (token.startsWith('_') ? token.slice(1).toUpperCase() : token).charCodeAt(0);
	});
}
