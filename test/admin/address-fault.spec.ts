import { expect } from 'chai';
import { createServer } from 'node:https';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { localCertificate } from '../../sandbox/homeserver/certificate';
import { addressFault as addressFaultWithin } from '../../src/admin/address-fault';
import { startStub } from '../support/stub-server';

/** Every server of these tests answers or refuses at once, also if the machine is busy. */
const addressFault = (url: string) => addressFaultWithin(url, 60_000);

const VERSIONS = '/_matrix/client/versions';

/** Answers as a homeserver does, with a page to everything else. */
const homeserver: RequestListener = (request, response) => {
	const isAsked = request.url === VERSIONS;
	response.writeHead(isAsked ? 200 : 404).end(isAsked ? '{"versions":["v1.11"]}' : '<html>');
};
const page: RequestListener = (_request, response) => response.writeHead(404).end('<html>');

describe('the fault in the address of the homeserver', () => {
	const started: (() => Promise<void>)[] = [];
	const serve = async (listener: RequestListener) => {
		const { url, stop } = await startStub(listener);
		started.push(stop);
		return url;
	};
	/** A homeserver with a certificate that nobody trusts. */
	const serveUntrusted = async () => {
		const { certificate: cert, privateKey: key } = await localCertificate();
		const server = createServer({ cert, key }, homeserver);
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		started.push(
			() =>
				new Promise((resolve) => {
					server.close(() => resolve());
					server.closeAllConnections();
				}),
		);
		return `https://localhost:${(server.address() as AddressInfo).port}`;
	};
	const { fetch } = globalThis;
	afterEach(async () => {
		globalThis.fetch = fetch;
		await Promise.all(started.splice(0).map((stop) => stop()));
	});

	const elsewhere = (url: string, other: string) => ({
		ok: false,
		text: 'check_homeserver_elsewhere',
		parameters: { url, other },
	});

	it('is none where the homeserver answers', async () => {
		expect(await addressFault(await serve(homeserver))).to.equal(undefined);
	});

	it('is not found where a page answers that leads nowhere', async () => {
		expect(await addressFault(await serve(page))).to.equal(undefined);
	});

	it('is found where the address leads on to that of the homeserver', async () => {
		const other = await serve(homeserver);
		const url = await serve((request, response) => {
			response.writeHead(301, { location: `${other}${request.url ?? ''}` }).end();
		});
		expect(await addressFault(url)).to.deep.equal(elsewhere(url, other));
	});

	it('is not found where the address leads on to a page', async () => {
		const other = await serve(page);
		const url = await serve((_request, response) => {
			response.writeHead(302, { location: `${other}/login` }).end();
		});
		expect(await addressFault(url)).to.equal(undefined);
	});

	it('is https instead of http', async () => {
		const other = await serve(homeserver);
		const url = other.replace('http:', 'https:');
		expect(await addressFault(url)).to.deep.equal(elsewhere(url, other));
	});

	it('is a path that does not belong to the address', async () => {
		const other = await serve(homeserver);
		const url = `${other}/_matrix/client`;
		expect(await addressFault(url)).to.deep.equal(elsewhere(url, other));
	});

	it('is the address of the web page, which names that of the homeserver', async () => {
		const other = await serve(homeserver);
		const url = await serve((request, response) => {
			const isAsked = request.url === '/.well-known/matrix/client';
			const known = { 'm.homeserver': { base_url: `${other}/` } };
			response.writeHead(isAsked ? 200 : 404).end(isAsked ? JSON.stringify(known) : '<html>');
		});
		expect(await addressFault(url)).to.deep.equal(elsewhere(url, other));
	});

	it('is a certificate that is not trusted, also if http was typed', async () => {
		const url = await serveUntrusted();
		const expected = {
			ok: false,
			text: 'check_homeserver_certificate',
			parameters: { url, reason: 'self-signed certificate' },
		};
		expect(await addressFault(url)).to.deep.equal(expected);
		expect(await addressFault(url.replace('https:', 'http:'))).to.deep.equal(expected);
	});

	const unknownHost: readonly [runtime: string, error: Error][] = [
		[
			'Node',
			new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND matrix.exmple.org') }),
		],
		['Deno', new TypeError('client error (Connect): dns error: failed to lookup address information')],
	];
	for (const [runtime, error] of unknownHost) {
		it(`is a name that no server has, in the words of ${runtime}`, async () => {
			globalThis.fetch = () => Promise.reject(error);
			expect(await addressFault('https://matrix.exmple.org:8448')).to.deep.equal({
				ok: false,
				text: 'check_homeserver_unknown_host',
				parameters: { host: 'matrix.exmple.org' },
			});
		});
	}

	it('is a certificate in the words of Deno, without what Deno was doing', async () => {
		const url = 'https://matrix.example.org';
		const reason = 'invalid peer certificate: UnknownIssuer';
		globalThis.fetch = () =>
			Promise.reject(
				new TypeError(`error sending request for url (${url}): client error (Connect): ${reason}`),
			);
		expect((await addressFault(url))?.parameters).to.deep.equal({ url, reason });
	});

	it('sends nobody the token', async () => {
		const asked: (string | undefined)[] = [];
		const url = await serve((request, response) => {
			asked.push(request.headers.authorization);
			page(request, response);
		});
		await addressFault(url);
		expect(new Set(asked)).to.deep.equal(new Set([undefined]));
	});
});
