import { expect } from 'chai';
import type { IncomingMessage, RequestListener } from 'node:http';
import { FederationError } from '../../src/errors';
import { CustomEmoji } from '../../src/rocketchat/custom-emoji';
import { red, svg } from '../support/pictures';
import { startStub } from '../support/stub-server';

const parrot = { name: 'parrot', extension: 'png', etag: 'e1' };

describe("the workspace's custom emoji", () => {
	let now = 0;
	let asked = 0;
	let isEntered = true;
	let answer: () => unknown;
	const emojiAt = (siteUrl: string) =>
		new CustomEmoji(
			async () => ({ siteUrl }),
			{
				isEntered: async () => isEntered,
				get: async () => {
					asked++;
					return answer();
				},
			} as never,
			() => now,
		);
	const refused = () => {
		throw new FederationError('workspace-token-wrong');
	};

	beforeEach(() => {
		now = 0;
		asked = 0;
		isEntered = true;
		answer = () => ({ emojis: { update: [parrot] } });
	});

	it('are asked for once in three minutes, however many messages have one', async () => {
		const emoji = emojiAt('');
		const lists = await Promise.all([emoji.list(), emoji.list()]);
		now = 179_999;
		lists.push(await emoji.list());
		expect(lists.map(({ byName }) => [...byName.keys()])).to.deep.equal(Array(3).fill(['parrot']));
		expect(asked).to.equal(1);
		now = 180_000;
		answer = () => ({ emojis: { update: [] } });
		expect((await emoji.list()).byName.size).to.equal(0);
		expect(asked).to.equal(2);
	});

	it('are asked for again at once after a change of the settings', async () => {
		const emoji = emojiAt('');
		await emoji.list();
		emoji.forget();
		await emoji.list();
		expect(asked).to.equal(2);
	});

	it('are none without a token, and the workspace is not asked', async () => {
		isEntered = false;
		const { byName, refusal } = await emojiAt('').list();
		expect([byName.size, refusal, asked]).to.deep.equal([0, undefined, 0]);
	});

	it('stay known while the workspace refuses to list them, and it is not asked more often', async () => {
		const emoji = emojiAt('');
		await emoji.list();
		answer = refused;
		for (now = 180_000; now < 360_000; now += 60_000) {
			const { byName, refusal } = await emoji.list();
			expect([...byName.keys()]).to.deep.equal(['parrot']);
			expect(refusal?.code).to.equal('workspace-token-wrong');
		}
		expect(asked).to.equal(2);
	});

	it('are none if the workspace never listed them', async () => {
		answer = refused;
		expect((await emojiAt('').list()).byName.size).to.equal(0);
	});

	describe('have pictures', () => {
		let requests: IncomingMessage[];
		let listener: RequestListener;
		let stub: Awaited<ReturnType<typeof startStub>>;
		beforeEach(async () => {
			requests = [];
			stub = await startStub((request, response) => {
				requests.push(request);
				listener(request, response);
			});
		});
		afterEach(() => stub.stop());
		const picture = (more: object = {}) =>
			emojiAt(stub.url).picture({ name: 'parrot', extension: 'png', version: 'e1', ...more });

		it('that are read without the token, by their bytes and not by what they are called', async () => {
			listener = (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(red);
			const found = await picture();
			expect(found?.type).to.equal('image/png');
			expect(Buffer.from(found?.bytes ?? []).equals(red)).to.equal(true);
			expect(requests[0]?.url).to.equal('/emoji-custom/parrot.png?etag=e1');
			expect(requests[0]?.headers).not.to.have.any.keys('x-auth-token', 'cookie');
		});

		it('whose address no name can change', async () => {
			listener = (_, response) => response.writeHead(404).end();
			await picture({ name: '../../api?', extension: 'a/b', version: '&x' });
			expect(requests[0]?.url).to.equal('/emoji-custom/..%2F..%2Fapi%3F.a%2Fb?etag=%26x');
		});

		const unusable: readonly [what: string, listener: RequestListener][] = [
			['the question mark of an emoji that is gone', (_, response) => response.writeHead(200).end(svg)],
			['an address that is not there', (_, response) => response.writeHead(404).end()],
			['too many bytes', (_, response) => response.writeHead(200).end(Buffer.alloc(1_048_577))],
			[
				'an answer that says it is too large',
				(_, response) => response.writeHead(200, { 'content-length': 1_048_577 }).write('a'),
			],
		];
		for (const [what, given] of unusable) {
			it(`and none for ${what}`, async () => {
				listener = given;
				expect(await picture()).to.equal(undefined);
			});
		}

		for (const status of [302, 401, 429, 502]) {
			it(`and may be asked for again after an answer with the status ${status}`, async () => {
				listener = (_, response) => response.writeHead(status).end();
				const failure: unknown = await picture().catch((error: unknown) => error);
				expect(failure).to.include({ code: 'workspace-unreachable' });
			});
		}
	});
});
