import { expect } from 'chai';
import { messageLink, messageLinkedBy, partQuotes } from '../../../sandbox/clients/message-link';

describe('the link that quotes a message in Rocket.Chat', () => {
	const one = '[ ](http://127.0.0.1:3000/direct/room?msg=one)';
	const two = '[](https://chat.example.org/channel/general?tab=x&msg=two)';

	it('stands in front of the text', () => {
		expect(messageLink('http://127.0.0.1:3000', 'room', 'one')).to.equal(`${one} `);
		expect(partQuotes(messageLink('http://127.0.0.1:3000', 'room', 'one') + 'a b')).to.deep.equal({
			links: `${one} `,
			said: 'a b',
		});
	});

	const table: readonly [what: string, text: string, links: string, said: string][] = [
		['is not there without a quote', ' a', '', ' a'],
		['is there once for each quote', `${one}\n${two} a`, `${one}\n${two} `, 'a'],
		['may have nothing behind it', one, `${one} `, ''],
		['with a name is one of the text', '[a](http://x/?msg=b) c', '', '[a](http://x/?msg=b) c'],
		['leads to a message', '[ ](http://x/?q=b) c', '', '[ ](http://x/?q=b) c'],
		['counts in front only', `a ${one}`, '', `a ${one}`],
	];
	for (const [what, text, links, said] of table) {
		it(what, () => expect(partQuotes(text)).to.deep.equal({ links, said }));
	}

	it('names the message it leads to', () => {
		expect(messageLinkedBy('https://chat.example.org/channel/general?tab=x&msg=two')).to.equal('two');
		expect(messageLinkedBy('https://chat.example.org/channel/general')).to.equal(undefined);
		expect(messageLinkedBy('no address')).to.equal(undefined);
	});
});
