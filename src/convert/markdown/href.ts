/** Client-Server API, "m.room.message msgtypes": the schemes that `href` of `a` may have. */
export const hrefSchemes: ReadonlySet<string> = new Set(['https', 'http', 'ftp', 'mailto', 'magnet']);

/**
 * Finds the address that a link has on Matrix.
 * @param address as typed, or as Rocket.Chat's grammar completes it
 * @returns undefined if Matrix allows no link with this scheme
 */
export function hrefOf(address: string): string | undefined {
	const scheme = /^[A-Za-z][A-Za-z0-9+.-]*(?=:)/.exec(address)?.[0];
	const isHostWithPort = scheme === 'localhost' || scheme?.includes('.');
	if (scheme === undefined || isHostWithPort) {
		return address.startsWith('//') ? `https:${address}` : `https://${address}`;
	}
	return hrefSchemes.has(scheme.toLowerCase()) ? address : undefined;
}
