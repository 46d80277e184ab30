import { expect } from 'chai';
import { emojiPictureIn, MAX_EMOJI_BYTES, workspaceEmojiIn } from '../../../src/convert/emoji/custom-emoji';
import { bomb, html, red, svg } from '../../support/pictures';

const parrot = { name: 'parrot', extension: 'gif', etag: 'e1', _updatedAt: '2026-01-02T03:04:05.000Z' };

describe('workspaceEmojiIn', () => {
	const found = { name: 'parrot', extension: 'gif', version: 'e1' };
	const table: readonly [what: string, list: unknown, expected: Record<string, unknown>][] = [
		['finds an emoji by its name', { update: [parrot] }, { parrot: found }],
		[
			'finds it by its aliases',
			{ update: [{ ...parrot, aliases: ['ara', 'bird.2'] }] },
			{ parrot: found, ara: found, 'bird.2': found },
		],
		[
			'takes the time of the change of a picture without an etag',
			{ update: [{ ...parrot, etag: undefined }] },
			{ parrot: { ...found, version: parrot._updatedAt } },
		],
		['leaves out names with markup', { update: [{ ...parrot, name: '"><img onerror=x>' }] }, {}],
		['leaves out names that are too long', { update: [{ ...parrot, name: 'a'.repeat(101) }] }, {}],
		[
			'leaves out aliases with markup',
			{ update: [{ ...parrot, aliases: ['<b>', 7] }] },
			{ parrot: found },
		],
		['leaves out what has no name or no extension', { update: [{}, { name: 'a' }, null, 'b'] }, {}],
		['keeps the first of two', { update: [parrot, { ...parrot, etag: 'e2' }] }, { parrot: found }],
		[
			'finds a name that every object has',
			{ update: [{ ...parrot, name: 'constructor' }] },
			{ constructor: { ...found, name: 'constructor' } },
		],
		['finds nothing in a list that is none', { update: 'x' }, {}],
		['finds nothing in no list', undefined, {}],
	];
	for (const [what, list, expected] of table) {
		it(what, () => {
			expect([...workspaceEmojiIn(list)]).to.deep.equal(Object.entries(expected));
		});
	}
});

describe('emojiPictureIn', () => {
	const table: readonly [what: string, bytes: Uint8Array, type: string | undefined][] = [
		['accepts a picture', red, 'image/png'],
		['refuses SVG, which may run a script', svg, undefined],
		['refuses a page', html, undefined],
		['refuses a picture of too many pixels', bomb, undefined],
		[
			'accepts a picture of the most bytes',
			Buffer.concat([red, Buffer.alloc(MAX_EMOJI_BYTES - red.length)]),
			'image/png',
		],
		[
			'refuses a larger one',
			Buffer.concat([red, Buffer.alloc(MAX_EMOJI_BYTES - red.length + 1)]),
			undefined,
		],
		['refuses nothing at all', new Uint8Array(), undefined],
	];
	for (const [what, bytes, type] of table) {
		it(what, () => {
			expect(emojiPictureIn(bytes)?.type).to.equal(type);
		});
	}
});
