/** Whether the homeserver or the workspace has taken the request when the fault happens. */
type When = 'before' | 'after';

/** What the proxy does to one request. */
export type Fault =
	/** The target gets half of the request; then both connections are cut. */
	| { readonly kind: 'cut-request' }
	/** The target answers; half of the answer is passed on. */
	| { readonly kind: 'cut-answer'; readonly when: When }
	/** No answer ever comes. */
	| { readonly kind: 'hang'; readonly when: When }
	/** Another answer comes. */
	| {
			readonly kind: 'answer';
			readonly when: When;
			readonly status: number;
			readonly type: string;
			readonly headers: Readonly<Record<string, string>>;
			readonly body: string;
	  }
	/** Something else happens, for example a process is killed; then the connection is cut. */
	| { readonly kind: 'act'; readonly when: When; readonly act: () => Promise<void> }
	/** The answer comes later. */
	| { readonly kind: 'delay'; readonly when: 'after'; readonly milliseconds: number };

export const cutRequest: Fault = { kind: 'cut-request' };
export const cutAnswer: Fault = { kind: 'cut-answer', when: 'after' };

/** A gateway's page instead of the answer. */
export function gatewayError(status: 502 | 504, when: When): Fault {
	const body = `<html><head><title>${status}</title></head><body>Gateway</body></html>`;
	return { kind: 'answer', when, status, type: 'text/html', headers: {}, body };
}

/** A homeserver's own error 500. */
export function serverError(when: When): Fault {
	return json(500, when, { errcode: 'M_UNKNOWN', error: 'Internal server error' });
}

/** @param retryAfter in milliseconds */
export function tooManyRequests(retryAfter: number): Fault {
	return json(429, 'before', {
		errcode: 'M_LIMIT_EXCEEDED',
		error: 'Too Many Requests',
		retry_after_ms: retryAfter,
	});
}

/** Status 200 with a text that is not JSON. */
export function nonsense(when: When): Fault {
	return {
		kind: 'answer',
		when,
		status: 200,
		type: 'application/json',
		headers: {},
		body: '{"event_id": "$',
	};
}

function json(status: number, when: When, body: object): Fault {
	return {
		kind: 'answer',
		when,
		status,
		type: 'application/json',
		headers: {},
		body: JSON.stringify(body),
	};
}
