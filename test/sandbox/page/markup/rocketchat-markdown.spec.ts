import { expect } from 'chai';
import { markdownAsHtml } from '../../../../sandbox/page/markup/rocketchat-markdown';

describe("Rocket.Chat's markdown on the sandbox's page", () => {
	const who = { people: ['alice', 'bob:localhost', 'all'], channels: ['general'], reader: 'alice' };

	const table: readonly [what: string, text: string, html: string][] = [
		[
			'marks words',
			'*bold* _italic_ ~struck~ `code`',
			'<div><strong>bold</strong> <em>italic</em> <del>struck</del> <code>code</code></div>',
		],
		['keeps lines apart', 'a\n\nb', '<div>a</div><br /><div>b</div>'],
		['numbers a list from where it begins', '3. a\n4. b', '<ol start="3"><li>a</li><li>b</li></ol>'],
		['lists', '- a\n- *b*', '<ul><li>a</li><li><strong>b</strong></li></ul>'],
		['ticks tasks', '- [x] done\n- [ ] to do', '<ul class="tasks"><li>☑ done</li><li>☐ to do</li></ul>'],
		[
			'keeps the lines of code',
			'```js\nif (a < b)\n\n\tc\n```',
			'<pre><code>if (a &lt; b)\n\n\tc</code></pre>',
		],
		['quotes', '> a\n> b', '<blockquote><div>a</div><div>b</div></blockquote>'],
		['heads', '## Title', '<h2>Title</h2>'],
		[
			'hides a spoiler',
			'it was ||*him*||',
			'<div>it was <span class="spoiler"><strong>him</strong></span></div>',
		],
		['hides a spoiler of lines', '||\nhim\n||', '<div class="spoiler"><div>him</div></div>'],
		[
			'links',
			'[here](https://example.org) or example.com',
			'<div><a href="https://example.org" rel="noopener noreferrer" target="_blank">here</a> or ' +
				'<a href="https://example.com" rel="noopener noreferrer" target="_blank">example.com</a></div>',
		],
		[
			'links to a picture instead of loading it',
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
			'mentions those whom the server found',
			'@bob:localhost @nobody #general #nowhere',
			'<div><span class="mention">@bob:localhost</span> @nobody <span class="mention">#general</span> #nowhere</div>',
		],
		[
			'lifts mentions of the reader and of everybody',
			'@alice @all',
			'<div><span class="mention me">@alice</span> <span class="mention me">@all</span></div>',
		],
		['shows emoji by name and emoticons', 'a :wave_tone3: :)', '<div>a 👋🏽 🙂</div>'],
		['shows a few emoji large', ':tada:🚀', '<div class="big">🎉🚀</div>'],
		['leaves custom emoji as their names', 'a :partyparrot:', '<div>a :partyparrot:</div>'],
		['shows a colour', 'color:#ff8000', '<div><span data-color="#ff8000">■</span></div>'],
		['shows formulas as they are written', '\\(x<2\\)', '<div><span class="formula">x&lt;2</span></div>'],
		['shows a time', '<t:1700000000:R>', '<div>Tue, 14 Nov 2023 22:13:20 GMT</div>'],
		['makes nothing of nothing', ' \n', ''],
		[
			'shows HTML as text',
			'<img src=x onerror=alert(1)> *<b>*',
			'<div>&lt;img src=x onerror=alert(1)&gt; <strong>&lt;b&gt;</strong></div>',
		],
		[
			'takes no address that runs',
			'[a](javascript:alert(1)) [b](data:text/html,1)',
			'<div><a rel="noopener noreferrer" target="_blank">a</a> ' +
				'<a rel="noopener noreferrer" target="_blank">b</a></div>',
		],
	];
	for (const [what, text, html] of table) {
		it(what, () => expect(markdownAsHtml(text, who)).to.equal(html));
	}
});
