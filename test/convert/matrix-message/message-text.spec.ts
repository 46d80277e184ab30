import { expect } from 'chai';
import { messageTextOf } from '../../../src/convert/matrix-message/message-text';
import { outline } from '../escape/rocketchat-parser';
import { context, htmlMessage } from '../html/context';

describe('messageTextOf', () => {
	const table: readonly [content: Record<string, unknown>, text: string | undefined][] = [
		[{ msgtype: 'm.text', body: 'hello *you*' }, 'hello \\*you\\*'],
		[{ msgtype: 'm.notice', body: 'build *a* passed' }, 'build \\*a\\* passed'],
		[{ ...htmlMessage('build <b>passed</b>'), msgtype: 'm.notice' }, 'build *passed*'],
		[{ msgtype: 'm.emote', body: 'waves' }, '_Bob waves_'],
		[
			{ msgtype: 'm.emote', body: 'says _x_ to @all\nand v1.2 goes' },
			'_Bob says_ \\_·_x_·\\_ _to @·all_\n_and v1.2 goes_',
		],
		[
			{ ...htmlMessage('<p>waves <b>a lot</b></p><p>twice</p>', 'x'), msgtype: 'm.emote' },
			'_Bob waves *a lot*_\n\n_twice_',
		],
		[{ msgtype: 'm.emote', body: ' ' }, undefined],
		[
			{ msgtype: 'm.location', body: 'Big *Ben* *here*', geo_uri: 'geo:51.5008,-0.1247;u=35' },
			'Big \\*Ben\\* \\*here\\*\nhttps://www.openstreetmap.org/?mlat=51.5008&mlon=-0.1247',
		],
		[{ msgtype: 'm.location', geo_uri: 'geo:-1,2,3' }, 'https://www.openstreetmap.org/?mlat=-1&mlon=2'],
		[{ msgtype: 'm.location', body: 'nowhere', geo_uri: 'geo:91,0' }, 'nowhere'],
		[{ msgtype: 'm.location', body: 'nowhere', geo_uri: 'geo:1,2"><b>' }, 'nowhere'],
		[{ msgtype: 'm.location', body: 7 }, undefined],
		[
			{
				msgtype: 'm.location',
				body: 'Location geo:1,2',
				geo_uri: 'geo:1,2',
				'org.matrix.msc3488.location': { uri: 'geo:1,2', description: 'Big *Ben* *here*' },
			},
			'Location geo:1,2\nBig \\*Ben\\* \\*here\\*\nhttps://www.openstreetmap.org/?mlat=1&mlon=2',
		],
		[
			{
				msgtype: 'm.location',
				body: 'at Big Ben',
				'm.location': { uri: 'geo:1,2', description: 'Big Ben' },
			},
			'at Big Ben\nhttps://www.openstreetmap.org/?mlat=1&mlon=2',
		],
		[{ 'm.text': [{ mimetype: 'text/html', body: '<b>x</b>' }, { body: '*x*' }] }, '\\*x\\*'],
		[{ msgtype: 'm.text', 'org.matrix.msc1767.text': 'x' }, 'x'],
		[{ msgtype: 'm.text', body: 'y', 'org.matrix.msc1767.text': 'x' }, 'y'],
		[
			{
				msgtype: 'm.audio',
				body: 'voice.ogg',
				info: { duration: 72_400 },
				'org.matrix.msc3245.voice': {},
			},
			'Voice message (1:12)',
		],
		[
			{ msgtype: 'm.audio', body: 'v', 'm.voice': {}, 'org.matrix.msc1767.audio': { duration: 900 } },
			'Voice message (0:01)',
		],
		[{ msgtype: 'm.audio', body: 'v', 'm.voice': {}, info: { duration: -1 } }, 'Voice message'],
		[{ msgtype: 'm.audio', body: 'v', 'm.voice': {}, info: { duration: 0 } }, 'Voice message (0:00)'],
		[
			{ msgtype: 'm.audio', body: 'v', 'm.voice': {}, info: { duration: 3_599_500 } },
			'Voice message (60:00)',
		],
		[{ msgtype: 'm.audio', body: 'song_of_x_.ogg' }, 'song_of_x_.ogg'],
		[{ msgtype: 'm.image', body: 'cat.png', url: 'mxc://example.org/cat' }, 'cat.png'],
		[
			{ msgtype: 'm.image', filename: 'IMG_1.jpg', body: 'my *cat*', url: 'mxc://example.org/cat' },
			'IMG_1.jpg\nmy \\*cat\\*',
		],
		[{ ...htmlMessage('my <b>cat</b>'), msgtype: 'm.video', filename: 'a.mp4' }, 'a.mp4\nmy *cat*'],
		[{ ...htmlMessage('<b>a.pdf</b>', 'a.pdf'), msgtype: 'm.file', filename: 'a.pdf' }, 'a.pdf'],
		[{ msgtype: 'm.file', filename: 'a.pdf', body: '' }, 'a.pdf'],
		[{ msgtype: 'm.file', filename: 'two\nlines.pdf' }, 'two lines.pdf'],
		[{ msgtype: 'm.image', body: '' }, 'Image'],
		[{ msgtype: 'm.video', body: ' ', filename: 7 }, 'Video'],
		[{ msgtype: 'm.audio' }, 'Audio'],
		[{ msgtype: 'm.file', body: null }, 'File'],
		[{ body: '', url: 'mxc://example.org/sticker' }, 'Sticker'],
		[{ file: { url: 'mxc://example.org/sticker' } }, 'Sticker'],
		[{ body: 'a cat waves', url: 'mxc://example.org/sticker' }, 'a cat waves'],
		[{ msgtype: 'org.example.scan', url: 'mxc://example.org/scan' }, 'File'],
		[{ msgtype: 'm.audio', filename: 'a.ogg', body: 'listen', 'm.voice': {} }, 'Voice message\nlisten'],
		[{ msgtype: 'org.example.new', body: 'something new' }, 'something new'],
		[{ msgtype: 'constructor', body: 'a property of every object' }, 'a property of every object'],
		[{}, undefined],
		[{ msgtype: 'm.text', body: '  ' }, undefined],
		[{ msgtype: 'm.text', body: 7 }, undefined],
	];
	for (const [content, text] of table) {
		it(`shows ${JSON.stringify(content)} as ${JSON.stringify(text)}`, () => {
			expect(
				messageTextOf(content, context, {
					senderName: 'Bob',
					voiceMessage: 'Voice message',
				})?.replaceAll('\u2060', '·'),
			).to.equal(text);
		});
	}

	it('escapes markup in the name of the sender of an emote', () => {
		const text =
			messageTextOf({ msgtype: 'm.emote', body: 'waves' }, context, {
				senderName: '*x_ @all',
				voiceMessage: '',
			}) ?? '';
		expect(outline(text)).to.equal('PARAGRAPH(ITALIC(*x)_ ITALIC(@all waves))');
	});
});
