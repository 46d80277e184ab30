import { expect } from 'chai';
import { leadingQuotes, quotedLines, quoteLink, splitQuotes } from '../../src/convert/quote';
import type { RocketChatMessageId, RocketChatRoomId } from '../../src/rocketchat/ids';

const site = 'https://chat.example.org';

describe('quotes', () => {
	const table: readonly [text: string, messageIds: string[], rest: string][] = [
		['no quote', [], 'no quote'],
		['', [], ''],
		[`[ ](${site}/channel/general?msg=abc) yes`, ['abc'], 'yes'],
		[`[ ](${site}/group/x?msg=abc)\nyes\nno`, ['abc'], 'yes\nno'],
		[`[](${site}/direct/x?msg=abc)yes`, ['abc'], 'yes'],
		[`[ ](${site}/direct/x?msg=a)[ ](${site}/direct/x?msg=b) both`, ['a', 'b'], 'both'],
		[`[ ](${site}/direct/x?msg=a)`, ['a'], ''],
		[
			`[ ](https://elsewhere.org/direct/x?msg=a) text`,
			[],
			'[ ](https://elsewhere.org/direct/x?msg=a) text',
		],
		[`[ ](${site}.evil.org/direct/x?msg=a) text`, [], `[ ](${site}.evil.org/direct/x?msg=a) text`],
		[`[ ](${site}/direct/x) text`, [], `[ ](${site}/direct/x) text`],
		[`text [ ](${site}/direct/x?msg=a)`, [], `text [ ](${site}/direct/x?msg=a)`],
		[`[name](${site}/direct/x?msg=a) text`, [], `[name](${site}/direct/x?msg=a) text`],
		[' indented text', [], ' indented text'],
	];
	for (const [text, messageIds, rest] of table) {
		it(`in front of ${JSON.stringify(text)} are ${JSON.stringify(messageIds)}`, () => {
			const split = splitQuotes(text, site);
			expect([split.quotes.map(({ messageId }) => messageId), split.text]).to.deep.equal([
				messageIds,
				rest,
			]);
		});
	}

	it('are found in a text that quoteLink wrote', () => {
		const link = quoteLink(site, 'room id' as RocketChatRoomId, 'a&b' as RocketChatMessageId);
		expect(link).to.equal(`[ ](${site}/direct/room%20id?msg=a%26b) `);
		expect(splitQuotes(`${link}text`, site)).to.deep.equal({
			quotes: [{ messageId: 'a&b', address: `${site}/direct/room%20id?msg=a%26b` }],
			text: 'text',
		});
		expect(leadingQuotes(`${link}text`, site)).to.equal(link);
	});

	it('mark every line of the quoted text, with every kind of line break', () => {
		expect(quotedLines('one\ntwo\rthree\r\nfour\n\nfive')).to.equal(
			'> one\n> two\n> three\n> four\n> \n> five',
		);
	});
});
