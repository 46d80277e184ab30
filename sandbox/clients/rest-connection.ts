/** An answer of Rocket.Chat's REST API with another status than 2xx. */
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

/** The login of the person who calls. */
interface Credentials {
	readonly userId: string;
	readonly authToken: string;
}

/** Rocket.Chat's REST API. Paths begin with `/api/`. */
export class RestConnection {
	constructor(
		/** The workspace's address, without a slash at the end. */
		readonly url: string,
		/** Undefined before the login. */
		private readonly credentials: Credentials | undefined,
	) {}

	/** @throws RestError for every status but 2xx */
	async get<Answer>(path: string, query: Readonly<Record<string, string>> = {}): Promise<Answer> {
		const search = new URLSearchParams(query).toString();
		return this.call<Answer>('GET', search ? `${path}?${search}` : path);
	}

	/** @throws RestError for every status but 2xx */
	async post<Answer>(path: string, body: object | FormData = {}): Promise<Answer> {
		return body instanceof FormData
			? this.call<Answer>('POST', path, body)
			: this.call<Answer>('POST', path, JSON.stringify(body), { 'content-type': 'application/json' });
	}

	/** @throws RestError for every status but 2xx */
	async delete<Answer>(path: string): Promise<Answer> {
		return this.call<Answer>('DELETE', path);
	}

	/** Sends any request with this person's credentials. Does not throw for any status. */
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
		const answer = jsonOrText(text);
		if (!response.ok) {
			throw new RestError(method, path, response.status, answer);
		}
		return answer as Answer;
	}
}

/** @returns the parsed JSON; the text itself if it is not JSON */
function jsonOrText(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
