import { expect } from 'chai';
import fc from 'fast-check';
import { mentionedChannels, mentionedUsers } from '../../../sandbox/workspace/functions/mentions';
import { longestLine, messagesOf } from '../../../src/convert/length/message-length';
import { messageTextOf } from '../../../src/convert/matrix-message/message-text';
import { memoryServer, someChannel, someUser, then } from '../../sandbox/support/memory-server';
import { runs } from '../../support/property-runs';
import { matrixTokens } from '../escape/markup-tokens';
import { kindsIn, labelledLinksIn, mentionsIn, openText, shownText } from '../escape/rocketchat-parser';
import { line, soupOf } from '../html/arbitrary-html';
import { context, htmlMessage } from '../html/context';

const words = { senderName: 'Bob *B*', voiceMessage: 'Voice message' };
const body = fc.array(fc.constantFrom(...matrixTokens, 'x'.repeat(60)), { minLength: 20, maxLength: 90 });
const content = fc.oneof(
	soupOf(40).map((html) => htmlMessage(html, html)),
	fc
		.array(line, { minLength: 5, maxLength: 20 })
		.map((lines) => htmlMessage(lines.map(({ html }) => html).join(' '))),
	body.map((tokens) => ({ msgtype: 'm.text', body: tokens.join('') })),
	soupOf(40).map((html) => ({ ...htmlMessage(html, html), msgtype: 'm.emote' })),
	body.map((tokens) => ({ msgtype: 'm.emote', body: tokens.join('') })),
);

/** Kinds that a part may have and the whole not: code that replaces something too long, emoji of a label, bare addresses. */
const harmless = [
	...['PARAGRAPH', 'PLAIN_TEXT', 'LINE_BREAK', 'CODE_LINE', 'INLINE_CODE', 'EMOJI', 'BIG_EMOJI', 'LINK'],
];
/** Beside markers that are text the whole leaves emphasis out; a part without those markers has it. */
const emphasis = ['BOLD', 'ITALIC', 'STRIKE'];
/** Rocket.Chat reads the `>` of inner quotes as text, and every line of a part starts with it. */
const compared = (text: string) => text.replace(/[\s\u2060>]/g, '');

describe('any text of Matrix in messages of any length', () => {
	const server = memoryServer();
	const alice = someUser(server, 'alice');
	const room = someChannel(server, 'general', [alice]);
	const foundByServer = (msg: string) => {
		const message = { _id: 'm', rid: room._id, msg, ts: then, u: alice, _updatedAt: then };
		return [...mentionedUsers(server, message), ...mentionedChannels(server, msg)].map(({ _id }) => _id);
	};
	const converted = (message: Record<string, unknown>, limit: number) => {
		const whole = messageTextOf(message, context, words) ?? '';
		const text = messageTextOf(message, { ...context, longestLine: longestLine(limit) }, words) ?? '';
		return { whole, parts: messagesOf(text, limit) };
	};

	it('has no message over the limit, no additional mention or link, and no other markup', () => {
		fc.assert(
			fc.property(content, fc.integer({ min: 48, max: 400 }), (message, limit) => {
				const { whole, parts } = converted(message, limit);
				const kinds = new Set([
					...kindsIn(whole),
					...harmless,
					...('formatted_body' in message ? emphasis : []),
				]);
				const mentions = mentionsIn(whole);
				const links = labelledLinksIn(whole);
				const found = foundByServer(whole);
				for (const part of parts) {
					expect(part.length).to.be.at.most(limit);
					expect(mentions).to.include.members(mentionsIn(part));
					expect(links).to.include.members(labelledLinksIn(part));
					expect(found).to.include.members(foundByServer(part));
					expect([...kindsIn(part)].filter((kind) => !kinds.has(kind))).to.deep.equal([]);
				}
			}),
			runs(300, 7),
		);
	});

	it('shows the whole text, and hides what was hidden', () => {
		fc.assert(
			fc.property(content, fc.integer({ min: 128, max: 400 }), (message, limit) => {
				const { whole, parts } = converted(message, limit);
				const together = (shown: (text: string) => string) =>
					compared(parts.map((part) => shown(part)).join(''));
				expect(together(shownText)).to.equal(compared(shownText(whole)));
				expect(together(openText)).to.equal(compared(openText(whole)));
			}),
			runs(300, 7),
		);
	});
});
