import { parse } from '@rocket.chat/message-parser';
import { expect } from 'chai';
import { parseMarkdown } from '../../../src/convert/markdown/markdown';
import { isNode, serverOptions } from '../escape/rocketchat-parser';

/**
 * Whom Rocket.Chat's server takes a text to mention: everything that its parser reads as a mention, wherever it stands.
 * apps/meteor/app/mentions/server/Mentions.ts and extractMentionsFromMessageAST. Its clients show the same; servers before
 * that searched the text for names behind a space, and so passed some by that their clients showed.
 */
function mentionedByRocketChat(text: string): string[] {
	const found: string[] = [];
	const visit = (value: unknown): void => {
		if (isNode(value) && value.type === 'MENTION_USER' && isNode(value.value)) {
			found.push(String(value.value.value));
		} else if (typeof value === 'object' && value !== null) {
			Object.values(value).forEach(visit);
		}
	};
	visit(parse(text, serverOptions));
	return found;
}

describe('whether @all is meant', () => {
	const table: readonly [what: string, text: string, isMeant: boolean][] = [
		['as a word', 'look @all', true],
		['in bold text', '*@all*', true],
		['in a quote', '> @all', true],
		['in a spoiler, which hides it from no server', '||@all||', true],
		['behind a backslash, which escapes signs of markup alone', '\\@all', true],
		['in code', '`@all`', false],
		['in a block of code', '```\n@all\n```', false],
		['in an address', 'http://a.org/@all', false],
		['in the address of a link', '[x](http://a.org/@all)', false],
		['in a mail address', 'me@all.org', false],
		['as the start of another name', '@allison', false],
	];
	for (const [what, text, isMeant] of table) {
		it(`${what}: ${isMeant ? 'yes' : 'no'}, as in Rocket.Chat`, () => {
			expect(parseMarkdown(text).all).to.equal(isMeant);
			expect(mentionedByRocketChat(text).includes('all')).to.equal(isMeant);
		});
	}

	it('in the text of a link: no, since a link on Matrix holds no other', () => {
		expect(parseMarkdown('[@all](http://a.org)').all).to.equal(false);
	});
});
