import { expect } from 'chai';
import {
	parseMarkdown,
	renderMarkdown,
	renderMarkdownInParts,
	type MatrixText,
} from '../../../src/convert/markdown/markdown';
import type { MatrixNames } from '../../../src/convert/markdown/matrix-names';
import { defaultOptions } from '../../../src/convert/markdown/options';
import type { MxcUri, UserId } from '../../../src/matrix/ids';

const bob = '@bob:example.org' as UserId;
const ghost = '@rc_alice:chat.example.org' as UserId;
const odd = '@od/d?:example.org' as UserId;
const parrot = 'mxc://example.org/parrot' as MxcUri;

const people: Readonly<Record<string, { userId: UserId; displayName: string }>> = {
	'bob:example.org': { userId: bob, displayName: 'Bob' },
	alice: { userId: ghost, displayName: 'Alice <A & B>' },
	'carol.': { userId: odd, displayName: 'Carol' },
};
const names: MatrixNames = {
	person: (username) =>
		people[username] ??
		(/^[Oo].*:[^:.]/.test(username)
			? { userId: `@${username}` as UserId, displayName: username }
			: undefined),
	channel: (name) =>
		name === 'general' ? { address: '#general:example.org', name: '#General' } : undefined,
	emoji: (shortcode) => (shortcode === 'dancing_parrot' ? parrot : undefined),
	mayMentionRoom: true,
};
const parrotImage =
	'<img data-mx-emoticon src="mxc://example.org/parrot" alt=":dancing_parrot:" title=":dancing_parrot:" height="32">';

const render = (text: string, given: MatrixNames = names) => renderMarkdown(parseMarkdown(text), given);

type Row = readonly [
	text: string,
	formattedBody: string | undefined,
	body?: string,
	mentions?: MatrixText['mentions'],
];

