import { expect } from 'chai';
import type { IncomingMessage, RequestListener } from 'node:http';
import { FederationError } from '../../src/errors';
import { Avatars } from '../../src/rocketchat/avatars';
import type { RocketChatRoomId, RocketChatUserId } from '../../src/rocketchat/ids';
import { html, red, svg } from '../support/pictures';
import { startStub } from '../support/stub-server';

const letters = 'Thu, 01 Jan 2015 00:00:00 GMT';
const yesterday = new Date(Date.now() - 86_400_000).toUTCString();

describe('the avatars of the workspace', () => {
	let answer: RequestListener;
	let asked: IncomingMessage[];
	let stub: Awaited<ReturnType<typeof startStub>>;
	let access: { userId: string; token: string };
	const rest = { isEntered: async () => access.token !== '', post: undefined, postForm: undefined };
	const avatars = (more: object = {}) =>
		new Avatars(async () => ({ siteUrl: stub.url, ...access }), { ...rest, ...more } as never);
	const file = (bytes: Buffer, headers: Record<string, string>): RequestListener => {
		return (_, response) => response.writeHead(200, headers).end(bytes);
	};

	beforeEach(async () => {
		asked = [];
		access = { userId: 'admin id', token: 'secret' };
		stub = await startStub((request, response) => {
			asked.push(request);
			answer(request, response);
		});
	});
	afterEach(() => stub.stop());

	it('are asked for as the user of the token, by cookies, with the date of the last answer', async () => {
		answer = (_, response) => response.writeHead(304).end();
		expect(await avatars().ofUser('älice', yesterday)).to.deep.equal({ is: 'unchanged' });
		expect(asked[0]?.url).to.equal('/avatar/%C3%A4lice');
		expect(asked[0]?.headers).to.include({
			cookie: 'rc_uid=admin%20id; rc_token=secret',
			'if-modified-since': yesterday,
		});
	});

	it('are asked for by nobody without a token', async () => {
		access = { userId: '', token: '' };
		answer = file(red, { 'last-modified': yesterday });
		await avatars().ofRoom('rid' as RocketChatRoomId);
		expect(asked[0]?.url).to.equal('/avatar/room/rid');
		expect(asked[0]?.headers).not.to.have.property('cookie');
	});

	for (const [what, listener, found] of [
		['a picture', file(red, { 'last-modified': yesterday }), 'picture'],
		['no picture', file(svg, { 'content-type': 'image/svg+xml', 'last-modified': letters }), 'missing'],
		['letters without a date', file(svg, { 'content-type': 'image/svg+xml' }), 'hidden'],
		['no access', (_, response) => response.writeHead(403).end(), 'hidden'],
		['nobody of that name', (_, response) => response.writeHead(404).end(), 'missing'],
		['a drawing', file(svg, { 'content-type': 'image/svg+xml', 'last-modified': yesterday }), 'unusable'],
		['a page', file(html, { 'content-type': 'image/png', 'last-modified': yesterday }), 'unusable'],
		[
			'too much',
			file(Buffer.concat([red, Buffer.alloc(6_000_000)]), { 'last-modified': yesterday }),
			'unusable',
		],
	] as const satisfies readonly (readonly [string, RequestListener, string])[]) {
		it(`${what} counts as ${found}`, async () => {
			answer = listener;
			expect(await avatars().ofUser('alice')).to.include({ is: found });
		});
	}

	it('have no date if they were set just now: another one may follow in the same second', async () => {
		answer = file(red, { 'last-modified': new Date().toUTCString() });
		expect(await avatars().ofUser('alice')).to.deep.include({ is: 'picture', lastModified: undefined });
	});

	it('are fetched from where the workspace keeps its files, without the login', async () => {
		answer = ({ url }, response) => {
			if (url === '/files/1') {
				response.writeHead(200).end(red);
			} else {
				response.writeHead(302, { location: '/files/1', 'last-modified': yesterday }).end();
			}
		};
		expect(await avatars().ofUser('alice')).to.include({ is: 'picture', lastModified: yesterday });
		expect(asked[1]?.headers).not.to.have.property('cookie');
	});

	it('cannot be read while the workspace does not answer, or fails', async () => {
		answer = (_, response) => response.writeHead(502).end();
		const failed = await avatars()
			.ofUser('alice')
			.catch((error: unknown) => error);
		expect(failed).to.be.instanceOf(FederationError).and.to.include({ code: 'workspace-unreachable' });
	});

	it('of users are set by a form that names the user before the picture', async () => {
		let form: FormData | undefined;
		const postForm = async (_: string, given: FormData) => void (form = given);
		const picture = { bytes: new Uint8Array(red), type: 'image/png' };
		await avatars({ postForm }).setOfUser('bot-bob' as RocketChatUserId, picture);
		expect([...(form?.keys() ?? [])]).to.deep.equal(['userId', 'image']);
		const image = form?.get('image');
		if (!(image instanceof File)) {
			return expect.fail('no file');
		}
		expect([image.name, image.type]).to.deep.equal(['avatar.png', 'image/png']);
		expect(Buffer.from(await image.arrayBuffer()).equals(red)).to.equal(true);
	});

	it('remember why one was refused, until one is set', async () => {
		let isRefused = true;
		const post = async () => {
			if (isRefused) {
				throw new FederationError('workspace-token-powerless');
			}
		};
		const tested = avatars({ post });
		const remove = () => tested.removeOfUser('bot-bob' as RocketChatUserId).catch(() => undefined);
		await remove();
		expect(tested.refusal?.code).to.equal('workspace-token-powerless');
		isRefused = false;
		await remove();
		expect(tested.refusal).to.equal(undefined);
	});
});
