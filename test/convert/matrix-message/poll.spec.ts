import { expect } from 'chai';
import { pollText } from '../../../src/convert/matrix-message/poll';
import { stickerText } from '../../../src/convert/matrix-message/sticker';

describe('polls and stickers as text', () => {
	it('asks the question above the numbered answers', () => {
		expect(
			pollText({
				'm.text': [{ body: 'Lunch? 1. Soup 2. *Salad*' }],
				'm.poll': {
					kind: 'm.disclosed',
					max_selections: 1,
					question: { 'm.text': [{ mimetype: 'text/html', body: '<b>L</b>' }, { body: 'Lunch?' }] },
					answers: [
						{ 'm.id': 'a', 'm.text': [{ body: 'Soup' }] },
						{ 'm.id': 'b', 'm.text': [{ body: '*Salad* now' }] },
					],
				},
			}),
		).to.equal('*Lunch?*\n\n1. Soup\n2. \\*Salad\\* now');
	});

	it('reads the unstable form', () => {
		expect(
			pollText({
				'org.matrix.msc3381.poll.start': {
					question: { 'org.matrix.msc1767.text': 'Tea?', body: 'Tea?' },
					answers: [
						{ id: '1', 'org.matrix.msc1767.text': 'Yes' },
						{ id: '2', 'org.matrix.msc1767.text': 'No\nnever' },
					],
				},
			}),
		).to.equal('*Tea?*\n\n1. Yes\n2. No never');
	});

	it('shows the fallback where there is no question', () => {
		expect(pollText({ 'org.matrix.msc1767.text': 'A poll' })).to.equal('*A poll*');
	});

	it('shows nothing of what is no poll', () => {
		expect(pollText({})).to.equal(undefined);
		expect(pollText({ 'm.poll': { question: 7, answers: 'x' } })).to.equal(undefined);
		expect(pollText({ 'm.poll': null })).to.equal(undefined);
	});

	it('describes a sticker', () => {
		expect(stickerText({ body: 'A :cat: waving', url: 'mxc://a/b' })).to.equal('A :\u2060cat: waving');
		expect(stickerText({ url: 'mxc://a/b' })).to.equal(undefined);
	});
});
