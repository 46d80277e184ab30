import { expect } from 'chai';
import { filesOf } from '../../../src/to-matrix/messages/message-files';

const site = 'http://workspace.test';
const listed = (message: object) => filesOf(message, site);

describe('the files of a message', () => {
	const cases: readonly [what: string, message: object, files: readonly object[]][] = [
		[
			'are all in `files`, with the thumbnail and the description of their attachment',
			{
				files: [
					{ _id: '1', name: 'a.png' },
					{ _id: '2', name: 'thumb-a.png', typeGroup: 'thumb' },
					{ _id: '3', name: 'b.pdf' },
				],
				attachments: [
					{ fileId: '1', imageUrl: '/file-upload/2/a.png', description: 'first' },
					{ fileId: '3', title: { value: 'b.pdf', link: '/file-upload/3/b.pdf' } },
				],
			},
			[
				{ uploadId: '1', name: 'a.png', description: 'first', thumbnailId: '2' },
				{ uploadId: '3', name: 'b.pdf', description: '' },
			],
		],
		[
			'are those of the attachments where there is nothing else',
			{
				attachments: [
					{ title: { value: 'a', link: '/file-upload/1/a' } },
					{ imageUrl: `${site}/file-upload/2/b.png` },
					{ audioUrl: '/file-upload/3/c.mp3' },
					{ videoUrl: '/file-upload/4/d.mp4?x#y' },
				],
			},
			[
				{ uploadId: '1', name: 'a', description: '' },
				{ uploadId: '2', name: '', description: '' },
				{ uploadId: '3', name: '', description: '' },
				{ uploadId: '4', name: '', description: '' },
			],
		],
		[
			'are none in attachments of other kinds',
			{ attachments: [{}, { imageUrl: 'https://x.test/a.png' }] },
			[],
		],
		['are none without an id', { files: [{ name: 'a' }] }, []],
	];
	for (const [what, message, files] of cases) {
		it(what, () => expect(listed(message)).to.deep.equal(files));
	}
});
