import { expect } from 'chai';
import { markdownAsHtml } from '../../../../sandbox/page/markup/rocketchat-markdown';

describe("Rocket.Chat's markdown on the sandbox's page", () => {
	const mentioned = { people: ['alice', 'bob:localhost', 'all'], channels: ['general'], reader: 'alice' };

	const table: readonly [what: string, text: string, html: string][] = [
		[
			'shows bold, italic, struck and code',
			'*bold* _italic_ ~struck~ `code`',
			'<div><strong>bold</strong> <em>italic</em> <del>struck</del> <code>code</code></div>',
		],
		['keeps empty lines', 'a\n\nb', '<div>a</div><br /><div>b</div>'],
		[
			'starts a numbered list at its first number',
			'3. a\n4. b',
			'<ol start="3"><li>a</li><li>b</li></ol>',
		],
		['shows a list', '- a\n- *b*', '<ul><li>a</li><li><strong>b</strong></li></ul>'],
		['shows tasks', '- [x] done\n- [ ] to do', '<ul class="tasks"><li>☑ done</li><li>☐ to do</li></ul>'],
		[
			'keeps the line breaks of code',
			'```js\nif (a < b)\n\n\tc\n```',
			'<pre><code>if (a &lt; b)\n\n\tc</code></pre>',
		],
		['shows a quote', '> a\n> b', '<blockquote><div>a</div><div>b</div></blockquote>'],
		['shows a heading', '## Title', '<h2>Title</h2>'],
		[
			'marks a spoiler',
			'it was ||*him*||',
			'<div>it was <span class="spoiler"><strong>him</strong></span></div>',
		],
		['marks a spoiler of several lines', '||\nhim\n||', '<div class="spoiler"><div>him</div></div>'],
		[
			'shows links',
			'[here](https://example.org) or example.com',
			'<div><a href="https://example.org" rel="noopener noreferrer" target="_blank">here</a> or ' +
				'<a href="https://example.com" rel="noopener noreferrer" target="_blank">example.com</a></div>',
		],
		[
			'shows a link in place of a picture',
			'![cat](https://example.org/cat.png)',
			'<div><a href="https://example.org/cat.png" rel="noopener noreferrer" target="_blank">cat</a></div>',
		],
		[
			'shows the address of a link without a name',
			'[ ](http://127.0.0.1:3000/direct/a?msg=b) see',
			'<div><a href="http://127.0.0.1:3000/direct/a?msg=b" rel="noopener noreferrer" target="_blank">' +
				'http://127.0.0.1:3000/direct/a?msg=b</a> see</div>',
		],
		[
			'shows only the mentions that the server found',
			'@bob:localhost @nobody #general #nowhere',
			'<div><span class="mention">@bob:localhost</span> @nobody <span class="mention">#general</span> #nowhere</div>',
		],
		[
			'highlights mentions of the reader and of everybody',
			'@alice @all',
			'<div><span class="mention me">@alice</span> <span class="mention me">@all</span></div>',
		],
		['shows emoji names and emoticons as emoji', 'a :wave_tone3: :)', '<div>a 👋🏽 🙂</div>'],
		['shows up to three emoji large', ':tada:🚀:tada:', '<div class="big">🎉🚀🎉</div>'],
		['shows four emoji in normal size', '🎉🎉🎉🎉', '<div>🎉🎉🎉🎉</div>'],
		['shows custom emoji as their names', 'a :partyparrot:', '<div>a :partyparrot:</div>'],
		['shows a colour', 'color:#ff8000', '<div><span data-color="#ff8000">■</span></div>'],
		['shows the source of a formula', '\\(x<2\\)', '<div><span class="formula">x&lt;2</span></div>'],
		['shows a time', '<t:1700000000:R>', '<div>Tue, 14 Nov 2023 22:13:20 GMT</div>'],
		['is empty for a blank text', ' \n', ''],
		[
			'shows HTML as text',
			'<img src=x onerror=alert(1)> *<b>*',
			'<div>&lt;img src=x onerror=alert(1)&gt; <strong>&lt;b&gt;</strong></div>',
		],
		[
			'drops addresses that run a script',
			'[a](javascript:alert(1)) [b](data:text/html,1)',
			'<div><a rel="noopener noreferrer" target="_blank">a</a> ' +
				'<a rel="noopener noreferrer" target="_blank">b</a></div>',
		],
	];
	for (const [what, text, html] of table) {
		it(what, () => expect(markdownAsHtml(text, mentioned)).to.equal(html));
	}
});
