import { expect } from 'chai';
import type { MxcUri } from '../../src/matrix/ids';
import { fileOfLink, mediaLinkOf } from '../../src/matrix/media-link';

const source = { publicApi: 'https://chat.example.org/api/apps/public/app', asToken: 'secret' };
const mxc = 'mxc://matrix.example.org:8448/AbC_d-1' as MxcUri;
const year = 365 * 86_400_000;
const now = 50.5 * year;

/** The values of the link's path, as the platform passes them to the endpoint. */
function requested(link: string) {
	const [expires, signature, server, mediaId] = link
		.slice(`${source.publicApi}/media/`.length)
		.split('/')
		.map(decodeURIComponent);
	return { expires, signature, server, mediaId } as Record<
		'expires' | 'signature' | 'server' | 'mediaId',
		string
	>;
}

describe('signed link to a file', () => {
	it('leads to the file, and shows no secret', () => {
		const link = mediaLinkOf(source, mxc, now);
		expect(link.startsWith(`${source.publicApi}/media/`)).to.equal(true);
		expect(link).not.to.include('secret');
		expect(fileOfLink(source, requested(link), now)).to.equal(mxc);
	});

	it('is the same for a whole period, so that clients keep the file', () => {
		expect(mediaLinkOf(source, mxc, now)).to.equal(mediaLinkOf(source, mxc, now + 0.4 * year));
	});

	it('is valid for at least one year, and at most two', () => {
		const link = requested(mediaLinkOf(source, mxc, now));
		expect(fileOfLink(source, link, now + year)).to.equal(mxc);
		expect(fileOfLink(source, link, now + 2 * year)).to.equal(undefined);
	});

	it('is refused if anything in it was changed', () => {
		const link = requested(mediaLinkOf(source, mxc, now));
		const changed = [
			{ ...link, expires: String(Number(link.expires) + 1) },
			{ ...link, expires: `0${link.expires}x` },
			{ ...link, mediaId: 'other' },
			{ ...link, mediaId: '../../../etc/passwd' },
			{ ...link, server: 'evil.example.org' },
			{ ...link, signature: '' },
			{ ...link, signature: `${link.signature.slice(0, -1)}é` },
			{},
		];
		for (const one of changed) {
			expect(fileOfLink(source, one, now), JSON.stringify(one)).to.equal(undefined);
		}
	});

	it('is refused if another secret has signed it', () => {
		const link = requested(mediaLinkOf({ ...source, asToken: 'other' }, mxc, now));
		expect(fileOfLink(source, link, now)).to.equal(undefined);
	});
});
