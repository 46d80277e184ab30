import { expect } from 'chai';
import { isRecording } from '../../src/convert/recording';

const bytes = (...parts: string[]) => Buffer.from(parts.join(''), 'latin1');
const sound = '\xff\xfb\x14\xc4 and so on';
const emptyTag = 'ID3\x03\0\0\0\0\0\0';

const cases: readonly [what: string, type: string, name: string, bytes: Uint8Array, isRecording: boolean][] =
	[
		['the browser client’s, in English', 'audio/mpeg', 'Audio record.mp3', bytes(emptyTag, sound), true],
		[
			'the browser client’s, in German',
			'audio/mpeg',
			'Audio-Aufzeichnung.mp3',
			bytes(emptyTag, sound),
			true,
		],
		['the mobile apps’', 'audio/aac', '1767225600000.aac', bytes('\xff\xf1 and so on'), true],
		['no song with a tag', 'audio/mpeg', 'song.mp3', bytes('ID3\x03\0\0\0\0\x01\x20', sound), false],
		['no song without a tag', 'audio/mpeg', 'song.mp3', bytes(sound), false],
		['no other file of that format', 'audio/aac', 'song.aac', bytes('\xff\xf1 and so on'), false],
		['no file with the head of another type', 'text/plain', 'a.txt', bytes(emptyTag, sound), false],
		['no file that is shorter than the tag', 'audio/mpeg', 'a.mp3', bytes('ID3'), false],
	];

describe('a recording of a client of Rocket.Chat', () => {
	for (const [what, type, name, head, expected] of cases) {
		it(`is ${what}`, () => {
			expect(isRecording(type, name, head)).to.equal(expected);
		});
	}
});
