import { expect } from 'chai';
import { cleanFileName, mimeTypeOf } from '../../src/convert/file-name';

describe('the name of a file', () => {
	const names: readonly [what: string, name: string, clean: string][] = [
		[
			'keeps any letters and signs',
			'Übersicht (1) – 写真 & "x" 😀.pdf',
			'Übersicht (1) – 写真 & "x" 😀.pdf',
		],
		['has no folders', '../../etc/passwd', 'passwd'],
		['has no folders of Windows', 'C:\\Users\\me\\a.txt', 'a.txt'],
		['has no control characters and no line breaks', 'a\u0000b\r\nc\u2028.txt', 'abc.txt'],
		['is not read backwards', 'photo\u202egpj.exe', 'photogpj.exe'],
		['is made up if nothing is left', '\u0007', 'file.png'],
		['is made up if only dots are left', '..', 'file.png'],
		['has no spaces around it', ' a b.txt ', 'a b.txt'],
		['keeps a dot at its beginning', '.profile', '.profile'],
		['has no half characters', 'a\ud800.txt', 'a\ufffd.txt'],
		['is cut before its ending', `${'ä'.repeat(200)}.tar.gz`, `${'ä'.repeat(126)}.gz`],
		['is cut if its ending is none', `a.${'b'.repeat(300)}`, `a.${'b'.repeat(253)}`],
	];
	for (const [what, name, clean] of names) {
		it(what, () => {
			expect(cleanFileName(name, 'image/png')).to.equal(clean);
			expect(Buffer.byteLength(cleanFileName(name, 'image/png'))).to.be.at.most(255);
		});
	}

	it('has an ending of its own if the type tells none', () => {
		expect(cleanFileName('', 'x/unknown')).to.equal('file.bin');
	});
});

describe('the type of a file', () => {
	const types: readonly [stored: string, name: string, type: string][] = [
		['Image/PNG; charset=x', 'a.txt', 'image/png'],
		['', 'a.PDF', 'application/pdf'],
		['file', 'a.mp4', 'video/mp4'],
		[' text/plain ; charset=x', 'a', 'text/plain'],
		['not a type/at all', 'noending', 'application/octet-stream'],
		['text/plain\r\nx: y', 'a', 'application/octet-stream'],
	];
	for (const [stored, name, type] of types) {
		it(`of ${JSON.stringify(stored)} and ${name} is ${type}`, () =>
			expect(mimeTypeOf(stored, name)).to.equal(type));
	}
});
