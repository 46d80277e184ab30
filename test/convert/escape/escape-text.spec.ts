import { expect } from 'chai';
import fc from 'fast-check';
import { escapeText } from '../../../src/convert/escape/escape-text';
import { mentionedChannels, mentionedUsers } from '../../../sandbox/workspace/functions/mentions';
import { memoryServer, someChannel, someUser, then } from '../../sandbox/support/memory-server';
import { runs } from '../../support/property-runs';
import { kindsIn, shownText } from './rocketchat-parser';
import { matrixTokens } from './markup-tokens';

/** The kinds of nodes that Rocket.Chat reads in plain text with addresses and emoji of Unicode. */
const plainKinds = new Set(['PARAGRAPH', 'PLAIN_TEXT', 'LINE_BREAK', 'LINK', 'EMOJI', 'BIG_EMOJI']);
const withoutSpace = (text: string) => text.replace(/[\s\u2060]/g, '');

describe('text as Rocket.Chat text', () => {
	// · stands for U+2060.
	const table: readonly [text: string, escaped: string][] = [
		['plain words, with 3 * 4 and a_b_c', 'plain words, with 3 * 4 and a_b_c'],
		['*not bold*', '\\*not bold\\*'],
		['_x_ and snake_case', '\\_x\\_ and snake\\_case'],
		['~x~', '\\~x\\~'],
		['`x`', '\\`x\\`'],
		['```\nx', '\\`\\`\\`\nx'],
		['##\\)', '##\\·)'],
		['```\nx\n```', '\\`\\`\\`\nx\n\\`\\`\\`'],
		['*e.g.* this', '\\*e\\.g\\.\\* this'],
		[':*a*', ':*a*'],
		[':smile::*', ':·smile::·*'],
		['IMG_20240101_120000.jpg', 'IMG_20240101_120000.jpg'],
		['see IMG_1_2.jpg\n*a*', 'see IMG_1_2.jpg\n\\*a\\*'],
		['foo_1_bar std::vector::x', 'foo_1_bar std::vector::x'],
		['ssh root@server01 5+5', 'ssh root@server01 5+5'],
		['|---|', '|---|'],
		['a\n>', 'a\n>'],
		['>\na', '·>\na'],
		[' > q', ' > q'],
		['[MIT](./LICENSE)', '[MIT](./LICENSE)'],
		['a || b', 'a || b'],
		['a\n > q', 'a\n > q'],
		['a\\*b', 'a\\·*b'],
		['> q', '·> q'],
		['# h', '#· h'],
		['- item\n* item\n12. item', '-· item\n*· item\n12.· item'],
		['- [ ] task', '-· [ ] task'],
		['---', '-·--'],
		['a\n  -----\nb', 'a\n  -·----\nb'],
		['| a | b |\n| :-- | -: |\n| 1 | 2 |', '| a | b |\n·| :-- | -: |\n| 1 | 2 |'],
		['|a|\n|-|-|x', '|a|\n·|-|-|x'],
		['||x||', '|·|x|·|'],
		['[a](https://a.com)', '[a]·(https://a.com)'],
		['<https://a.com|b>', '<·https://a\\.com|b>'],
		[':smile: :) 8) O_O', ':·smile: :·) 8·) ·O_O'],
		['=:example.com:*', '=:example.com:*'],
		['10:30:45', '10:30:45'],
		['$x$', '·$x·$'],
		['costs 5 $', 'costs 5 $'],
		['\\(x\\) \\[y\\]', '\\·(x\\·) \\·[y\\·]'],
		['color:#fff', 'color:#·fff'],
		['@all @here @alice', '@·all @·here @·alice'],
		['(@alice) >@alice', '(·@·alice) >·@·alice'],
		['@alice:example.org', '@·alice:example.org'],
		['#general', '#·general'],
		['call +5511999999999', 'call +5511999999999'],
		['+1', '+1'],
		[':smile:12.foo', ':·smile:12.foo'],
		['at 12:30:45', 'at 12:30:45'],
		['<t:1630360800:f>', '<·t:1630360800:f>'],
		['https://a.com/_x_?y=*z', 'https://a.com/_x_?y=*z'],
		['see https://a.com/_x_y_, or b.org/#c.', 'see https://a.com/_x_y_, or b.org/#c.'],
		['write to a_b@example.org', 'write to a_b@example.org'],
		['😀 ❤️', '😀 ❤️'],
		['a\r\nb\rc\u2028d', 'a\nb\nc\nd'],
		['see https://a.bc/x\u00a0*a* *b*', 'see https://a.bc/x \\*a\\* \\*b\\*'],
		['a\u00a0https://a.bc/(@all)', 'a https://a.bc/(@all)'],
		['\u3000> q\u2003b\ufeffc\vd', ' > q b c d'],
	];
	for (const [text, escaped] of table) {
		it(`writes ${JSON.stringify(text)} as ${JSON.stringify(escaped)}`, () => {
			expect(escapeText(text).replaceAll('\u2060', '·')).to.equal(escaped);
		});
		it(`shows ${JSON.stringify(text)} as it was written`, () => {
			const result = escapeText(text);
			expect([...kindsIn(result)].filter((kind) => !plainKinds.has(kind))).to.deep.equal([]);
			expect(withoutSpace(shownText(result))).to.equal(withoutSpace(text));
		});
	}

	const soup = fc
		.array(fc.constantFrom(...matrixTokens), { minLength: 1, maxLength: 14 })
		.map((tokens) => tokens.join(''));

	it('never becomes markup', () => {
		fc.assert(
			fc.property(soup, (text) => {
				const result = escapeText(text);
				expect([...kindsIn(result)].filter((kind) => !plainKinds.has(kind))).to.deep.equal([]);
				expect(withoutSpace(shownText(result))).to.equal(withoutSpace(text));
			}),
			runs(2_000, 1),
		);
	});

	it('never becomes a table or a rule', () => {
		const lines = fc
			.array(fc.constantFrom('|', '-', '---', ' ', '\n', '\n|', '|\n', ':', 'a', '*', '||', '\\'), {
				maxLength: 24,
			})
			.map((tokens) => tokens.join(''));
		fc.assert(
			fc.property(lines, (text) => {
				const result = escapeText(text);
				expect([...kindsIn(result)].filter((kind) => !plainKinds.has(kind))).to.deep.equal([]);
				expect(withoutSpace(shownText(result))).to.equal(withoutSpace(text));
			}),
			runs(3_000, 3),
		);
	});

	it('never mentions anybody on the server, with any pattern of usernames', () => {
		const server = memoryServer();
		const alice = someUser(server, 'alice');
		const room = someChannel(server, 'general', [alice]);
		for (const pattern of ['[0-9a-zA-Z-_.]+', '[^\\s]+', '\\w+']) {
			server.settings.set('UTF8_User_Names_Validation', pattern);
			fc.assert(
				fc.property(soup, (text) => {
					const msg = escapeText(text);
					const message = { _id: 'm', rid: room._id, msg, ts: then, u: alice, _updatedAt: then };
					expect(mentionedUsers(server, message)).to.deep.equal([]);
					expect(mentionedChannels(server, msg)).to.deep.equal([]);
				}),
				runs(1_000, 2),
			);
		}
	});
});
