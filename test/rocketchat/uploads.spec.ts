import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import type { Host } from '../../src/rocketchat/host';
import type { RocketChatUploadId } from '../../src/rocketchat/ids';
import { Uploads } from '../../src/rocketchat/uploads';

const id = 'file1' as RocketChatUploadId;
const large = Buffer.alloc(1_500_000, 'a');

describe('the bytes of an upload', () => {
	let server: Server | undefined;
	afterEach(() => server?.close());

	/** @param answer of the workspace at its own address @returns the way in which a file of this size was read */
	async function wayOf(
		{ size = large.length, token = 'secret' },
		answer: (request: IncomingMessage, response: ServerResponse) => void,
	): Promise<{ way: string; asked: IncomingMessage[] }> {
		const asked: IncomingMessage[] = [];
		server = createServer((request, response) => {
			asked.push(request);
			answer(request, response);
		}).listen(0, '127.0.0.1');
		await once(server, 'listening');
		const siteUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		const reader = {
			getById: async () => ({ id, name: 'a b.bin', type: 'text/plain', size }),
			getBuffer: async () => Buffer.from('by the host'),
		};
		const host = { read: { getUploadReader: () => reader } } as unknown as Host;
		const upload = await new Uploads(host, async () => ({ siteUrl, userId: 'u', token })).byId(id);
		const bytes = Buffer.from((await upload?.fetch()) ?? (await upload?.read()) ?? []);
		return { way: bytes.equals(large) ? 'fetched' : bytes.toString(), asked };
	}

	it('are fetched as the user of the token, if there are many', async () => {
		const { way, asked } = await wayOf({}, (_, response) => response.end(large));
		expect(way).to.equal('fetched');
		expect(asked.map(({ url, headers }) => [url, headers.cookie])).to.deep.equal([
			['/file-upload/file1/a%20b.bin', 'rc_uid=u; rc_token=secret'],
		]);
	});

	it('are fetched from where the workspace keeps them, without the login', async () => {
		const { way, asked } = await wayOf({}, ({ url }, response) =>
			url === '/elsewhere'
				? response.end(large)
				: response.writeHead(302, { location: '/elsewhere' }).end(),
		);
		expect(way).to.equal('fetched');
		expect(asked.map(({ headers }) => headers.cookie !== undefined)).to.deep.equal([true, false]);
	});

	it('come from the host without a token, or if there are few', async () => {
		for (const given of [{ token: '' }, { size: 10 }]) {
			const { way, asked } = await wayOf(given, (_, response) => response.end(large));
			expect([way, asked.length]).to.deep.equal(['by the host', 0]);
			server?.close();
		}
	});

	it('come from the host if the workspace gives anything else', async () => {
		const answers = [
			(response: ServerResponse) => response.writeHead(403).end(),
			(response: ServerResponse) => response.end('a page'),
			(response: ServerResponse) => response.end(Buffer.concat([large, large])),
			(response: ServerResponse) => response.destroy(),
		];
		for (const answer of answers) {
			const { way } = await wayOf({}, (_, response) => answer(response));
			expect(way).to.equal('by the host');
			server?.close();
		}
	});
});
