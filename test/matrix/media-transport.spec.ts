import { expect } from 'chai';
import { buffer } from 'node:stream/consumers';
import type { RequestListener } from 'node:http';
import { Method } from 'matrix-js-sdk/lib/http-api/index.js';
import { openMediaTransport, type MediaRequest } from '../../src/matrix/media-transport';
import { startStub } from '../support/stub-server';

const options: MediaRequest = { atMost: 1_000, timeout: 10_000 };

/** @returns the answer, or the error of the request */
async function transferred(listener: RequestListener, request: Partial<MediaRequest> = {}) {
	const { url, stop } = await startStub(listener);
	try {
		const transport = openMediaTransport({ url: `${url}/`, asToken: 'as-secret' });
		return await transport(Method.Post, '/file', { ...options, ...request }).catch(
			(error: unknown) => error as Error,
		);
	} finally {
		await stop();
	}
}

describe('the transport of files', () => {
	const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);

	it('sends the token, the query, the type and every byte, and reads every byte', async () => {
		let seen: unknown;
		const answer = await transferred(
			(request, response) =>
				void buffer(request).then((sent) => {
					const { authorization, 'content-type': type, 'content-length': length } = request.headers;
					seen = { url: request.url, authorization, type, length, sent };
					response.end(Buffer.from(everyByte));
				}),
			{ query: { filename: 'ä b&c.png' }, body: { bytes: everyByte, type: 'image/png' } },
		);
		expect(answer).to.have.property('bytes').that.deep.equals(Buffer.from(everyByte));
		expect(seen).to.deep.equal({
			url: '/file?filename=%C3%A4+b%26c.png',
			authorization: 'Bearer as-secret',
			type: 'image/png',
			length: '256',
			sent: Buffer.from(everyByte),
		});
	});

	it('sends a file without a byte with its length', async () => {
		let length: unknown;
		await transferred(
			(request, response) => {
				length = request.headers['content-length'];
				response.end();
			},
			{ body: { bytes: new Uint8Array(), type: 'text/plain' } },
		);
		expect(length).to.equal('0');
	});

	it('follows no redirect', async () => {
		const paths: (string | undefined)[] = [];
		const error = await transferred((request, response) => {
			paths.push(request.url);
			response.writeHead(307, { location: '/elsewhere' }).end();
		});
		expect(error).to.include({ errcode: 'REDIRECTED', status: 307, isOutage: false });
		expect(paths).to.deep.equal(['/file']);
	});

	it('reads an answer of the most bytes, and refuses one of a byte more', async () => {
		expect(await transferred((_, response) => response.end(Buffer.alloc(1_000)))).to.have.nested.property(
			'bytes.byteLength',
			1_000,
		);
		const error = await transferred((_, response) => response.end(Buffer.alloc(1_001)));
		expect(error).to.include({ errcode: 'OVER_LIMIT', isOutage: false });
	});

	it('stops to read an answer that never ends', async () => {
		const error = await transferred((_, response) => {
			const more = () => {
				while (!response.destroyed && response.write(Buffer.alloc(10_000)));
			};
			response.on('drain', more);
			more();
		});
		expect(error).to.include({ errcode: 'OVER_LIMIT' });
	});

	it('times out if the answer stops in the middle', async () => {
		const error = await transferred(
			(_, response) => {
				response.writeHead(200, { 'content-length': '100' });
				response.write('half');
			},
			{ timeout: 100 },
		);
		expect(error).to.include({ errcode: 'TIMED_OUT', isOutage: true });
	});

	it('reports a connection that breaks in the middle', async () => {
		const error = await transferred((_, response) => {
			response.writeHead(200, { 'content-length': '100' });
			response.write('half', () => response.destroy());
		});
		expect(error).to.include({ errcode: 'INTERRUPTED', mayHaveSucceeded: true });
	});

	it('reports a refused connection', async () => {
		const { url, stop } = await startStub(() => undefined);
		await stop();
		const transport = openMediaTransport({ url, asToken: 'a' });
		const error = await transport(Method.Get, '/file', options).catch((thrown: unknown) => thrown);
		expect(error).to.include({ errcode: 'UNREACHABLE', mayHaveSucceeded: false });
	});

	const refusals: readonly [what: string, body: string, type: string, errcode: string][] = [
		['the errcode', '{"errcode":"M_TOO_LARGE","error":"x"}', 'application/json', 'M_TOO_LARGE'],
		['an HTML page', '<html>', 'text/html', 'NOT_MATRIX'],
		['broken JSON', '{', 'application/json', 'NOT_MATRIX'],
	];
	for (const [what, body, type, errcode] of refusals) {
		it(`reports ${what} of a refusal`, async () => {
			const error = await transferred((_, response) =>
				response.writeHead(413, { 'content-type': type }).end(body),
			);
			expect(error).to.include({ errcode });
		});
	}
});
