import { privateEncrypt, publicDecrypt, sign, verify, type KeyObject } from 'node:crypto';
import type { License, OlderLicense } from './license';
import { toPresentForm } from './older-license';

/** The beginning of a text of the present form; a JSON Web Token follows. */
const PRESENT = 'RCV3_';

/** The error for a text that is no license of this issuer (ee/packages/license/src/errors/InvalidLicenseError.ts). */
class InvalidLicense extends Error {
	override readonly name = 'InvalidLicenseError';

	constructor(message = 'Invalid license', options?: ErrorOptions) {
		super(message, options);
	}
}

/**
 * The text of a license of the present form: a token signed with RS256 (packages/jwt/src/index.ts; RFC 7515, section
 * 3.1).
 */
export function signedText(license: License, privateKey: KeyObject): string {
	const token = [{ alg: 'RS256', typ: 'JWT' }, license].map(encoded).join('.');
	return `${PRESENT}${token}.${sign('sha256', Buffer.from(token), privateKey).toString('base64url')}`;
}

/**
 * The text of a license of the older form: one RSA block in base64.
 * @throws if the license does not fit into a block, which holds 373 bytes of JSON
 */
export function encryptedText(license: OlderLicense, privateKey: KeyObject): string {
	return privateEncrypt(privateKey, Buffer.from(JSON.stringify(license))).toString('base64');
}

/**
 * Reads either form (ee/packages/license/src/token.ts, validation/validateFormat.ts).
 * @returns the license in the present form
 * @throws {InvalidLicense} if the text is empty, no license, or somebody else's
 */
export function licenseIn(text: string, publicKey: KeyObject): License {
	if (text.trim() === '') {
		throw new InvalidLicense('Empty license');
	}
	try {
		return text.startsWith(PRESENT)
			? verified(text.slice(PRESENT.length), publicKey)
			: toPresentForm(decrypted(text, publicKey));
	} catch (error) {
		throw new InvalidLicense(undefined, { cause: error });
	}
}

function verified(token: string, publicKey: KeyObject): License {
	const [header = '', payload = '', signature = '', ...rest] = token.split('.');
	const signed = Buffer.from(`${header}.${payload}`);
	const { alg } = decoded(header) as { alg?: unknown };
	if (
		rest.length > 0 ||
		alg !== 'RS256' ||
		!verify('sha256', signed, publicKey, Buffer.from(signature, 'base64url'))
	) {
		throw new Error('signature verification failed');
	}
	return decoded(payload) as License;
}

function decrypted(text: string, publicKey: KeyObject): OlderLicense {
	return JSON.parse(publicDecrypt(publicKey, Buffer.from(text, 'base64')).toString()) as OlderLicense;
}

function encoded(part: object): string {
	return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function decoded(part: string): unknown {
	return JSON.parse(Buffer.from(part, 'base64url').toString());
}
