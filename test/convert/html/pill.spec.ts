import { expect } from 'chai';
import { pillOf, pillsIn, type Pill } from '../../../src/convert/html/pill';
import { htmlMessage } from './context';

// Appendices, "matrix: URI scheme" and "matrix.to navigation"
describe('pills', () => {
	const table: readonly [href: string, pill: Pill | undefined][] = [
		['https://matrix.to/#/@alice:example.org', { kind: 'user', id: '@alice:example.org' }],
		[' \thttps://matrix.to/#/@alice:example.org\n', { kind: 'user', id: '@alice:example.org' }],
		['https://matrix.to/#/%40alice%3Aexample.org', { kind: 'user', id: '@alice:example.org' }],
		[
			'https://matrix.to/#/!room:example.org?via=a.org&via=b.org',
			{ kind: 'room', id: '!room:example.org' },
		],
		['https://matrix.to/#/%23general%3Aexample.org', { kind: 'room', id: '#general:example.org' }],
		['https://matrix.to/#/!version12', { kind: 'room', id: '!version12' }],
		['matrix:u/alice:example.org?action=chat', { kind: 'user', id: '@alice:example.org' }],
		['matrix:r/general:example.org', { kind: 'room', id: '#general:example.org' }],
		['matrix:roomid/room:example.org?via=a.org', { kind: 'room', id: '!room:example.org' }],
		['https://matrix.to/#/@a/b=c+d:example.org', { kind: 'user', id: '@a/b=c+d:example.org' }],
		['https://matrix.to/#/#a/b:example.org?via=a.org', { kind: 'room', id: '#a/b:example.org' }],
		['https://matrix.to/#/@alice:example.org/', { kind: 'user', id: '@alice:example.org' }],
		['https://matrix.to/#/@alice:example.org/x', undefined],
		['https://matrix.to/#/#a/b:example.org/$event', undefined],
		['https://matrix.to/#/!room:example.org/$event', undefined],
		['matrix:roomid/room:example.org/e/event', undefined],
		['https://matrix.to/#/%E0%A4%A', undefined],
		['https://matrix.to.evil.com/#/@alice:example.org', undefined],
		['https://example.org/#/@alice:example.org', undefined],
		['', undefined],
	];
	for (const [href, pill] of table) {
		it(`are ${pill?.id ?? 'none'} in ${JSON.stringify(href)}`, () => {
			expect(pillOf(href)).to.deep.equal(pill);
		});
	}

	it('are listed once each, in the order of the text', () => {
		const link = (id: string) => `<a href="https://matrix.to/#/${id}">x</a>`;
		const html = `<p>${link('@b:x.org')}<b>${link('@a:x.org')}</b></p>${link('@b:x.org')}`;
		expect(pillsIn(htmlMessage(html))).to.deep.equal([
			{ kind: 'user', id: '@b:x.org' },
			{ kind: 'user', id: '@a:x.org' },
		]);
	});

	it('are not listed from a body or from a reply fallback', () => {
		const link = '<a href="https://matrix.to/#/@a:x.org">x</a>';
		expect(pillsIn({ body: 'https://matrix.to/#/@a:x.org' })).to.deep.equal([]);
		expect(pillsIn({ body: link, formatted_body: link })).to.deep.equal([]);
		expect(pillsIn(htmlMessage(`<mx-reply>${link}</mx-reply>hi`))).to.deep.equal([]);
	});
});
