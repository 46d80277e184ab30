import { expect } from 'chai';
import { mentionedUserIds } from '../../../src/convert/html/intentional-mentions';
import { messageTextOf } from '../../../src/convert/matrix-message/message-text';
import { mentionedUsers } from '../../../sandbox/workspace/functions/mentions';
import { memoryServer, someChannel, someUser, then } from '../../sandbox/support/memory-server';
import { mentionsIn, shownText } from '../escape/rocketchat-parser';
import { context, htmlMessage } from './context';

const pill = '<a href="https://matrix.to/#/@alice:example.org">Alice</a>';
const alice = '@alice:example.org';
const labels = { senderName: 'Bob', voiceMessage: 'Voice message' };

describe('mentions of a message from Matrix', () => {
	const server = memoryServer();
	const user = someUser(server, 'alice');
	const room = someChannel(server, 'general', [user]);
	const notified = (msg: string) =>
		mentionedUsers(server, { _id: 'm', rid: room._id, msg, ts: then, u: user, _updatedAt: then }).map(
			({ username }) => username,
		);
	const textOf = (content: object, mentions: unknown) =>
		messageTextOf({ ...content, 'm.mentions': mentions }, context, labels) ?? '';

	const silent: readonly [html: string, shown: string][] = [
		[`${pill}: hi`, '@alice: hi'],
		[`<blockquote>${pill} asked</blockquote>yes`, '@alice asked\n\nyes'],
		[`<b>${pill}</b> <i>and ${pill}</i>`, '@alice and @alice'],
		[`<ul><li>${pill}</li></ul>`, '@alice'],
	];
	for (const [html, shown] of silent) {
		it(`are none for a pill that the message does not mention: ${html}`, () => {
			for (const mentions of [
				{},
				{ user_ids: [] },
				{ user_ids: ['@bob:remote.org'] },
				{ user_ids: 'x' },
			]) {
				const text = textOf(htmlMessage(html), mentions);
				expect(mentionsIn(text)).to.deep.equal([]);
				expect(notified(text)).to.deep.equal([]);
				expect(shownText(text)).to.equal(shown);
			}
		});
	}

	const loud: readonly [content: object, text: string][] = [
		[{ body: 'hi' }, '@alice hi'],
		[htmlMessage(`${pill}: hi`), '@alice: hi'],
		[{ body: '@alice: hi' }, '@alice: hi'],
		[{ body: 'hi @alice.' }, 'hi @alice\u2060.'],
		[{ body: '@alice:example.org, @alice' }, '@alice, @\u2060alice'],
		[
			{ body: 'hi\n@alice:example.org: look, *now* or *never*' },
			'hi\n@alice: look, \\*now\\* or \\*never\\*',
		],
		[{ body: '@alice:elsewhere.org' }, '@alice @\u2060alice:elsewhere.org'],
		[{ body: '@alice-b @alice.b x@alice' }, '@alice @\u2060alice-b @\u2060alice.b x\u2060@\u2060alice'],
		[{ body: '`see @alice `' }, '@alice \\`see @\u2060alice \\`'],
		[
			htmlMessage('<a href="https://x.org/">see @alice too</a>'),
			'@alice [see @\u2060alice too](https://x.org/)',
		],
		[htmlMessage('<pre>x</pre>'), '@alice\n```\nx\n```'],
		[htmlMessage('<ul><li>x</li></ul>'), '@alice\n- x'],
		[htmlMessage('<blockquote>x</blockquote>'), '@alice\n> x'],
		[htmlMessage('<code>@alice</code> x'), '@alice `@\u2060alice` x'],
		[{ msgtype: 'm.emote', body: 'waves' }, '@alice _Bob waves_'],
		[{ msgtype: 'm.image', body: 'cat.png' }, '@alice cat.png'],
		[{ msgtype: 'm.audio', body: 'v', 'm.voice': {} }, '@alice Voice message'],
	];
	for (const [content, text] of loud) {
		it(`are those that the message names, with a pill or without: ${JSON.stringify(content)}`, () => {
			const result = textOf(content, {
				user_ids: [alice, alice, '@bob:remote.org', '@all:example.org', 7],
			});
			expect(result).to.equal(text);
			expect(notified(result)).to.deep.equal(['alice']);
		});
	}

	it('are none if the plan has none', () => {
		const content = { body: 'hi', 'm.mentions': { user_ids: [alice] } };
		expect(messageTextOf(content, { ...context, mayMention: false }, labels)).to.equal('hi');
	});

	it('are the pills of older clients, which do not say whom they mention', () => {
		expect(notified(textOf(htmlMessage(pill), undefined))).to.deep.equal(['alice']);
		for (const mentions of [null, [], 'x', 7]) {
			expect(mentionedUserIds({ 'm.mentions': mentions })).to.equal(undefined);
		}
	});

	it('of nothing are nothing', () => {
		expect(textOf({ body: ' ' }, { user_ids: [alice] })).to.equal('');
	});
});
