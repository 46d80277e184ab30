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
import { htmlMessage, names } from './names';

const soup = soupOf(24);
/** Of messages, so low that most texts are cut. */
const LIMIT = 100;
const narrow = { ...names, longestLine: longestLine(LIMIT) };

/** Without white space, invisible characters and the lookalikes of what links and code cannot hold. */
const compared = (text: string) =>
	text
		.replace(/[\s\u2060]/g, '')
		.replaceAll('ˋ', '`')
		.replaceAll('‹', '<')
		.replaceAll('›', '>')
		.replaceAll('∣', '|');

describe('any HTML as Rocket.Chat text', () => {
	it('never throws', () => {
		fc.assert(
			fc.property(soupOf(12), (html) => {
				expect(rocketChatTextOf(htmlMessage(html), names)).to.be.a('string');
				pillsIn(htmlMessage(html));
			}),
			runs(10_000, 3),
		);
	});

	it('never throws and keeps the limit, whatever kind of message, when it is cut', () => {
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

	it('becomes no flood, whatever is repeated in whatever', () => {
		const repeated = fc.tuple(soupOf(8), soupOf(3)).map(([outside, inside]) => {
			const html = outside.repeat(4).slice(0, 8_000);
			return html + inside.repeat(Math.ceil(24_000 / inside.length));
		});
		fc.assert(
			fc.property(repeated, (html) => {
				const text = rocketChatTextOf(htmlMessage(html, html), names) ?? '';
				expect(text.length).to.be.at.most(5 * html.length + 16_384);
			}),
			runs(500, 6),
		);
	});

	it('mentions nobody without a pill', () => {
		const server = memoryServer();
		const alice = someUser(server, 'alice');
		const room = someChannel(server, 'general', [alice]);
		const withoutPills = { ...names, username: () => undefined };
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

	it('shows all of a line of text and no markup but its own', () => {
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
				const result = rocketChatTextOf(htmlMessage(html, ''), names) ?? '';
				expect([...kindsIn(result)].filter((kind) => !own.has(kind))).to.deep.equal([]);
				expect(compared(shownText(result))).to.equal(compared(text));
			}),
			runs(2_000, 5),
		);
	});
});
