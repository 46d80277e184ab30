import type { WorkspaceAccess } from './rest';

/**
 * @returns the header with which the workspace gives out files as to a client of the token's user; none without a token
 * Rocket.Chat: apps/meteor/app/file-upload/server/lib/FileUpload.ts, `requestCanAccessFiles`; server/routes/avatar/utils.ts
 */
export function loginOf({ userId, token }: WorkspaceAccess): { readonly cookie?: string } {
	return userId === '' || token === ''
		? {}
		: { cookie: `rc_uid=${encodeURIComponent(userId)}; rc_token=${encodeURIComponent(token)}` };
}

/** Where files are kept elsewhere, the workspace says where. The login is not sent there. */
export async function followed(response: Response, signal: AbortSignal): Promise<Response> {
	const target = response.headers.get('location');
	return target !== null && response.status >= 300 && response.status < 400
		? fetch(new URL(target, response.url), { redirect: 'error', signal })
		: response;
}
