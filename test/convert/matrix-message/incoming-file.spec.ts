import { expect } from 'chai';
import { captionContentOf, incomingFileOf } from '../../../src/convert/matrix-message/incoming-file';

const labels = {
	voiceMessage: 'Voice message',
	files: { image: 'Image', video: 'Video', audio: 'Audio', file: 'File', sticker: 'Sticker' },
};
const url = 'mxc://example.org/id';
const fileOf = (content: object) => incomingFileOf({ url, ...content }, labels);
const nameOf = (content: object) => fileOf(content)?.name;

describe('file that a message of Matrix brings', () => {
	it('has the name, address and size that the message says', () => {
		expect(
			fileOf({ msgtype: 'm.file', body: 'a.pdf', info: { size: 5, mimetype: 'application/pdf' } }),
		).to.deep.equal({ url, isEncrypted: false, name: 'a.pdf', claimedSize: 5 });
	});

	it('has the name in `filename` if `body` is a caption', () => {
		expect(nameOf({ msgtype: 'm.file', body: 'look', filename: 'a.pdf' })).to.equal('a.pdf');
	});

	const endings: readonly [name: string, type: string, expected: string][] = [
		['a cat', 'image/png', 'a cat.png'],
		['a cat', 'application/x-unknown', 'a cat'],
		['report.pdf', 'image/png', 'report.pdf'],
		['v1.2', 'text/plain', 'v1.2.txt'],
		['cat', 'image/png', 'cat.png'],
		['Key', 'application/x-unknown', 'Key'],
		['sound', 'audio/ogg', 'sound.ogg'],
	];
	for (const [body, mimetype, expected] of endings) {
		it(`is ${expected} if it is called ${body} and has the type ${mimetype}`, () => {
			expect(nameOf({ msgtype: 'm.file', body, info: { mimetype } })).to.equal(expected);
		});
	}

	it('has its ending also if it is as long as a name may be', () => {
		const content = { msgtype: 'm.file', body: '写'.repeat(85), info: { mimetype: 'text/plain' } };
		expect(nameOf(content)).to.equal(`${'写'.repeat(83)}.txt`);
	});

	it('is called by its kind if it has no name', () => {
		const info = { mimetype: 'image/jpeg' };
		expect(nameOf({ msgtype: 'm.image', body: ' ', info })).to.equal('Image.jpg');
		expect(nameOf({ info })).to.equal('Sticker.jpg');
	});

	it('is called a voice message if it is one', () => {
		const voice = { msgtype: 'm.audio', 'org.matrix.msc3245.voice': {} };
		expect(nameOf({ ...voice, body: 'recording-1.ogg' })).to.equal('Voice message.ogg');
		expect(nameOf({ ...voice, body: 'x', info: { mimetype: 'audio/mpeg' } })).to.equal(
			'Voice message.mp3',
		);
	});

	it('has no folders, control characters or reordering characters in its name', () => {
		expect(nameOf({ msgtype: 'm.file', body: '../../etc/\u202epass\u0000wd\n.txt' })).to.equal(
			'passwd.txt',
		);
	});

	it('has its name alone if its type is none', () => {
		expect(nameOf({ msgtype: 'm.file', body: 'x', info: { mimetype: 7 } })).to.equal('x');
	});

	it('is encrypted if only `file` has its address', () => {
		const content = { msgtype: 'm.image', body: 'x', file: { url } };
		expect(incomingFileOf(content, labels)).to.include({ isEncrypted: true, url: undefined });
		expect(incomingFileOf({ ...content, url }, labels)).to.include({ isEncrypted: false, url });
	});

	it('may have no bytes', () => {
		expect(fileOf({ msgtype: 'm.file', body: 'x', info: { size: 0 } })?.claimedSize).to.equal(0);
	});

	it('has no size if the message says none that can be', () => {
		for (const size of [-1, '5', null, undefined, NaN]) {
			expect(fileOf({ msgtype: 'm.file', body: 'x', info: { size } })?.claimedSize).to.equal(undefined);
		}
	});

	it('is none in a text, and in a message without an address', () => {
		expect(incomingFileOf({ msgtype: 'm.text', body: 'x' }, labels)).to.equal(undefined);
		expect(incomingFileOf({ msgtype: 'm.image', body: 'x' }, labels)).to.equal(undefined);
	});
});

describe('caption of a file', () => {
	it('is a text with its format and mentions', () => {
		const said = {
			body: 'hi',
			format: 'org.matrix.custom.html',
			formatted_body: '<b>hi</b>',
			'm.mentions': {},
		};
		const content = { msgtype: 'm.image', filename: 'a.png', url, info: {}, ...said };
		expect(captionContentOf(content)).to.deep.equal({ msgtype: 'm.text', ...said });
	});

	it('is none if the body is the name', () => {
		expect(captionContentOf({ body: 'a.png', filename: 'a.png' })).to.equal(undefined);
		expect(captionContentOf({ body: 'a.png' })).to.equal(undefined);
	});
});
