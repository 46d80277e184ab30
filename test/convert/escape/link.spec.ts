import { expect } from 'chai';
import { linkTo, safeAddress } from '../../../src/convert/escape/link';
import { outline } from './rocketchat-parser';

describe('links', () => {
	const addresses: readonly [href: string, address: string | undefined][] = [
		['https://example.com', 'https://example.com/'],
		['https://example.com/a_(b)|<c>', 'https://example.com/a_%28b%29%7C%3Cc%3E'],
		['https://example.com/a b*c', 'https://example.com/a%20b%2Ac'],
		['mailto:a@example.com', 'mailto:a@example.com'],
		['magnet:?xt=urn:btih:1', 'magnet:?xt=urn:btih:1'],
		['ftp://example.com/x', 'ftp://example.com/x'],
		['matrix:u/alice:example.org', 'matrix:u/alice:example.org'],
		['javascript:alert(1)', undefined],
		['JaVaScRiPt:alert(1)', undefined],
		['java\nscript:alert(1)', undefined],
		['data:text/html,x', undefined],
		['vbscript:x', undefined],
		['file:///etc/passwd', undefined],
		['/relative', undefined],
		['//example.com', undefined],
		['', undefined],
	];
	for (const [href, address] of addresses) {
		it(`have the address ${String(address)} for ${JSON.stringify(href)}`, () => {
			expect(safeAddress(href)).to.equal(address);
		});
	}

	const links: readonly [label: string, afterBracket: boolean, link: string, shown: string][] = [
		['a b', false, '[a b](https://a.com/)', 'a b'],
		['a b', true, '<https://a.com/|a b>', 'a b'],
		['*a* [b]', false, '<https://a.com/|*a* [b]>', '*a* [b]'],
		['a|b>', false, '<https://a.com/|a∣b›>', 'a∣b›'],
		['hey @all', false, '[hey @\u2060all](https://a.com/)', 'hey @all'],
	];
	for (const [label, afterBracket, link, shown] of links) {
		it(`have the label ${JSON.stringify(label)}${afterBracket ? ' behind a bracket' : ''}`, () => {
			expect(linkTo('https://a.com/', label, afterBracket)).to.equal(link);
			const before = afterBracket ? 'x [y ' : '';
			expect(outline(before + link)).to.equal(`PARAGRAPH(${before}LINK(https://a.com/|${shown}))`);
		});
	}
});
