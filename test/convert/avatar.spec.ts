import { expect } from 'chai';
import { avatarIn, fileNameOf, MAX_AVATAR_BYTES } from '../../src/convert/avatar';
import { bomb, html, red, svg } from '../support/pictures';

describe('a picture that is to be an avatar', () => {
	it('has the type that its bytes say', () => {
		expect(avatarIn(red)).to.deep.equal({ bytes: new Uint8Array(red), type: 'image/png' });
	});

	it('gives its file a name of that type', () => {
		expect(fileNameOf({ bytes: new Uint8Array(), type: 'image/jpeg' })).to.equal('avatar.jpeg');
	});

	for (const [what, bytes] of [
		['a page', html],
		['a drawing that runs a script', svg],
		['nothing', Buffer.alloc(0)],
		['the beginning of a picture', red.subarray(0, 12)],
		['larger than avatars may be', Buffer.concat([red, Buffer.alloc(MAX_AVATAR_BYTES)])],
		['a small file that becomes very large', bomb],
	] as const) {
		it(`is none if it is ${what}`, () => {
			expect(avatarIn(bytes)).to.equal(undefined);
		});
	}
});
