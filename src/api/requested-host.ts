import type { IApiRequest } from '@rocket.chat/apps-engine/definition/api';

/**
 * @returns the host that the client called, in lower case, with its port unless that is the scheme's default. A proxy in
 * between may have passed it on in `X-Forwarded-Host`, or may have put its own target into `Host`
 */
export function requestedHost({ headers }: Pick<IApiRequest, 'headers'>): string {
	const forwarded = headers['x-forwarded-host']?.split(',')[0]?.trim();
	return (forwarded || headers.host || '').toLowerCase();
}
