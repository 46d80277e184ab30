import { expect } from 'chai';
import { fitIntoEvents } from '../../src/convert/event-size';
import { asEdit } from '../../src/convert/relation';
import type { MessageText } from '../../src/matrix/events';
import type { EventId, UserId } from '../../src/matrix/ids';

const said = (body: string, formatted_body?: string): MessageText => ({
	msgtype: 'm.text',
	body,
	...(formatted_body !== undefined && { format: 'org.matrix.custom.html', formatted_body }),
	'm.mentions': { user_ids: ['@bob:example.org' as UserId] },
});

describe('fitIntoEvents', () => {
	it('changes nothing in a message that fits', () => {
		const text = said('x', '<em>x</em>');
		expect(fitIntoEvents(text)).to.deep.equal([text]);
	});

	it('removes HTML that is too long', () => {
		expect(fitIntoEvents(said('x', '<em>x</em>'.repeat(5_000)))).to.deep.equal([said('x')]);
	});

	it('splits a text that is too long, and mentions people only once', () => {
		const words = Array.from({ length: 8_000 }, (_, index) => `wörd${index}`).join(' ');
		const parts = fitIntoEvents(said(words, words));
		expect(parts.map(({ body }) => body.trim()).join(' ')).to.equal(words);
		expect(parts.every((part) => Buffer.byteLength(JSON.stringify(part)) <= 30_000)).to.equal(true);
		expect(parts.map((part) => part['m.mentions'])).to.deep.equal([
			{ user_ids: ['@bob:example.org'] },
			...parts.slice(1).map(() => ({})),
		]);
	});

	it('makes parts that fit as edits if each character takes six bytes and fifty people have the longest ids', () => {
		const ids = Array.from({ length: 50 }, (_, index) => `@${index}:`.padEnd(255, 'x') as UserId);
		const parts = fitIntoEvents({ ...said('\u0001'.repeat(20_000)), 'm.mentions': { user_ids: ids } });
		const sizes = parts.map((part) => Buffer.byteLength(JSON.stringify(asEdit(part, '$e' as EventId))));
		expect(Math.max(...sizes)).to.be.lessThan(64_000);
		expect(parts.map(({ body }) => body).join('')).to.have.length(20_000);
	});
});
