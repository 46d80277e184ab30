import { createHmac, timingSafeEqual } from 'crypto';
import { parseMxcUri, partsOf, type MxcUri } from './ids';

/**
 * Milliseconds in which all links to one file are the same, so that clients keep what they have downloaded. A link is valid to the
 * end of the period that follows: old messages show the avatars of their time.
 */
const PERIOD_MS = 365 * 86_400_000;

/** The address of the app's public API for people, and the secret of the signature. */
interface LinkSource {
	/** Without a slash at its end. */
	readonly publicApi: string;
	readonly asToken: string;
}

/** A link as it comes back in a request: the values of its path. */
interface RequestedLink {
	readonly expires?: string;
	readonly signature?: string;
	readonly server?: string;
	readonly mediaId?: string;
}

/** The path of the endpoint, below the public API, with the names of its values. */
export const MEDIA_PATH = 'media/:expires/:signature/:server/:mediaId';

/**
 * Makes a link with which everybody can fetch one file of the homeserver from the app, without a login. Only for files that
 * everybody may see, such as avatars.
 * @param now milliseconds since 1970
 */
export function mediaLinkOf({ publicApi, asToken }: LinkSource, mxc: MxcUri, now = Date.now()): string {
	const expires = (Math.floor(now / PERIOD_MS) + 2) * PERIOD_MS;
	const { server, mediaId } = partsOf(mxc);
	const path = [String(expires), signatureOf(asToken, mxc, expires), server, mediaId];
	return `${publicApi}/media/${path.map(encodeURIComponent).join('/')}`;
}

/**
 * Checks a link. The signatures are compared in constant time.
 * @param now milliseconds since 1970
 * @returns the file that it leads to; undefined if the app did not make it, or if it has expired
 */
export function fileOfLink(
	{ asToken }: Pick<LinkSource, 'asToken'>,
	{ expires = '', signature = '', server = '', mediaId = '' }: RequestedLink,
	now = Date.now(),
): MxcUri | undefined {
	const mxc = parseMxcUri(`mxc://${server}/${mediaId}`);
	const until = /^\d{1,15}$/.test(expires) ? Number(expires) : 0;
	if (!mxc || until <= now) {
		return undefined;
	}
	const expected = Buffer.from(signatureOf(asToken, mxc, until));
	const given = Buffer.from(signature);
	return given.length === expected.length && timingSafeEqual(given, expected) ? mxc : undefined;
}

/** The words in front keep the signature apart from anything else that the token may sign. */
function signatureOf(asToken: string, mxc: MxcUri, expires: number): string {
	return createHmac('sha256', asToken).update(`media link ${expires} ${mxc}`).digest('base64url');
}
