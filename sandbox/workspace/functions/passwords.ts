import { createHash, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';

const keyLength = 32;

/** A password as clients send it: the text, or its SHA-256 in hexadecimal (Meteor's accounts-password). */
export type GivenPassword = string | { digest: string; algorithm: 'sha-256' };

/** A low cost (`N` of RFC 7914): the sandbox prints its passwords, and each test logs several people in. */
const COST = 1_024;
const present = `scrypt-${COST}`;
/** The costs of the forms that are stored; `scrypt` is that of version 0.2. */
const costs: Readonly<Record<string, number>> = { [present]: COST, scrypt: 16_384 };

/**
 * What is stored for a password: `<form>:<salt>:<key>` in base64, of its SHA-256. Rocket.Chat stores bcrypt of the
 * same; nothing outside the server sees it.
 */
export function hashPassword(password: string): string {
	const salt = randomBytes(16);
	return `${present}:${salt.toString('base64')}:${keyOf(password, salt, COST).toString('base64')}`;
}

/** Whether `hash` was made from this password. */
export function passwordMatches(password: GivenPassword, hash: string): boolean {
	const [form = '', salt = '', key = ''] = hash.split(':');
	const cost = costs[form];
	const expected = Buffer.from(key, 'base64');
	return (
		cost !== undefined &&
		expected.length === keyLength &&
		timingSafeEqual(keyOf(password, Buffer.from(salt, 'base64'), cost), expected)
	);
}

function keyOf(password: GivenPassword, salt: Buffer, cost: number): Buffer {
	return scryptSync(digestOf(password), salt, keyLength, { N: cost });
}

function digestOf(password: GivenPassword): string {
	return typeof password === 'string'
		? createHash('sha256').update(password).digest('hex')
		: password.digest.toLowerCase();
}
