import { createHash, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';

const keyLength = 32;

/** A password as clients send it: the text, or its SHA-256 in hexadecimal (Meteor's accounts-password). */
export type GivenPassword = string | { digest: string; algorithm: 'sha-256' };

/**
 * What is stored for a password: `scrypt:<salt>:<key>` in base64, of its SHA-256. Rocket.Chat stores bcrypt of the
 * same; nothing outside the server sees it.
 */
export function hashPassword(password: string): string {
	const salt = randomBytes(16);
	const key = scryptSync(digestOf(password), salt, keyLength);
	return `scrypt:${salt.toString('base64')}:${key.toString('base64')}`;
}

/** Whether `hash` was made from this password. */
export function passwordMatches(password: GivenPassword, hash: string): boolean {
	const [kind, salt, key] = hash.split(':');
	if (kind !== 'scrypt' || !salt || !key) {
		return false;
	}
	const expected = Buffer.from(key, 'base64');
	return timingSafeEqual(
		scryptSync(digestOf(password), Buffer.from(salt, 'base64'), expected.length),
		expected,
	);
}

function digestOf(password: GivenPassword): string {
	return typeof password === 'string'
		? createHash('sha256').update(password).digest('hex')
		: password.digest.toLowerCase();
}
