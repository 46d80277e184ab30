import { expect } from 'chai';
import { messageLink, messageIdInLink, splitQuotes } from '../../../sandbox/clients/message-link';

describe('the link that quotes a message in Rocket.Chat', () => {
	const one = '[ ](http://127.0.0.1:3000/direct/room?msg=one)';
	const two = '[](https://chat.example.org/channel/general?tab=x&msg=two)';

	it('is written before the text and can be split off again', () => {
		expect(messageLink('http://127.0.0.1:3000', 'room', 'one')).to.equal(`${one} `);
		expect(splitQuotes(messageLink('http://127.0.0.1:3000', 'room', 'one') + 'a b')).to.deep.equal({
			links: `${one} `,
			ownText: 'a b',
		});
	});

	const table: readonly [what: string, text: string, links: string, ownText: string][] = [
		['is absent without a quote', ' a', '', ' a'],
		['appears once for each quote', `${one}\n${two} a`, `${one}\n${two} `, 'a'],
		['may have no text after it', one, `${one} `, ''],
		['belongs to the text if it has a name', '[a](http://x/?msg=b) c', '', '[a](http://x/?msg=b) c'],
		[
			'belongs to the text if it points to no message',
			'[ ](http://x/?q=b) c',
			'',
			'[ ](http://x/?q=b) c',
		],
		['belongs to the text if it does not come first', `a ${one}`, '', `a ${one}`],
	];
	for (const [what, text, links, ownText] of table) {
		it(what, () => expect(splitQuotes(text)).to.deep.equal({ links, ownText }));
	}

	it('contains the id of the message that it points to', () => {
		expect(messageIdInLink('https://chat.example.org/channel/general?tab=x&msg=two')).to.equal('two');
		expect(messageIdInLink('https://chat.example.org/channel/general')).to.equal(undefined);
		expect(messageIdInLink('no address')).to.equal(undefined);
	});
});
