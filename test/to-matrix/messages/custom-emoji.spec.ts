import { expect } from 'chai';
import { FederationError } from '../../../src/errors';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { MxcUri } from '../../../src/matrix/ids';
import { emojiImages } from '../../../src/to-matrix/messages/custom-emoji';
import { fakeBridge, type Answers } from '../../support/fake-bridge';
import { loggedBy } from '../../support/logged';
import { red } from '../../support/pictures';

const mxc = 'mxc://example.org/parrot' as MxcUri;
const parrot = { name: 'parrot', extension: 'png', version: 'e1' };

/** A workspace with the emoji `parrot` and its alias `ara`. */
function workspaceWith(more: Answers = {}, version = () => 'e1') {
	const byName = () => {
		const emoji = { ...parrot, version: version() };
		return new Map([
			['parrot', emoji],
			['ara', emoji],
		]);
	};
	const fake = fakeBridge({
		'customEmoji.list': () => ({ byName: byName(), refusal: undefined }),
		'customEmoji.picture': () => ({ bytes: red, type: 'image/png' }),
		'media.upload': () => mxc,
		...more,
	});
	const count = (method: string) => fake.calls.filter(([name]) => name === method).length;
	return { ...fake, count };
}

describe('emojiImages', () => {
	it('uploads a picture once, as the federation bot, also if two messages need it at the same time', async () => {
		const { bridge, calls, count } = workspaceWith();
		const both = await Promise.all([emojiImages(bridge, ['parrot']), emojiImages(bridge, ['ara', 'no'])]);
		expect(both.map((images) => [...images])).to.deep.equal([[['parrot', mxc]], [['ara', mxc]]]);
		bridge.store.emojiImages.forgetMemory();
		await emojiImages(bridge, ['parrot']);
		expect(count('media.upload')).to.equal(1);
		expect(calls.find(([method]) => method === 'media.upload')).to.deep.equal([
			'media.upload',
			'@rocketchat:example.org',
			{ bytes: red, type: 'image/png', name: 'parrot.png' },
		]);
	});

	it('uploads a picture again after it was changed, and still knows the old one', async () => {
		let version = 'e1';
		const { bridge, count } = workspaceWith(
			{ 'media.upload': () => `mxc://example.org/${version}` },
			() => version,
		);
		await emojiImages(bridge, ['parrot']);
		version = 'e2';
		expect((await emojiImages(bridge, ['parrot'])).get('parrot')).to.equal('mxc://example.org/e2');
		expect(count('media.upload')).to.equal(2);
		for (const address of ['mxc://example.org/e1', 'mxc://example.org/e2']) {
			expect(await bridge.store.emojiImages.nameOf(address as MxcUri)).to.equal('parrot');
		}
	});

	it('asks for nothing if there is no custom emoji', async () => {
		const { bridge, calls } = workspaceWith();
		expect((await emojiImages(bridge, [])).size).to.equal(0);
		expect(calls).to.deep.equal([]);
	});

	it('looks up fifty at most', async () => {
		const { bridge } = workspaceWith();
		const names = [...Array.from({ length: 50 }, (_, index) => `e${index}`), 'parrot'];
		expect((await emojiImages(bridge, names)).size).to.equal(0);
	});

	const forGood: readonly [what: string, answers: Answers][] = [
		['the picture is none that can be shown', { 'customEmoji.picture': () => undefined }],
		[
			'the homeserver finds it too large',
			{
				'media.upload': () => {
					throw new HomeserverError('M_TOO_LARGE', 413, '');
				},
			},
		],
	];
	for (const [what, answers] of forGood) {
		it(`leaves it text, and does not try again, if ${what}`, async () => {
			const { bridge, count } = workspaceWith(answers);
			expect((await emojiImages(bridge, ['parrot'])).size).to.equal(0);
			expect((await emojiImages(bridge, ['parrot'])).size).to.equal(0);
			expect(count('customEmoji.picture')).to.equal(1);
		});
	}

	const forNow: readonly [what: string, method: string, error: Error][] = [
		[
			'the workspace does not answer',
			'customEmoji.picture',
			new FederationError('workspace-unreachable'),
		],
		['the homeserver fails', 'media.upload', new HomeserverError('M_UNKNOWN', 500, '')],
		['the homeserver refuses it', 'media.upload', new HomeserverError('M_FORBIDDEN', 403, '')],
	];
	for (const [what, method, error] of forNow) {
		it(`leaves it text, says so in the log, and tries again with the next message, if ${what}`, async () => {
			let fails = true;
			const { bridge } = workspaceWith({
				[method]: () => {
					if (fails) {
						throw error;
					}
					return method === 'media.upload' ? mxc : { bytes: red, type: 'image/png' };
				},
			});
			expect((await emojiImages(bridge, ['parrot'])).size).to.equal(0);
			expect(loggedBy(bridge.log)).to.have.nested.property(
				'[0][1].msg',
				'a custom emoji stays text on Matrix',
			);
			fails = false;
			expect((await emojiImages(bridge, ['parrot'])).get('parrot')).to.equal(mxc);
		});
	}
});
