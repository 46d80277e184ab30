import { parse } from '@rocket.chat/message-parser';
import { expect } from 'chai';
import { parseMarkdown } from '../../../src/convert/markdown/markdown';
import { isNode, serverOptions } from '../escape/rocketchat-parser';

/**
 * @returns the usernames that Rocket.Chat's server finds in a text: every mention that its parser reads. Its clients show
 * the same. Older servers searched the text for names behind a space and missed some that clients showed.
 * Rocket.Chat: apps/meteor/app/mentions/server/Mentions.ts and extractMentionsFromMessageAST
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

describe('whether @all is mentioned', () => {
	const table: readonly [what: string, text: string, isMentioned: boolean][] = [
		['as a word', 'look @all', true],
		['in bold text', '*@all*', true],
		['in a quote', '> @all', true],
		['in a spoiler, which the server can read', '||@all||', true],
		['behind a backslash, which escapes only markers', '\\@all', true],
		['in code', '`@all`', false],
		['in a block of code', '```\n@all\n```', false],
		['in an address', 'http://a.org/@all', false],
		['in the address of a link', '[x](http://a.org/@all)', false],
		['in a mail address', 'me@all.org', false],
		['as the start of another name', '@allison', false],
	];
	for (const [what, text, isMentioned] of table) {
		it(`${what}: ${isMentioned ? 'yes' : 'no'}, as in Rocket.Chat`, () => {
			expect(parseMarkdown(text).all).to.equal(isMentioned);
			expect(mentionedByRocketChat(text).includes('all')).to.equal(isMentioned);
		});
	}

	it('in the text of a link: no, since HTML allows no link inside a link', () => {
		expect(parseMarkdown('[@all](http://a.org)').all).to.equal(false);
	});
});