/** What is typed and what it becomes. Without `body`, it is the typed text. */
const tables: Readonly<Record<string, readonly Row[]>> = {
	'plain text': [
		['hello', undefined],
		['hello\nworld\n\nagain', undefined],
		['  two  spaces ', undefined],
		['a < b && c > d "e"', undefined],
		['see https://example.org/a_b_c or rocket.chat', undefined],
		['mail alice@example.org', undefined],
		['snake_case_name and 2*3 = 6', undefined],
		['windows\r\nlines\rold', undefined, 'windows\nlines\nold'],
		['not \\*bold\\*', undefined, 'not *bold*'],
		// U+2060 escapes markup in messages from Matrix.
		['@\u2060all :\u2060)', undefined, '@all :)'],
	],
	emphasis: [
		['*a*', '<strong>a</strong>'],
		['**a**', '<strong>a</strong>'],
		['*️⃣ or *️⃣', undefined],
		['*a *️⃣*', '<strong>a *️⃣</strong>'],
		['_a_ and __b__', '<em>a</em> and <em>b</em>'],
		['~a~ and ~~b~~', '<del>a</del> and <del>b</del>'],
		['*a _b ~c~_*', '<strong>a <em>b <del>c</del></em></strong>'],
		['*a* < b\nc', '<strong>a</strong> &lt; b<br>c'],
		['a\u2060*b*\u2060c', 'a<strong>b</strong>c', 'a*b*c'],
		['*a*\n\nb', '<p><strong>a</strong></p><p>b</p>'],
	],
	'custom emoji': [
		['hi :dancing_parrot: !', `hi ${parrotImage} !`],
		[':dancing_parrot:', parrotImage],
		['*:dancing_parrot:* :smile:', `<strong>${parrotImage}</strong> 😄`, '*:dancing_parrot:* 😄'],
		['> :dancing_parrot:', `<blockquote>${parrotImage}</blockquote>`],
		['||:dancing_parrot:||', `<span data-mx-spoiler>${parrotImage}</span>`, '[Spoiler]'],
		// Rocket.Chat shows no emoji in these.
		['a:dancing_parrot:b', undefined],
		['`:dancing_parrot:`', '<code>:dancing_parrot:</code>'],
		// The workspace has no such emoji.
		[':unknown: and :Party_parrot:', undefined],
		[':constructor:', undefined],
		[':"><b>:', undefined],
	],
	code: [
		['`a < b`', '<code>a &lt; b</code>'],
		['`@alice :smile: *a*`', '<code>@alice :smile: *a*</code>'],
		['```\na\n  b\n```', '<pre><code>a\n  b\n</code></pre>'],
		['```js\n"a" < b\n```', '<pre><code class="language-js">&quot;a&quot; &lt; b\n</code></pre>'],
		['see\n```c\nx\n```\nend', '<p>see</p><pre><code class="language-c">x\n</code></pre><p>end</p>'],
	],
	blocks: [
		['# Title', '<h1>Title</h1>'],
		['#### *Deep*\ntext', '<h4><strong>Deep</strong></h4><p>text</p>'],
		['> a\n> b\nc', '<blockquote>a<br>b</blockquote><p>c</p>'],
		['> a\n>\n> b', '<blockquote><p>a</p><p>b</p></blockquote>'],
		['- a\n- *b*', '<ul><li>a</li><li><strong>b</strong></li></ul>'],
		['* a\n* b', '<ul><li>a</li><li>b</li></ul>'],
		['1. a\n2. b', '<ol><li>a</li><li>b</li></ol>'],
		['3. a\n4. b\n7. c', '<ol start="3"><li>a</li><li>b</li></ol><ol start="7"><li>c</li></ol>'],
		['- [x] a\n- [ ] b', '<ul><li>☑ a</li><li>☐ b</li></ul>'],
		['text\n- a\n\nend', '<p>text</p><ul><li>a</li></ul><p>end</p>'],
		['a\n---\nb', '<p>a</p><hr><p>b</p>'],
		[' -----', '<hr>'],
		[
			'| a | *b* |\n| :-- | --: |\n| `1|2` | x \\| @nobody |\n| 3 |\nend',
			'<table><thead><tr><th>a</th><th><strong>b</strong></th></tr></thead><tbody>' +
				'<tr><td><code>1|2</code></td><td>x | @nobody</td></tr><tr><td>3</td><td></td></tr></tbody></table>' +
				'<p>end</p>',
		],
		['|a|\n|-|', '<table><thead><tr><th>a</th></tr></thead></table>'],
		['| a | b\n| - | -', undefined],
	],
	spoilers: [
		['||a *b*||', '<span data-mx-spoiler>a <strong>b</strong></span>', '[Spoiler]'],
		[
			'it is ||:smile: @alice|| !',
			'it is <span data-mx-spoiler>😄 <a href="https://matrix.to/#/@rc_alice:chat.example.org">Alice &lt;A &amp; B&gt;</a></span> !',
			'it is [Spoiler] !',
			{ user_ids: [ghost] },
		],
		['||\na\nb\n||', '<p><span data-mx-spoiler>a<br>b</span></p>', '[Spoiler]'],
		[
			'see\n||\na\n||\nend',
			'<p>see</p><p><span data-mx-spoiler>a</span></p><p>end</p>',
			'see\n[Spoiler]\nend',
		],
	],
	links: [
		// A label of spaces could not be seen.
		[
			'[ ](https://example.org/a?b&c)',
			'<a href="https://example.org/a?b&c">https://example.org/a?b&c</a>'.replaceAll('&', '&amp;'),
		],
		['see [ ](tel:+4930)', 'see tel:+4930'],
		[
			'[a](localhost:3000) [b](example.org:80/x)',
			'<a href="https://localhost:3000">a</a> <a href="https://example.org:80/x">b</a>',
		],
		['[a](https://example.org/?b="c"&d)', '<a href="https://example.org/?b=&quot;c&quot;&amp;d">a</a>'],
		['[*a*](example.org)', '<a href="https://example.org"><strong>a</strong></a>'],
		['[](https://example.org)', '<a href="https://example.org">https://example.org</a>'],
		['<https://example.org|a b>', '<a href="https://example.org">a b</a>'],
		['![cat](https://example.org/cat.png)', '<a href="https://example.org/cat.png">cat</a>'],
		[
			'*see* https://example.org',
			'<strong>see</strong> <a href="https://example.org">https://example.org</a>',
		],
		['*see* rocket.chat', '<strong>see</strong> <a href="https://rocket.chat">rocket.chat</a>'],
		[
			'*mail* mailto:alice@example.org',
			'<strong>mail</strong> <a href="mailto:alice@example.org">alice@example.org</a>',
		],
		[
			'[a](mailto:a@b.org) [b](magnet:?x) [c](matrix:u/a:b.org)',
			'<a href="mailto:a@b.org">a</a> <a href="magnet:?x">b</a> c (matrix:u/a:b.org)',
		],
		['[a](javascript:alert(1))', 'a'],
		['[a](JavaScript:alert(1)) [b](data:text/html,x) [c](file:///etc)', 'a b c (file:///etc)'],
		['[call](+15551234567) *me*', 'call (+15551234567) <strong>me</strong>'],
		['[here](tel:+49-30-123)', 'here (tel:+49-30-123)'],
		['[+49 30 123](tel:+4930123)', '+49 30 123'],
		['[*team*](slack:channel?a=1&b)', '<strong>team</strong> (slack:channel?a=1&amp;b)'],
		['<notes://a/b|my note>', 'my note (notes://a/b)'],
		['![map](geo:52.5,13.4)', 'map (geo:52.5,13.4)'],
		['||[him](SIP:bob@b.org)||', '<span data-mx-spoiler>him (SIP:bob@b.org)</span>', '[Spoiler]'],
		['[](sms:123)', 'sms:123'],
		['[a](VBScript:x) [b](blob:https://a.org/1)', 'a b'],
		['[app](com.example.app:open)', 'app (com.example.app:open)'],
		['[x](example.org:8080/y)', '<a href="https://example.org:8080/y">x</a>'],
		['[@alice](https://example.org)', '<a href="https://example.org">@alice</a>'],
	],
	emoji: [
		['hi :smile:', undefined, 'hi 😄'],
		[':thumbsup_tone3: :flag_de: :)', undefined, '👍🏽 🇩🇪 🙂'],
		['a:smile:b', undefined],
		[':party_parrot: *x*', ':party_parrot: <strong>x</strong>'],
		['*:heart:*', '<strong>❤️</strong>', '*❤️*'],
		['<3 and :(', undefined, '❤️ and 😞'],
	],
	mentions: [
		[
			'@alice hi',
			'<a href="https://matrix.to/#/@rc_alice:chat.example.org">Alice &lt;A &amp; B&gt;</a> hi',
			'Alice <A & B> hi',
			{ user_ids: [ghost] },
		],
		[
			'hi @bob:example.org, and @bob:example.org',
			'hi <a href="https://matrix.to/#/@bob:example.org">Bob</a>, and <a href="https://matrix.to/#/@bob:example.org">Bob</a>',
			'hi Bob, and Bob',
			{ user_ids: [bob] },
		],
		[
			'ask @bob:example.org.',
			'ask <a href="https://matrix.to/#/@bob:example.org">Bob</a>.',
			'ask Bob.',
			{ user_ids: [bob] },
		],
		[
			'ask @carol.',
			'ask <a href="https://matrix.to/#/@od%2Fd%3F:example.org">Carol</a>',
			'ask Carol',
			{ user_ids: [odd] },
		],
		['@nobody', undefined],
		[
			'`@alice` https://example.org/@alice alice@alice.org',
			'<code>@alice</code> <a href="https://example.org/@alice">https://example.org/@alice</a> <a href="mailto:alice@alice.org">alice@alice.org</a>',
		],
		['@all hi', undefined, '@room hi', { room: true }],
		['*@all*', '<strong>@room</strong>', '*@room*', { room: true }],
		['@here and @room', undefined],
		[
			'in #general',
			'in <a href="https://matrix.to/#/%23general:example.org">#General</a>',
			'in #General',
		],
		['in #other', undefined],
	],
	'ids of Matrix': [
		[
			'in #room:example.org.',
			'in <a href="https://matrix.to/#/%23room:example.org">#room:example.org</a>.',
		],
		[
			'#a_b:example.org:8448, and ##irc:example.org',
			'<a href="https://matrix.to/#/%23a_b:example.org:8448">#a_b:example.org:8448</a>, and <a href="https://matrix.to/#/%23%23irc:example.org">##irc:example.org</a>',
		],
		[
			'(!abc:example.org) "#größe:example.org"',
			'(<a href="https://matrix.to/#/!abc:example.org">!abc:example.org</a>) &quot;<a href="https://matrix.to/#/%23gr%C3%B6%C3%9Fe:example.org">#größe:example.org</a>&quot;',
		],
		[
			'*#room:example.org* and _see !abc:example.org_',
			'<strong><a href="https://matrix.to/#/%23room:example.org">#room:example.org</a></strong> and <em>see <a href="https://matrix.to/#/!abc:example.org">!abc:example.org</a></em>',
		],
		[
			'#a:[2001:db8::1]:8448 #b:localhost #c:10.0.0.1 #d:synapse:8008',
			'<a href="https://matrix.to/#/%23a:%5B2001:db8::1%5D:8448">#a:[2001:db8::1]:8448</a> <a href="https://matrix.to/#/%23b:localhost">#b:localhost</a> <a href="https://matrix.to/#/%23c:10.0.0.1">#c:10.0.0.1</a> <a href="https://matrix.to/#/%23d:synapse:8008">#d:synapse:8008</a>',
		],
		[
			'#a:example.org,#b:example.org',
			'<a href="https://matrix.to/#/%23a:example.org">#a:example.org</a>,<a href="https://matrix.to/#/%23b:example.org">#b:example.org</a>',
		],
		[
			'[in #room:example.org](https://example.org)',
			'<a href="https://example.org">in #room:example.org</a>',
		],
		[
			'`#room:example.org` https://example.org/#room:example.org',
			'<code>#room:example.org</code> <a href="https://example.org/#room:example.org">https://example.org/#room:example.org</a>',
		],
		['#other:please and #other: see', undefined],
		['@types/node:18.1 and @babel/core:latest', undefined],
		['#12:30 a#room:example.org wow!abc:example.org', undefined],
		['git@example.org:repo.git', undefined],
		[
			'ask @od=d:example.org, please',
			'ask <a href="https://matrix.to/#/@od%3Dd:example.org">od=d:example.org</a>, please',
			'ask od=d:example.org, please',
			{ user_ids: ['@od=d:example.org' as UserId] },
		],
		[
			'ask @od+d:example.org, please',
			'ask <a href="https://matrix.to/#/@od%2Bd:example.org">od+d:example.org</a>, please',
			'ask od+d:example.org, please',
			{ user_ids: ['@od+d:example.org' as UserId] },
		],
		[
			'ask @od/d:example.org, please',
			'ask <a href="https://matrix.to/#/@od%2Fd:example.org">od/d:example.org</a>, please',
			'ask od/d:example.org, please',
			{ user_ids: ['@od/d:example.org' as UserId] },
		],
		[
			'ask @od.d:example.org:8448, please',
			'ask <a href="https://matrix.to/#/@od.d:example.org:8448">od.d:example.org:8448</a>, please',
			'ask od.d:example.org:8448, please',
			{ user_ids: ['@od.d:example.org:8448' as UserId] },
		],
		[
			'ask @Odd!:example.org, please',
			'ask <a href="https://matrix.to/#/@Odd!:example.org">Odd!:example.org</a>, please',
			'ask Odd!:example.org, please',
			{ user_ids: ['@Odd!:example.org' as UserId] },
		],
		[
			'ask @od&d:[2001:db8::1], please',
			'ask <a href="https://matrix.to/#/@od%26d:%5B2001:db8::1%5D">od&amp;d:[2001:db8::1]</a>, please',
			'ask od&d:[2001:db8::1], please',
			{ user_ids: ['@od&d:[2001:db8::1]' as UserId] },
		],
		[
			'ask @od=d:server, please',
			'ask <a href="https://matrix.to/#/@od%3Dd:server">od=d:server</a>, please',
			'ask od=d:server, please',
			{ user_ids: ['@od=d:server' as UserId] },
		],
		[
			"ask @o'dd:localhost, please",
			'ask <a href="https://matrix.to/#/@o\'dd:localhost">o\'dd:localhost</a>, please',
			"ask o'dd:localhost, please",
			{ user_ids: ["@o'dd:localhost" as UserId] },
		],
		[
			'*@od/d:example.org* "@od=d:example.org"',
			'<strong><a href="https://matrix.to/#/@od%2Fd:example.org">od/d:example.org</a></strong> &quot;<a href="https://matrix.to/#/@od%3Dd:example.org">od=d:example.org</a>&quot;',
			'*od/d:example.org* "od=d:example.org"',
			{ user_ids: ['@od/d:example.org' as UserId, '@od=d:example.org' as UserId] },
		],
	],
	'maths, colours and times': [
		['\\(a<b\\)', '<span data-mx-maths="a&lt;b"><code>a&lt;b</code></span>'],
		['\\[\nx\n\\]', '<div data-mx-maths="\nx\n"><code>\nx\n</code></div>'],
		['color:#F80', '<span data-mx-color="#ff8800">■</span> color:#F80'],
		['color:#11223344', '<span data-mx-color="#112233">■</span> color:#11223344'],
		['at <t:1630360800:t>', undefined, 'at 22:00 UTC'],
		[
			'<t:1630360800:T> <t:1630360800:d> <t:1630360800:F> <t:1630360800:R>',
			undefined,
			'22:00:00 UTC 2021-08-30 2021-08-30 22:00:00 UTC 2021-08-30 22:00 UTC',
		],
		[
			'<t:2025-07-22T10:00:00+02:00:f> <t:2025-07-22T10:00:00:f>',
			undefined,
			'2025-07-22 08:00 UTC 2025-07-22 10:00 UTC',
		],
		['<t:10:30:00+01:00>', undefined, '10:30:00+01:00'],
		['<t:2025-99-99T10:00:00:f>', undefined],
	],
	'HTML that was typed': [
		['<b>a</b> *c*', '&lt;b&gt;a&lt;/b&gt; <strong>c</strong>'],
		['*<script>alert(1)</script>*', '<strong>&lt;script&gt;alert(1)&lt;/script&gt;</strong>'],
		['&amp; *a*', '&amp;amp; <strong>a</strong>'],
	],
};

