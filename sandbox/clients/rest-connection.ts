/** What Rocket.Chat's REST API answered instead of success. */
export class RestError extends Error {
	override readonly name = 'RestError';

	constructor(
		readonly method: string,
		readonly path: string,
		readonly status: number,
		readonly body: unknown,
	) {
		super(`${method} ${path}: status ${status}, ${JSON.stringify(body).slice(0, 500)}`);
	}
}

/** Who calls. Empty before the login. */
export type Credentials = { readonly userId: string; readonly authToken: string } | undefined;

/** Rocket.Chat's REST API. Paths begin with `/api/`. */
export class RestConnection {
	constructor(
		/** Of the workspace, without a slash at the end. */
		readonly url: string,
		private readonly credentials: Credentials,
	) {}

	/** @throws RestError for any status but 2xx */
	async get<Answer>(path: string, query: Readonly<Record<string, string>> = {}): Promise<Answer> {
		const search = new URLSearchParams(query).toString();
		return this.call<Answer>('GET', search ? `${path}?${search}` : path);
	}

	/** @throws RestError for any status but 2xx */
	async post<Answer>(path: string, body: object | FormData = {}): Promise<Answer> {
		return body instanceof FormData
			? this.call<Answer>('POST', path, body)
			: this.call<Answer>('POST', path, JSON.stringify(body), { 'content-type': 'application/json' });
	}

	/** @throws RestError for any status but 2xx */
	async delete<Answer>(path: string): Promise<Answer> {
		return this.call<Answer>('DELETE', path);
	}

	/** Any request with this person's credentials; every status is an answer. */
	async fetch(path: string, init: RequestInit = {}): Promise<Response> {
		const headers = new Headers(init.headers);
		if (this.credentials) {
			headers.set('x-user-id', this.credentials.userId);
			headers.set('x-auth-token', this.credentials.authToken);
		}
		return fetch(this.url + path, { ...init, headers });
	}

	private async call<Answer>(
		method: string,
		path: string,
		body?: string | FormData,
		headers: Record<string, string> = {},
	): Promise<Answer> {
		const response = await this.fetch(path, { method, headers, ...(body === undefined ? {} : { body }) });
		const text = await response.text();
		const answer = parsed(text);
		if (!response.ok) {
			throw new RestError(method, path, response.status, answer);
		}
		return answer as Answer;
	}
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
