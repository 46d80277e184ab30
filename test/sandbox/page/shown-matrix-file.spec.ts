import { expect } from 'chai';
import { hasCaption, shownMatrixFile } from '../../../sandbox/page/shown-matrix-file';

describe('the file of a Matrix message on the page', () => {
	const show = (content: Readonly<Record<string, unknown>>, type = 'm.room.message') =>
		shownMatrixFile({ type, content, body: String(content.body) });
	const picture = { msgtype: 'm.image', body: 'cat.png', url: 'mxc://a/b' };

	const table: readonly [what: string, content: Readonly<Record<string, unknown>>, shown: object][] = [
		[
			'is a picture with the thumbnail of the homeserver',
			{ ...picture, info: { size: 400_000, w: 800, h: 600 } },
			{
				...{ kind: 'image', name: 'cat.png', source: 'mxc://a/b', thumbnail: 'mxc://a/b?thumbnail' },
				...{ size: 400_000, width: 800, height: 600 },
			},
		],
		[
			'is a picture with the thumbnail of its sender',
			{ ...picture, info: { thumbnail_url: 'mxc://a/c' } },
			{ kind: 'image', name: 'cat.png', source: 'mxc://a/b', thumbnail: 'mxc://a/c' },
		],
		[
			'is a small picture without a thumbnail',
			{ ...picture, info: { size: 100 } },
			{ kind: 'image', name: 'cat.png', source: 'mxc://a/b', thumbnail: 'mxc://a/b', size: 100 },
		],
		[
			'is an animated picture, which a thumbnail would stop',
			{ ...picture, info: { mimetype: 'image/gif' } },
			{ kind: 'image', name: 'cat.png', source: 'mxc://a/b', thumbnail: 'mxc://a/b' },
		],
		[
			'has the name beside a caption',
			{ msgtype: 'm.file', filename: 'a.pdf', body: 'look', url: 'mxc://a/b' },
			{ kind: 'file', name: 'a.pdf', source: 'mxc://a/b' },
		],
		[
			'is a voice message if its sender says so',
			{ msgtype: 'm.audio', body: 'a.ogg', url: 'mxc://a/b', 'org.matrix.msc3245.voice': {} },
			{ kind: 'voice', name: 'a.ogg', source: 'mxc://a/b' },
		],
		[
			'cannot be read if it is encrypted',
			{ msgtype: 'm.video', body: 'a.mp4', file: { url: 'mxc://a/b' } },
			{ kind: 'video', name: 'a.mp4' },
		],
		[
			'has no address but that of media, and no malformed numbers',
			{ ...picture, url: 'https://example.org/a', info: { size: 'x', w: -1, h: 2, thumbnail_url: 1 } },
			{ kind: 'image', name: 'cat.png' },
		],
	];
	for (const [what, content, shown] of table) {
		it(what, () => expect(show(content)).to.deep.equal(shown));
	}

	it('is the picture of a sticker', () => {
		expect(show({ body: 'A cat', url: 'mxc://a/b', info: {} }, 'm.sticker')).to.deep.equal({
			kind: 'sticker',
			name: 'A cat',
			source: 'mxc://a/b',
		});
	});

	it('is not there in a text', () => expect(show({ msgtype: 'm.text', body: 'a' })).to.equal(undefined));

	it('has a caption only if the body is not the name', () => {
		const captions = [{ filename: 'a' }, { filename: 'b' }, {}].map((content) =>
			hasCaption({ type: 'm.room.message', body: 'a', content }),
		);
		expect(captions).to.deep.equal([false, true, false]);
	});
});