describe('markdown for Matrix', () => {
	for (const [group, rows] of Object.entries(tables)) {
		describe(group, () => {
			for (const [text, formattedBody, body = text, mentions = {}] of rows) {
				it(`writes ${JSON.stringify(text)}`, () => {
					expect(render(text)).to.deep.equal({
						body,
						...(formattedBody !== undefined && { formattedBody }),
						mentions,
					});
				});
			}
		});
	}

	it('lists the names that a text may mention, before they are looked up', () => {
		const { mentions, channels, all, here } = parseMarkdown(
			'@alice @bob:example.org. @alice `@code` [@link](https://a.org) #general #general @here',
		);
		expect({ mentions, channels, all, here }).to.deep.equal({
			mentions: ['alice', 'bob:example.org.', 'bob:example.org'],
			channels: ['general'],
			all: false,
			here: true,
		});
		expect(parseMarkdown('@all').all).to.equal(true);
		expect(parseMarkdown('@all').mentions).to.deep.equal([]);
	});

	it('leaves a mention as typed if the sender may not mention that person', () => {
		expect(render('@alice *and* @all', { ...names, person: () => undefined })).to.deep.equal({
			body: '@alice *and* @room',
			formattedBody: '@alice <strong>and</strong> @room',
			mentions: { room: true },
		});
		expect(
			render('@alice @all', { ...names, person: () => undefined, mayMentionRoom: false }),
		).to.deep.equal({
			body: '@alice @all',
			mentions: {},
		});
	});

	it('leaves channels as typed if none are looked up', () => {
		const { person, mayMentionRoom } = names;
		expect(render('#general', { person, mayMentionRoom })).to.deep.equal({
			body: '#general',
			mentions: {},
		});
	});

	it('lists the shortcodes that are no emoji of Unicode, each once', () => {
		const listed = (text: string) => parseMarkdown(text).customEmoji;
		expect(listed(':dancing_parrot: *:ara:* :smile: :) 😄 `:code:` :dancing_parrot:')).to.deep.equal([
			'dancing_parrot',
			'ara',
		]);
		expect(listed('at 10:30:00, a:b:c')).to.deep.equal([]);
	});

	it('leaves custom emoji as typed if none are looked up', () => {
		const { person, mayMentionRoom } = names;
		expect(render(':dancing_parrot:', { person, mayMentionRoom })).to.deep.equal({
			body: ':dancing_parrot:',
			mentions: {},
		});
	});

	it('keeps custom emoji in the parts of a long message', () => {
		const text = Array.from({ length: 40 }, () => 'hi :dancing_parrot:').join('\n\n');
		const parts = renderMarkdownInParts(parseMarkdown(text), names, 1_000);
		expect(parts.length).to.be.greaterThan(1);
		const html = parts.map(({ formattedBody = '' }) => formattedBody).join('');
		expect(html.split(parrotImage)).to.have.length(41);
	});

	it('follows the settings of the workspace', () => {
		const blocksOf = (text: string, settings: Partial<typeof defaultOptions>) =>
			parseMarkdown(text, { ...defaultOptions, ...settings }).blocks;
		expect(blocksOf('$x$', { katex: { dollarSyntax: true, parenthesisSyntax: false } })).to.deep.equal([
			{ type: 'paragraph', children: [{ type: 'maths', source: 'x' }] },
		]);
		expect(blocksOf('$$x$$', { katex: { dollarSyntax: true, parenthesisSyntax: true } })).to.deep.equal([
			{ type: 'mathsBlock', source: 'x' },
		]);
		expect(
			blocksOf('\\(x\\)', { katex: { dollarSyntax: false, parenthesisSyntax: false } }),
		).to.deep.equal([{ type: 'paragraph', children: [{ type: 'text', text: '\\(x\\)' }] }]);
		expect(blocksOf('(color:#fff', { colors: false, emoticons: false })).to.deep.equal([
			{ type: 'paragraph', children: [{ type: 'text', text: '(color:#fff' }] },
		]);
		expect(blocksOf('hi :)', { emoticons: false })).to.deep.equal([
			{ type: 'paragraph', children: [{ type: 'text', text: 'hi :)' }] },
		]);
		expect(blocksOf('wiki.intranet', { customDomains: ['intranet'] })).to.deep.equal([
			{
				type: 'paragraph',
				children: [
					{
						type: 'link',
						address: 'wiki.intranet',
						isBare: true,
						children: [{ type: 'text', text: 'wiki.intranet' }],
					},
				],
			},
		]);
		expect(blocksOf('wiki.intranet', {})).to.deep.equal([
			{ type: 'paragraph', children: [{ type: 'text', text: 'wiki.intranet' }] },
		]);
	});

	it('writes an empty body for an empty text', () => {
		expect(render('')).to.deep.equal({ body: '', mentions: {} });
	});
});
