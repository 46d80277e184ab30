import { expect } from 'chai';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { mock } from 'node:test';
import { Method } from 'matrix-js-sdk/lib/http-api/index.js';
import { HomeserverError } from '../../src/matrix/homeserver-error';
import { openTransport, type RequestOptions } from '../../src/matrix/transport';
import { startStub } from '../support/stub-server';

async function withServer<Result>(
	listener: RequestListener,
	use: (url: string) => Promise<Result>,
): Promise<Result> {
	const { url, stop } = await startStub(listener);
	try {
		return await use(url);
	} finally {
		await stop();
	}
}

const answering =
	(
		status: number,
		body: string,
		headers: Record<string, string> = { 'content-type': 'application/json' },
	) =>
	(_request: IncomingMessage, response: ServerResponse) =>
		response.writeHead(status, headers).end(body);

async function failureAt(url: string, options: RequestOptions = {}): Promise<HomeserverError> {
	try {
		await openTransport({ url, asToken: 'as-secret' })(Method.Get, '/thing', options);
	} catch (error) {
		if (error instanceof HomeserverError) {
			return error;
		}
		throw error;
	}
	throw new Error('the request succeeded');
}

describe('transport', () => {
	it('sends the token, the acting user and the body, without lone surrogates', async () => {
		let seen: unknown;
		const answer = await withServer(
			(request, response) => {
				let body = '';
				request.on('data', (chunk: Buffer) => (body += chunk.toString()));
				request.on('end', () => {
					const { method, url, headers } = request;
					seen = { method, url, authorization: headers.authorization, body };
					answering(200, '{"ok":true}')(request, response);
				});
			},
			(url) =>
				openTransport({ url, asToken: 'as-secret' })(Method.Put, '/thing', {
					query: { user_id: '@rc_alice:example.org', ts: 5 },
					body: { a: 'ü\ud83d' },
				}),
		);
		expect(answer).to.deep.equal({ ok: true });
		expect(seen).to.deep.equal({
			method: 'PUT',
			url: '/_matrix/client/v3/thing?user_id=%40rc_alice%3Aexample.org&ts=5',
			authorization: 'Bearer as-secret',
			body: '{"a":"ü\ufffd"}',
		});
	});

	it('keeps the errcode and the status', async () => {
		const body = JSON.stringify({
			errcode: 'M_LIMIT_EXCEEDED',
			error: 'Too Many Requests',
			retry_after_ms: 60_001, // too long to wait for it
		});
		const error = await withServer(answering(429, body), failureAt);
		expect(error).to.include({
			errcode: 'M_LIMIT_EXCEEDED',
			status: 429,
			isOutage: false,
		});
	});

	it('keeps further fields of an error', async () => {
		const body = JSON.stringify({ errcode: 'M_BAD_STATUS', error: 'x', status: 403, body: '{}' });
		const error = await withServer(answering(502, body), failureAt);
		expect(error).to.include({ errcode: 'M_BAD_STATUS', status: 502 });
		expect(error.data).to.include({ status: 403 });
	});

	const foreign: readonly [what: string, listener: RequestListener, status: number][] = [
		['an HTML error page', answering(404, '<html>', { 'content-type': 'text/html' }), 404],
		[
			'JSON of a proxy',
			answering(404, '{"message":"no route"}', { 'content-type': 'application/json' }),
			404,
		],
		['HTML with status 200', answering(200, '<html>', { 'content-type': 'text/html' }), 200],
	];
	for (const [what, listener, status] of foreign) {
		it(`reports ${what} as no Matrix homeserver`, async () => {
			const error = await withServer(listener, failureAt);
			expect(error).to.include({ errcode: 'NOT_MATRIX', status, ownStatus: undefined });
		});
	}

	it('takes what Dendrite answers when another server fails for its own', async () => {
		const listener = answering(500, '{"Err":""}', { 'content-type': 'application/json' });
		expect(await withServer(listener, failureAt)).to.include({ errcode: 'NOT_MATRIX', ownStatus: 500 });
	});

	it('reports a refused connection', async () => {
		const { url, stop } = await startStub(() => undefined);
		await stop();
		expect(await failureAt(url)).to.include({
			errcode: 'UNREACHABLE',
			status: undefined,
			isOutage: true,
		});
	});

	it('times out if no answer comes', async () => {
		const error = await withServer(
			() => undefined,
			(url) => failureAt(url, { timeout: 50 }),
		);
		expect(error).to.include({ errcode: 'TIMED_OUT', isOutage: true });
	});

	it('times out if the answer stops in the middle', async () => {
		const error = await withServer(
			(_request, response) =>
				response.writeHead(200, { 'content-type': 'application/json' }).write('{"a":'),
			(url) => failureAt(url, { timeout: 50 }),
		);
		expect(error).to.include({ errcode: 'TIMED_OUT', isOutage: true });
	});

	describe('that the homeserver asks to wait', () => {
		/** A homeserver that limits some requests before it answers. @returns the pauses, and the failure if there is one */
		async function limited(times: number, asked: unknown, isWaiting = true) {
			const pauses: number[] = [];
			let requests = 0;
			const failure = await withServer(
				(request, response) => {
					requests += 1;
					const body = { errcode: 'M_LIMIT_EXCEEDED', error: 'x', retry_after_ms: asked };
					const isLimited = requests <= times;
					answering(isLimited ? 429 : 200, isLimited ? JSON.stringify(body) : '{}')(
						request,
						response,
					);
				},
				(url) => {
					const transport = openTransport({ url, asToken: 'as-secret' }, (pause) => {
						pauses.push(pause);
						if (isWaiting) {
							setImmediate(() => mock.timers.tick(pause));
						}
					});
					return transport(Method.Get, '/thing').then(
						() => undefined,
						(error: unknown) => error,
					);
				},
			);
			return { pauses, requests, failure };
		}
		beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
		afterEach(() => mock.timers.reset());

		it('waits as long as it says', async () => {
			expect(await limited(2, 2_245)).to.deep.equal({
				...{ pauses: [2_245, 2_245], requests: 3 },
				failure: undefined,
			});
		});

		for (const asked of [undefined, '5', 0, -1, null]) {
			it(`waits a second if it says ${JSON.stringify(asked)}`, async () => {
				expect(await limited(1, asked)).to.include({ requests: 2, failure: undefined });
				expect((await limited(1, asked)).pauses).to.deep.equal([1_000]);
			});
		}

		it('gives up before it has waited for more than a minute in all', async () => {
			const { pauses, requests, failure } = await limited(9, 25_000);
			expect([pauses, requests]).to.deep.equal([[25_000, 25_000], 3]);
			expect(failure).to.include({ errcode: 'M_LIMIT_EXCEEDED', status: 429, mayHaveSucceeded: false });
		});

		it('waits for a minute at most, and does not wait at all for longer', async () => {
			expect(await limited(1, 60_000)).to.include({ requests: 2, failure: undefined });
			expect(await limited(1, 60_001, false)).to.include({ requests: 1 });
		});
	});
});
