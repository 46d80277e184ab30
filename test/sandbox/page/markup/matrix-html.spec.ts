import { expect } from 'chai';
import { matrixHtml } from '../../../../sandbox/page/markup/matrix-html';

describe("Matrix's HTML on the sandbox's page", () => {
	const table: readonly [what: string, from: string, to: string][] = [
		[
			'keeps elements that Matrix allows',
			'<h1>a</h1><p><strong>b</strong> <del>c</del></p><ol start="4"><li>d</li></ol>',
			'<h1>a</h1><p><strong>b</strong> <del>c</del></p><ol start="4"><li>d</li></ol>',
		],
		[
			'keeps code without its language',
			'<pre><code class="language-js">a\n b</code></pre>',
			'<pre><code>a\n b</code></pre>',
		],
		[
			'keeps tables and details',
			'<table><tr><td>a</td></tr></table><details><summary>b</summary>c</details>',
			'<table><tr><td>a</td></tr></table><details><summary>b</summary>c</details>',
		],
		[
			'shows pills as mentions and highlights those of the reader',
			'<a href="https://matrix.to/#/@rc_alice:localhost">Alice</a> ' +
				'<a href="https://matrix.to/#/%40bob%3Alocalhost?via=x">Bob</a> <a href="matrix:u/eve:x">Eve</a>',
			'<span class="mention" title="@rc_alice:localhost">Alice</span> ' +
				'<span class="mention me" title="@bob:localhost">Bob</span> ' +
				'<span class="mention" title="@eve:x">Eve</span>',
		],
		[
			'shows a pill that is not encoded correctly',
			'<a href="https://matrix.to/#/@100%:x">a</a>',
			'<span class="mention" title="@100%:x">a</span>',
		],
		[
			'keeps links to rooms as links',
			'<a href="https://matrix.to/#/!room:x">room</a>',
			'<a href="https://matrix.to/#/!room:x" rel="noopener noreferrer" target="_blank">room</a>',
		],
		[
			'marks spoilers and keeps their reason',
			'<span data-mx-spoiler="the end">he did</span> <span data-mx-spoiler>she did</span>',
			'<span class="spoiler" title="the end">he did</span> <span class="spoiler">she did</span>',
		],
		[
			'keeps colours as data attributes',
			'<font color="#ff0000">a</font><span data-mx-color="#00FF00" data-mx-bg-color="#000000">b</span>',
			'<span data-color="#ff0000">a</span><span data-color="#00FF00" data-background="#000000">b</span>',
		],
		['drops an invalid colour', '<font color="red;x:url(y)">a</font>', '<span>a</span>'],
		[
			'has the source of a picture, and its description as text',
			'<img src="mxc://a/b" alt=":<cat>:">',
			'<span class="emoji" data-picture="mxc://a/b">:&lt;cat&gt;:</span>',
		],
		[
			'shows only the description of a picture that is elsewhere',
			'<img src="https://example.org/a" alt="a cat">',
			'<span>a cat</span>',
		],
		[
			'removes the reply fallback of older clients',
			'<mx-reply><blockquote>a <b>question</b></blockquote></mx-reply>an answer',
			'an answer',
		],
		['closes open elements', '<b>a</div>b<details>c', '<b>ab<details>c</details></b>'],
		[
			'removes everything that runs or loads something',
			'<script>a()</script><style>b</style><iframe src=c></iframe><svg onload=d()>' +
				'<b onclick="e()" style="f">g</b><img src=x onerror=h()><form><button>i</button></form>',
			'<b>g</b><span></span>i',
		],
		[
			'drops addresses that run a script or point into the page',
			'<a href="JaVaScRiPt:a()">b</a><a href="//c">d</a><a href="/api/e">f</a>',
			'<a>b</a><a>d</a><a>f</a>',
		],
		[
			'drops classes and ids of the page',
			'<span class="mention me">a</span><div class="spoiler" id="plan">b</div><ul class="tasks"></ul>',
			'<span>a</span><div>b</div><ul></ul>',
		],
	];
	for (const [what, from, to] of table) {
		it(what, () => expect(matrixHtml(from, '@bob:localhost')).to.equal(to));
	}
});
