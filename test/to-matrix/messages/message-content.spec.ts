import type { RocketChatMessage } from '../../../src/rocketchat/entities';
import { expect } from 'chai';
import type { EventId, RoomId } from '../../../src/matrix/ids';
import { convertText } from '../../support/converted-text';
import { fakeBridge, type Answers } from '../../support/fake-bridge';
import type { RocketChatMessageId } from '../../../src/rocketchat/ids';

const roomId = '!room:example.org' as RoomId;
const site = 'http://workspace.test';
const says = (text: string, more: object = {}) =>
	({
		id: 'mid',
		text,
		sender: { id: 'uid', username: 'alice', type: 'user' },
		room: { id: 'rid' },
		...more,
	}) as unknown as RocketChatMessage;
const link = (messageId: string) => `[ ](${site}/direct/rid?msg=${messageId})`;
/** A bridge with a message that is on Matrix. */
async function onMatrix(id: string, answers: Answers = {}) {
	const fake = fakeBridge(answers);
	await fake.bridge.store.messages.add({
		matrixId: `$${id}` as EventId,
		rocketChatId: id as RocketChatMessageId,
		roomId,
		part: 0,
	});
	return fake;
}

describe('convertMessage', () => {
	it('makes the first quote of the room a reply, and shows the other quotes', async () => {
		const quoted: Record<string, object> = {
			b: { room: { id: 'rid' }, text: `${link('x')} older\nlines` },
		};
		const { bridge } = fakeBridge({ 'messages.byId': (id: string) => quoted[id] });
		await bridge.store.messages.add({
			matrixId: '$a' as EventId,
			rocketChatId: 'a' as RocketChatMessageId,
			roomId,
			part: 0,
		});
		const {
			parts: [text],
			related,
		} = await convertText(bridge, says(`${link('a')}${link('b')} both`), roomId);
		expect(related).to.deep.equal({ repliedTo: '$a', thread: undefined });
		expect(text?.formatted_body).to.equal('<blockquote>older<br>lines</blockquote><p>both</p>');
	});

	it('shows the quoted text if the message has no text of its own', async () => {
		const { bridge } = fakeBridge({
			'messages.byId': () => ({ room: { id: 'rid' }, text: 'said' }),
		});
		await bridge.store.messages.add({
			matrixId: '$a' as EventId,
			rocketChatId: 'a' as RocketChatMessageId,
			roomId,
			part: 0,
		});
		const {
			parts: [text],
			related,
		} = await convertText(bridge, says(link('a')), roomId);
		expect(related.repliedTo).to.equal('$a');
		expect(text?.body).to.equal('> said');
	});

	it('shows only the link of a message of another room', async () => {
		const { bridge } = fakeBridge({
			'messages.byId': () => ({ room: { id: 'elsewhere' }, text: 'secret' }),
		});
		await bridge.store.messages.add({
			matrixId: '$a' as EventId,
			rocketChatId: 'a' as RocketChatMessageId,
			roomId: '!other:example.org' as RoomId,
			part: 0,
		});
		const {
			parts: [text],
			related,
		} = await convertText(bridge, says(`${link('a')} see`), roomId);
		expect(related.repliedTo).to.equal(undefined);
		expect(text?.body).to.equal(`${site}/direct/rid?msg=a\n\nsee`);
		expect(JSON.stringify(text)).not.to.include('secret');
	});

	it('puts a message of a thread into the thread', async () => {
		const { bridge } = await onMatrix('root');
		const { parts, related } = await convertText(bridge, says('x', { threadId: 'root' }), roomId);
		expect(related).to.deep.equal({ repliedTo: undefined, thread: '$root' });
		expect(parts).to.deep.equal([{ msgtype: 'm.text', body: 'x', 'm.mentions': {} }]);
	});

	it('stands below a quote of the thread’s first message where that is not on Matrix', async () => {
		const { bridge, calls } = fakeBridge({
			'messages.byId': () => ({ room: { id: 'rid' }, text: 'how it began' }),
		});
		const { parts, related } = await convertText(bridge, says('x', { threadId: 'root' }), roomId);
		expect(related).to.deep.equal({ repliedTo: undefined, thread: undefined });
		expect(parts).to.deep.equal([
			{
				msgtype: 'm.text',
				body: '> how it began\n\nx',
				format: 'org.matrix.custom.html',
				formatted_body: '<blockquote>how it began</blockquote><p>x</p>',
				'm.mentions': {},
			},
		]);
		expect(calls).to.deep.equal([['messages.byId', 'root']]);
	});

	it('ignores a thread of another Matrix room', async () => {
		const { bridge } = await onMatrix('root', {
			'messages.byId': () => ({ room: { id: 'rid' }, text: 'how it began' }),
		});
		const otherRoom = '!other:example.org' as RoomId;
		const { related } = await convertText(bridge, says('x', { threadId: 'root' }), otherRoom);
		expect(related.thread).to.equal(undefined);
	});

	it('returns no part for a file without text in a thread that is not on Matrix', async () => {
		const { bridge } = fakeBridge({});
		const file = says('', { threadId: 'root', attachments: [{}] });
		expect((await convertText(bridge, file, roomId)).parts).to.deep.equal([]);
	});

	describe('for a quoted message without text', () => {
		const photo = { _id: 'f', name: 'my *photo*.png', type: 'image/png' };
		const shown = { title: { value: photo.name } };
		const quote = { title: { value: 'Bob' }, timestampLink: `${site}/direct/rid?msg=x` };
		const thumbnail = { _id: 't', name: 'thumb-photo.png', type: 'image/png', typeGroup: 'thumb' };
		const table: readonly [what: string, quoted: object, body: string][] = [
			['shows the names of its files', { files: [photo, thumbnail] }, '> `my *photo*.png`\n\nnice'],
			[
				'is the names of its files, a line each, where the text is blank',
				{ text: ' ', files: [photo, { ...photo, name: 'b.png' }] },
				'> `my *photo*.png`\n> `b.png`\n\nnice',
			],
			[
				'is what its file is called where the workspace tells no files',
				{ attachments: [shown, quote] },
				'> `my *photo*.png`\n\nnice',
			],
			[
				'escapes markup in the names of its files',
				{ files: [{ ...photo, name: 'a`\n*b*' }] },
				"> `a''*b*`\n\nnice",
			],
			['shows its address if it has no files', { text: '' }, `${site}/direct/rid?msg=q\n\nnice`],
			['does not show the quote inside of it', { text: link('x') }, `${site}/direct/rid?msg=q\n\nnice`],
		];
		for (const [what, quoted, body] of table) {
			it(what, async () => {
				const { bridge } = fakeBridge({
					'messages.byId': () => ({ room: { id: 'rid' }, ...quoted }),
				});
				const { parts } = await convertText(bridge, says(`${link('q')} nice`), roomId);
				expect(parts.map((part) => part.body)).to.deep.equal([body]);
			});
		}
	});

	it('keeps every line of a quoted text in the quote', async () => {
		const { bridge } = fakeBridge({
			'messages.byId': () => ({ room: { id: 'rid' }, text: 'a\rI agree' }),
		});
		const { parts } = await convertText(bridge, says(`${link('q')} no`), roomId);
		expect(parts[0]?.formatted_body).to.equal('<blockquote>a<br>I agree</blockquote><p>no</p>');
	});

	it('follows the settings of the workspace', async () => {
		const { bridge } = fakeBridge({});
		const { workspace } = bridge;
		const markdown = { ...workspace.markdown, katex: { dollarSyntax: true, parenthesisSyntax: false } };
		const { parts } = await convertText(
			{ ...bridge, workspace: { ...workspace, markdown } },
			says('$x$ \\(y\\)'),
			roomId,
		);
		expect(parts[0]?.formatted_body).to.equal('<span data-mx-maths="x"><code>x</code></span> \\(y\\)');
	});

	const large: readonly [what: string, text: string][] = [
		['many signs that HTML escapes', `||secret||${'"'.repeat(4_900)}`],
		['letters of three bytes', `||secret|| ${'漢'.repeat(4_980)}`],
		['much emphasis', `||secret|| ${'*a* '.repeat(1_200)}`],
		['many lines', `||secret||\n${'> a\n'.repeat(1_200)}`],
	];
	for (const [what, text] of large) {
		it(`splits a message that is too large because of ${what}, and keeps its spoiler`, async () => {
			const { bridge } = fakeBridge({});
			const { parts } = await convertText(bridge, says(text), roomId);
			expect(parts[0]?.formatted_body).to.include('<span data-mx-spoiler>secret</span>');
			const sizes = parts.map((part) => Buffer.byteLength(JSON.stringify(part)));
			expect(Math.max(...sizes)).to.be.lessThan(30_000);
		});
	}

	it('returns no part for a message without text', async () => {
		const { bridge } = fakeBridge({});
		expect((await convertText(bridge, says('  '), roomId)).parts).to.deep.equal([]);
		const invisible = says('\u2060 \u2060');
		expect((await convertText(bridge, invisible, roomId)).parts).to.deep.equal([]);
		const withoutText = says('', { text: undefined });
		expect((await convertText(bridge, withoutText, roomId)).parts).to.deep.equal([]);
	});

	it('adds no mention for the names in a quoted text', async () => {
		const { bridge, calls } = fakeBridge({
			'messages.byId': () => ({ room: { id: 'rid' }, text: 'look @carol @all' }),
		});
		const {
			parts: [text],
		} = await convertText(bridge, says(`${link('a')} well`), roomId);
		expect(text?.['m.mentions']).to.deep.equal({});
		expect(text?.body).to.include('@carol @all');
		expect(calls.map(([method]) => method)).to.deep.equal(['messages.byId']);
	});

	describe('of an integration or an app that shows another name', () => {
		const build = { title: { value: 'Build 7' } };
		const table: readonly [what: string, text: string, more: object, body: string, html?: string][] = [
			[
				'has the name in front of its sentence',
				'*done* :tada: @carol',
				{ alias: ' CI\u202e ' },
				'CI: *done* 🎉 @carol',
				'<strong data-mx-profile-fallback>CI:</strong> <strong>done</strong> 🎉 @carol',
			],
			[
				'has the name above other text',
				'- :tada:\n- b',
				{ alias: 'C*I*' },
				'C*I*:\n- 🎉\n- b',
				'<p><strong data-mx-profile-fallback>C*I*:</strong></p><ul><li>🎉</li><li>b</li></ul>',
			],
			[
				'has the name above its cards',
				'',
				{ alias: 'CI', attachments: [build] },
				'CI:\n\n*Build 7*',
				'<p><strong data-mx-profile-fallback>CI:</strong></p><p><strong>Build 7</strong></p>',
			],
			['has no name if that is its sender’s', 'done', { alias: 'alice' }, 'done'],
			['has no name if that is empty', 'done', { alias: ' ' }, 'done'],
		];
		for (const [what, text, more, body, html] of table) {
			it(what, async () => {
				const { bridge } = fakeBridge({ 'people.byUsername': () => undefined });
				const { parts } = await convertText(bridge, says(text, more), roomId);
				expect(parts.map((part) => [part.body, part.formatted_body])).to.deep.equal([[body, html]]);
			});
		}

		const profile = { id: 'CI', displayname: 'CI', has_fallback: true };
		const pictured = { ...profile, avatar_url: '' };
		const profiles: readonly [what: string, more: object, expected: object | undefined][] = [
			['tells clients the name', {}, profile],
			[
				'has no picture of the sender if it has one of its own',
				{ avatarUrl: 'https://a.test/b' },
				pictured,
			],
			['has none if it has an emoji for one', { emoji: ':robot:' }, pictured],
			['does not tell clients a name that is too large', { alias: '写'.repeat(86) }, undefined],
			['has no profile if the name is its sender’s', { alias: 'alice' }, undefined],
		];
		for (const [what, more, expected] of profiles) {
			it(what, async () => {
				const { bridge } = fakeBridge({});
				const { parts } = await convertText(bridge, says('done', { alias: 'CI', ...more }), roomId);
				expect(parts[0]?.['com.beeper.per_message_profile']).to.deep.equal(expected);
			});
		}

		it('tells clients the name with each event, and has it in the text of the first', async () => {
			const { bridge } = fakeBridge({});
			const { parts } = await convertText(
				bridge,
				says('"<&>" '.repeat(8_000), { alias: 'CI' }),
				roomId,
			);
			expect(parts.length).to.be.greaterThan(1);
			expect(parts.map((part) => part['com.beeper.per_message_profile'])).to.deep.equal([
				profile,
				...parts.slice(1).map(() => ({ id: 'CI', displayname: 'CI' })),
			]);
		});

		it('stays nothing if it says nothing', async () => {
			const { bridge } = fakeBridge({});
			expect((await convertText(bridge, says('', { alias: 'CI' }), roomId)).parts).to.deep.equal([]);
		});
	});
});
