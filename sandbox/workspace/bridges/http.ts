import type { IHttpResponse } from '@rocket.chat/apps-engine/definition/accessors';
import type { IHttpBridgeRequestInfo } from '@rocket.chat/apps-engine/server/bridges/HttpBridge';
import { HttpBridge as EngineBridge } from '@rocket.chat/apps-engine/server/bridges/HttpBridge';

/** Milliseconds without an answer after which a call fails, unless the app says otherwise. */
const defaultTimeout = 3 * 60 * 1000;

const jsonTypes = [
	'application/json',
	'text/javascript',
	'application/javascript',
	'application/x-javascript',
];

/** Calls that apps make through the host. Follows apps/meteor/app/apps/server/bridges/http.ts. */
export class HttpBridge extends EngineBridge {
	protected async call(info: IHttpBridgeRequestInfo): Promise<IHttpResponse> {
		const { request } = info;
		refuseUnsupported(request);
		const url = new URL(info.url);
		const headers: Record<string, string> = { ...request.headers };
		if (request.auth) {
			headers.Authorization = basicAuthentication(request.auth);
		}
		const withoutBody = ['get', 'head'].includes(info.method);
		let content: unknown = request.content;
		if (!content && typeof request.data === 'object') {
			content = request.data;
		}
		if (content || withoutBody) {
			for (const [key, value] of Object.entries(request.params ?? {})) {
				if (value) {
					url.searchParams.append(key, value);
				}
			}
		} else if (request.params) {
			content = new URLSearchParams(request.params).toString();
			headers['Content-Type'] = 'application/x-www-form-urlencoded';
		}
		const body = withoutBody ? undefined : asBody(content, headers);
		const response = await fetch(url, {
			method: info.method.toUpperCase(),
			headers,
			signal: AbortSignal.timeout(request.timeout ?? defaultTimeout),
			...(body !== undefined && { body }),
		});
		const bytes = Buffer.from(await response.arrayBuffer());
		const answer = {
			url: info.url,
			method: info.method,
			statusCode: response.status,
			headers: Object.fromEntries(response.headers),
		};
		if (request.encoding === null) {
			// The definition says text; Rocket.Chat gives the bytes.
			return { ...answer, content: bytes as unknown as string };
		}
		const text = bytes.toString((request.encoding ?? 'utf8') as BufferEncoding);
		return { ...answer, content: text, data: parsed(text, response.headers.get('content-type')) };
	}
}

function refuseUnsupported(request: IHttpBridgeRequestInfo['request']): void {
	if (request.strictSSL === false || request.rejectUnauthorized === true) {
		throw new Error('HttpBridge.call: the sandbox does not support unverified certificates.');
	}
	if ('ssrfValidation' in request && request.ssrfValidation) {
		throw new Error('HttpBridge.call: the sandbox does not support ssrfValidation.');
	}
}

function basicAuthentication(auth: string): string {
	if (!auth.includes(':')) {
		throw new Error('auth option should be of the form "username:password"');
	}
	return `Basic ${Buffer.from(auth, 'ascii').toString('base64')}`;
}

/** An object becomes JSON, as packages/server-fetch does; text and bytes pass through. */
function asBody(
	content: unknown,
	headers: Record<string, string>,
): string | Uint8Array<ArrayBuffer> | undefined {
	if (content === undefined || content === null || content === '') {
		return undefined;
	}
	if (content instanceof Uint8Array) {
		return new Uint8Array(content);
	}
	if (typeof content === 'object') {
		if (!Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')) {
			headers['Content-Type'] = 'application/json';
		}
		return JSON.stringify(content);
	}
	if (typeof content !== 'string') {
		throw new TypeError(`A request body cannot be a ${typeof content}`);
	}
	return content;
}

function parsed(text: string, contentType: string | null): unknown {
	if (!jsonTypes.includes((contentType ?? '').split(';')[0] ?? '')) {
		return null;
	}
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}
