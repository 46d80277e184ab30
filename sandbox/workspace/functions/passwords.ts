import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';

const keyLength = 32;

/** What is stored of a password: `scrypt:<salt>:<key>` in base64. Rocket.Chat stores bcrypt of a SHA-256; nothing outside sees either. */
export function hashPassword(password: string): string {
	const salt = randomBytes(16);
	return `scrypt:${salt.toString('base64')}:${scryptSync(password, salt, keyLength).toString('base64')}`;
}

/** Whether this is the password that `hash` was made of. */
export function passwordMatches(password: string, hash: string): boolean {
	const [kind, salt, key] = hash.split(':');
	if (kind !== 'scrypt' || !salt || !key) {
		return false;
	}
	const expected = Buffer.from(key, 'base64');
	return timingSafeEqual(scryptSync(password, Buffer.from(salt, 'base64'), expected.length), expected);
}
