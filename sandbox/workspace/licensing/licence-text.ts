import { privateEncrypt, publicDecrypt, sign, verify, type KeyObject } from 'node:crypto';
import type { Licence, OlderLicence } from './licence';
import { inPresentForm } from './older-licence';

/** What texts of the present form begin with; a JSON Web Token follows. */
const PRESENT = 'RCV3_';

/** A text that is no licence of this issuer (ee/packages/license/src/errors/InvalidLicenseError.ts). */
export class InvalidLicence extends Error {
	override readonly name = 'InvalidLicenseError';

	constructor(message = 'Invalid license', options?: ErrorOptions) {
		super(message, options);
	}
}

/** The text of a licence of the present form: a token signed with RS256 (packages/jwt/src/index.ts; RFC 7515, section 3.1). */
export function signedText(licence: Licence, privateKey: KeyObject): string {
	const token = [{ alg: 'RS256', typ: 'JWT' }, licence].map(encoded).join('.');
	return `${PRESENT}${token}.${sign('sha256', Buffer.from(token), privateKey).toString('base64url')}`;
}

/**
 * The text of a licence of the older form: one RSA block in base64.
 * @throws if the licence does not fit into a block, which holds 373 bytes of JSON
 */
export function sealedText(licence: OlderLicence, privateKey: KeyObject): string {
	return privateEncrypt(privateKey, Buffer.from(JSON.stringify(licence))).toString('base64');
}

/**
 * Reads either form (ee/packages/license/src/token.ts, validation/validateFormat.ts).
 * @returns the licence in the present form
 * @throws {InvalidLicence} if the text is empty, no licence, or somebody else's
 */
export function licenceIn(text: string, publicKey: KeyObject): Licence {
	if (text.trim() === '') {
		throw new InvalidLicence('Empty license');
	}
	try {
		return text.startsWith(PRESENT)
			? verified(text.slice(PRESENT.length), publicKey)
			: inPresentForm(unsealed(text, publicKey));
	} catch (error) {
		throw new InvalidLicence(undefined, { cause: error });
	}
}

function verified(token: string, publicKey: KeyObject): Licence {
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
	return decoded(payload) as Licence;
}

function unsealed(text: string, publicKey: KeyObject): OlderLicence {
	return JSON.parse(publicDecrypt(publicKey, Buffer.from(text, 'base64')).toString()) as OlderLicence;
}

function encoded(part: object): string {
	return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function decoded(part: string): unknown {
	return JSON.parse(Buffer.from(part, 'base64url').toString());
}
