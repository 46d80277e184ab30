import { expect } from 'chai';
import fc from 'fast-check';
import { mentionedUsers } from '../../../sandbox/workspace/functions/mentions';
import { pillsIn } from '../../../src/convert/html/pill';
import { rocketChatTextOf } from '../../../src/convert/html/rocketchat-text';
import { longestLine, messagesOf } from '../../../src/convert/length/message-length';
import { emoteText } from '../../../src/convert/matrix-message/emote';
import { locationText } from '../../../src/convert/matrix-message/location';
import { pollText } from '../../../src/convert/matrix-message/poll';
import { memoryServer, someChannel, someUser, then } from '../../sandbox/support/memory-server';
import { runs } from '../../support/property-runs';
import { kindsIn, shownText } from '../escape/rocketchat-parser';
import { line, soupOf } from './arbitrary-html';
import { context, htmlMessage } from './context';

const soup = soupOf(24);
/** The longest message, so short that most texts are split. */
const LIMIT = 100;
const narrow = { ...context, longestLine: longestLine(LIMIT) };

/**
 * Text without white space and U+2060, and with the characters that links and code cannot hold in place of their
 * lookalikes.
 */
const compared = (text: string) =>
	text
		.replace(/[\s\u2060]/g, '')
		.replaceAll('ˋ', '`')
		.replaceAll('‹', '<')
		.replaceAll('›', '>')
		.replaceAll('∣', '|');

describe('rocketChatTextOf of random HTML', () => {
	it('never throws', () => {
		fc.assert(
			fc.property(soupOf(12), (html) => {
				expect(rocketChatTextOf(htmlMessage(html), context)).to.be.a('string');
				pillsIn(htmlMessage(html));
			}),
			runs(10_000, 3),
		);
	});

	it('never throws and keeps the limit for any kind of message, if it is split', () => {
		fc.assert(
			fc.property(soup, (html) => {
				const message = htmlMessage(html);
				const poll = {
					question: html,
					answers: [{ id: 'a', text: html }],
					selections: 1,
					disclosed: true,
				};
				for (const text of [
					rocketChatTextOf(message, narrow),
					rocketChatTextOf({ body: html }, narrow),
					emoteText(message, 'Bob', narrow),
					pollText(poll, [1], 'open', narrow.longestLine),
					locationText({ body: html, geo_uri: 'geo:1,2' }, narrow),
				]) {
					for (const part of messagesOf(text ?? '', LIMIT)) {
						expect(part.length).to.be.at.most(LIMIT);
					}
				}
			}),
			runs(500, 3),
		);
	});

	it('is at most five times as long as the HTML and 16,384 characters more, if parts are repeated', () => {
		const repeated = fc.tuple(soupOf(8), soupOf(3)).map(([outside, inside]) => {
			const html = outside.repeat(4).slice(0, 8_000);
			return html + inside.repeat(Math.ceil(24_000 / inside.length));
		});
		fc.assert(
			fc.property(repeated, (html) => {
				const text = rocketChatTextOf(htmlMessage(html, html), context) ?? '';
				expect(text.length).to.be.at.most(5 * html.length + 16_384);
			}),
			runs(500, 6),
		);
	});

	it('mentions nobody if there is no pill of a local user', () => {
		const server = memoryServer();
		const alice = someUser(server, 'alice');
		const room = someChannel(server, 'general', [alice]);
		const withoutPills = { ...context, username: () => undefined };
		fc.assert(
			fc.property(
				fc.oneof(
					soup,
					line.map(({ html }) => html),
				),
				(html) => {
					const msg = rocketChatTextOf(htmlMessage(html), withoutPills) ?? '';
					const message = { _id: 'm', rid: room._id, msg, ts: then, u: alice, _updatedAt: then };
					expect(mentionedUsers(server, message)).to.deep.equal([]);
				},
			),
			runs(5_000, 4),
		);
	});

	it('shows the whole text of a line, and no markup but that of the HTML', () => {
		const kinds = [
			'PARAGRAPH',
			'PLAIN_TEXT',
			'LINE_BREAK',
			'LINK',
			'EMOJI',
			'BIG_EMOJI',
			'BOLD',
			'ITALIC',
			'STRIKE',
		];
		const own = new Set([...kinds, 'SPOILER', 'INLINE_CODE']);
		fc.assert(
			fc.property(line, ({ html, text }) => {
				const result = rocketChatTextOf(htmlMessage(html, ''), context) ?? '';
				expect([...kindsIn(result)].filter((kind) => !own.has(kind))).to.deep.equal([]);
				expect(compared(shownText(result))).to.equal(compared(text));
			}),
			runs(2_000, 5),
		);
	});
});
