import { expect } from 'chai';
import { rocketChatTextOf } from '../../../src/convert/html/rocketchat-text';
import { outline } from '../escape/rocketchat-parser';
import { context, htmlMessage } from './context';

/** HTML, the text that it becomes (· stands for U+2060), and the outline of what Rocket.Chat's parser reads in it. */
type Row = readonly [html: string, text: string, shown: string];

const emphasis: readonly Row[] = [
	['Hello <b>world</b>!', 'Hello *world*!', 'PARAGRAPH(Hello BOLD(world)!)'],
	['<strong>a</strong><em>b</em>c<del>d</del>', '*a*·_b_·c·~d~', 'PARAGRAPH(BOLD(a)ITALIC(b)cSTRIKE(d))'],
	['<b>bold <i>both</i> more</b>', '*bold _both_ more*', 'PARAGRAPH(BOLD(bold ITALIC(both) more))'],
	['<i>a<b>b</b></i><b>c</b>', '_a·*b*_·*c*', 'PARAGRAPH(ITALIC(aBOLD(b))BOLD(c))'],
	['<b>a</b><b>b</b>', '*ab*', 'PARAGRAPH(BOLD(ab))'],
	['<b><i><s>x</s></i></b>', '*_~x~_*', 'PARAGRAPH(BOLD(ITALIC(STRIKE(x))))'],
	['x<b> padded </b>text', 'x *padded* text', 'PARAGRAPH(x BOLD(padded) text)'],
	['<b>2*3</b> and 4', '*2*·\\*·*3* and 4', 'PARAGRAPH(BOLD(2)*BOLD(3) and 4)'],
	// The example in rocketchat-text.ts
	[
		'<p><b>2*3</b>, see <a href="https://a.com/"><i>my</i> page</a></p><blockquote>ok</blockquote>',
		'*2*·\\*·*3*, see [_my_ page](https://a.com/)\n\n> ok',
		'PARAGRAPH(BOLD(2)*BOLD(3), see LINK(https://a.com/|ITALIC(my) page)) LINE_BREAK() QUOTE(PARAGRAPH(ok))',
	],
	['<i>snake_case</i>', '_snake_·\\_·_case_', 'PARAGRAPH(ITALIC(snake)_ITALIC(case))'],
	['<b>snake_case</b>', '*snake_case*', 'PARAGRAPH(BOLD(snake_case))'],
	['<i>v1.2 is out</i>', '__v1.2 is out__', 'PARAGRAPH(ITALIC(v1.2 is out))'],
	[
		'<i>db_01.example.org is</i> up',
		'_db_·\\_01\\.example\\.org _is_ up',
		'PARAGRAPH(ITALIC(db)_01.example.org ITALIC(is) up)',
	],
	['see<i>a.b</i>, :)<i>c.d</i>', 'seea.b, :·)__c.d__', 'PARAGRAPH(seea.b, :)ITALIC(c.d))'],
	['<b>x</b><i>a.b</i> (<i>c.d</i>', '*x*__a.b__ (__c.d__', 'PARAGRAPH(BOLD(x)ITALIC(a.b) (ITALIC(c.d))'],
	['e.g.<i>x</i>', 'e\\.g\\.·_x_', 'PARAGRAPH(e.g.ITALIC(x))'],
	['(<b>a</b>)', '(*a*·)', 'PARAGRAPH((BOLD(a)))'],
	['<b>line<br>two</b>', '*line*\n*two*', 'PARAGRAPH(BOLD(line)) PARAGRAPH(BOLD(two))'],
	['<br>\n<p><br>a</p><br>', 'a', 'PARAGRAPH(a)'],
	['<b> </b><i></i>x', 'x', 'PARAGRAPH(x)'],
	['<u>under</u> <font color="red" data-mx-color="#f00">red</font>', 'under red', 'PARAGRAPH(under red)'],
	[
		'x<sup>2</sup> H<sub>2</sub>O e<sup>ix</sup> a<sub>k</sub>',
		'x² H₂O e^ix a_k',
		'PARAGRAPH(x² H₂O e^ix a_k)',
	],
	['<code>a *b*</code>&nbsp;<code>`</code>', '`a *b*` `ˋ`', 'PARAGRAPH(INLINE_CODE(a *b*) INLINE_CODE(ˋ))'],
];

const blocks: readonly Row[] = [
	[
		'<h1>Title</h1><p>one<br>two</p>\n<p>three</p>',
		'# Title\n\none\ntwo\n\nthree',
		'HEADING(Title) LINE_BREAK() PARAGRAPH(one) PARAGRAPH(two) LINE_BREAK() PARAGRAPH(three)',
	],
	[
		'<h3>a <i>b</i></h3><h6>c</h6>',
		'### a _b_\n\n*c*',
		'HEADING(a ITALIC(b)) LINE_BREAK() PARAGRAPH(BOLD(c))',
	],
	[
		'<ul><li>a<ul><li>b<ol start="3"><li>c</li></ol></li></ul></li><li><p>d</p><p>e</p></li></ul>f',
		'- a\n  - b\n    3. c\n- d\n  e\n\nf',
		'UNORDERED_LIST(LIST_ITEM(a)) PARAGRAPH(  - b) PARAGRAPH(    3. c) UNORDERED_LIST(LIST_ITEM(d)) PARAGRAPH(  e) LINE_BREAK() PARAGRAPH(f)',
	],
	[
		'<ol start="5"><li>five</li><li>six</li></ol><ol start="-1"><li>one</li></ol>',
		'5. five\n6. six\n\n1. one',
		'ORDERED_LIST(LIST_ITEM(five)LIST_ITEM(six)) LINE_BREAK() ORDERED_LIST(LIST_ITEM(one))',
	],
	['<ol start="2147483647"><li>last</li></ol>', '2147483647. last', 'ORDERED_LIST(LIST_ITEM(last))'],
	[
		'<ul><li>[ ] todo</li><li>- x</li></ul>',
		'- [· ] todo\n- -· x',
		'UNORDERED_LIST(LIST_ITEM([ ] todo)LIST_ITEM(- x))',
	],
	[
		'<p>x</p><blockquote><p>q</p><blockquote>in</blockquote></blockquote><blockquote>other</blockquote>re',
		'x\n\n> q\n>\n> > in\n\n> other\n\nre',
		'PARAGRAPH(x) LINE_BREAK() QUOTE(PARAGRAPH(q)PARAGRAPH()PARAGRAPH(> in)) LINE_BREAK() QUOTE(PARAGRAPH(other)) LINE_BREAK() PARAGRAPH(re)',
	],
	[
		'<pre><code class="language-ts">const a = `x`;\n\n\tb &lt; c\n</code></pre>after',
		'```ts\nconst a = `x`;\n\n\tb < c\n```\n\nafter',
		'CODE(CODE_LINE(const a = `x`;)CODE_LINE()CODE_LINE(\tb < c)) LINE_BREAK() LINE_BREAK() PARAGRAPH(after)',
	],
	[
		'<blockquote><pre>a\nb</pre></blockquote>',
		'> `a`\n> `b`',
		'QUOTE(PARAGRAPH(INLINE_CODE(a))PARAGRAPH(INLINE_CODE(b)))',
	],
	[
		'<ul><li>a<pre>b</pre></li></ul>',
		'- a\n```\nb\n```',
		'UNORDERED_LIST(LIST_ITEM(a)) CODE(CODE_LINE(b))',
	],
	[
		'<table><caption>Sizes</caption><thead><tr><th>Name</th><th>Size</th></tr></thead><tbody><tr><td>a|b</td><td><b>12</b></td></tr><tr><td>日本</td></tr></tbody></table>',
		'```\nSizes\nName  | Size\na\\|b  | 12\n日本\n```',
		'CODE(CODE_LINE(Sizes)CODE_LINE(Name  | Size)CODE_LINE(a\\|b  | 12)CODE_LINE(日本))',
	],
	[
		'<table><tr><td><p>a</p><p>b</p></td><td>c<br>d</td><td><ul><li>e</li><li>f</li></ul></td></tr></table>',
		'```\na b | c d | e f\n```',
		'CODE(CODE_LINE(a b | c d | e f))',
	],
	[
		'<table><tr><td><img src="mxc://a/b" alt="A cat"></td><td><a href="https://a.com/1">one</a>, <a href="https://a.com/2">https://a.com/2</a></td><td><a href="tel:+49301234"></a></td><td><a href="https://matrix.to/#/@bob:remote.org">B<b>ob</b></a> <a href="javascript:x">x</a></td></tr></table>',
		'```\nA cat | one (https://a.com/1), https://a.com/2 | tel:+49301234 | Bob x\n```',
		'CODE(CODE_LINE(A cat | one (https://a.com/1), https://a.com/2 | tel:+49301234 | Bob x))',
	],
	[
		'<table><tr><td>a<img src="mxc://a/b"></td><td><img title="B" alt=""></td><td><a href=" https://a.com/1\n"> </a></td><td><a>c</a></td></tr></table>',
		'```\na | B | https://a.com/1 | c\n```',
		'CODE(CODE_LINE(a | B | https://a.com/1 | c))',
	],
	[
		'<table><tr><th>a</th><th>long head</th></tr><tr><td>1</td><td>2</td></tr></table>',
		'```\na | long head\n--|----------\n1 | 2\n```',
		'CODE(CODE_LINE(a | long head)CODE_LINE(--|----------)CODE_LINE(1 | 2))',
	],
	[
		'<details><summary>More</summary>hidden</details>',
		'*More*\n\nhidden',
		'PARAGRAPH(BOLD(More)) LINE_BREAK() PARAGRAPH(hidden)',
	],
	['a<hr>b', 'a\n\n---\n\nb', 'PARAGRAPH(a) LINE_BREAK() HORIZONTAL_RULE() LINE_BREAK() PARAGRAPH(b)'],
	[
		'<span data-mx-maths="\\frac{a}{b}"><code>a/b</code></span><div data-mx-maths="x^2">x</div>',
		'\\(\\frac{a}{b}\\)\n\n\\[x^2\\]',
		'PARAGRAPH(INLINE_KATEX(\\frac{a}{b})) LINE_BREAK() KATEX(x^2)',
	],
	[
		'<span data-mx-maths=" *b* [x](https://evil.com)">x</span>',
		'` *b* [x](https://evil.com)`',
		'PARAGRAPH(INLINE_CODE( *b* [x](https://evil.com)))',
	],
	['<span data-mx-maths="x @all">x</span>', '`x @·all`', 'PARAGRAPH(INLINE_CODE(x @all))'],
	[
		'<span data-mx-maths="x_1+y_2">x</span> <span data-mx-spoiler>=<span data-mx-maths="x_1"></span></span>',
		'\\(x_1+y_2\\) ||=·`x_1`||',
		'PARAGRAPH(INLINE_KATEX(x_1+y_2) SPOILER(=INLINE_CODE(x_1)))',
	],
	['<span data-mx-maths="a\\)$@all">x</span>', '`a\\)$@all`', 'PARAGRAPH(INLINE_CODE(a\\)$@all))'],
];

/** Of pages of the web, which bots send. */
const pages: readonly Row[] = [
	[
		'<article><header>News</header><section>one <b>two</b></section><footer>end</footer></article>',
		'News\n\none *two*\n\nend',
		'PARAGRAPH(News) LINE_BREAK() PARAGRAPH(one BOLD(two)) LINE_BREAK() PARAGRAPH(end)',
	],
	[
		'<figure><img src="mxc://a/b" alt="A cat"><figcaption>at home</figcaption></figure>',
		'A cat\n\nat home',
		'PARAGRAPH(A cat) LINE_BREAK() PARAGRAPH(at home)',
	],
	[
		'<dl><dt>term</dt><dd>meaning</dd></dl>',
		'term\n\nmeaning',
		'PARAGRAPH(term) LINE_BREAK() PARAGRAPH(meaning)',
	],
	[
		'<ul><li><input type="checkbox" checked disabled> done</li><li><input type="CHECKBOX"> open</li></ul>',
		'- ☑ done\n- ☐ open',
		'UNORDERED_LIST(LIST_ITEM(EMOJI(☑) done)LIST_ITEM(EMOJI(☐) open))',
	],
	['<input type="text" checked>a<input>', 'a', 'PARAGRAPH(a)'],
];

const formulas: readonly Row[] = [
	[
		'at <span data-mx-maths="a\n+ b"><code>a\n+ b</code></span>',
		'at \\(a + b\\)',
		'PARAGRAPH(at INLINE_KATEX(a + b))',
	],
	[
		'at <span data-mx-maths="a % one\nb"><code>x</code></span>',
		'at `a % one b`',
		'PARAGRAPH(at INLINE_CODE(a % one b))',
	],
	['at <span data-mx-maths="  ">x</span>', 'at x', 'PARAGRAPH(at x)'],
	['<div data-mx-maths="a\nb">x</div>', '```\na\nb\n```', 'CODE(CODE_LINE(a)CODE_LINE(b))'],
	[
		'<div data-mx-maths="\n  \\begin{x}\n  - b\n\\end{x}\n">x</div>',
		'```\n  \\begin{x}\n  - b\n\\end{x}\n```',
		'CODE(CODE_LINE(  \\begin{x})CODE_LINE(  - b)CODE_LINE(\\end{x}))',
	],
	['<div data-mx-maths="\na\n">x</div>', '\\[a\\]', 'KATEX(a)'],
];

const smallPrint: readonly Row[] = [
	[
		'<sup>012345</sup> <sup>6789+-</sup> <sup>=()ni</sup>',
		'⁰¹²³⁴⁵ ⁶⁷⁸⁹⁺⁻ ⁼⁽⁾ⁿⁱ',
		'PARAGRAPH(⁰¹²³⁴⁵ ⁶⁷⁸⁹⁺⁻ ⁼⁽⁾ⁿⁱ)',
	],
	[
		'<sub>012345</sub> <sub>6789+-</sub> <sub>=()</sub>',
		'₀₁₂₃₄₅ ₆₇₈₉₊₋ ₌₍₎',
		'PARAGRAPH(₀₁₂₃₄₅ ₆₇₈₉₊₋ ₌₍₎)',
	],
	['so<sup>[1]</sup> <sup>™</sup>', 'so[1] ™', 'PARAGRAPH(so[1] ™)'],
	['<sub>*</sub>x<sub>*</sub>', '\\*x\\*', 'PARAGRAPH(*x*)'],
	[
		'x<sup>2</sup> H<sub>2</sub>O x<sup>ab</sup> a<sub>i</sub>',
		'x² H₂O x^ab a_i',
		'PARAGRAPH(x² H₂O x^ab a_i)',
	],
	[
		'<sub>text • <a href="https://a.com/x">x</a></sub>',
		'text • [x](https://a.com/x)',
		'PARAGRAPH(text • LINK(https://a.com/x|x))',
	],
	['<sup>small print</sup>', 'small print', 'PARAGRAPH(small print)'],
	[
		'see<sup><a href="https://a.com/1">[1]</a></sup>',
		'see·<https://a.com/1|[1]>',
		'PARAGRAPH(seeLINK(https://a.com/1|[1]))',
	],
	['<sub><b>bold</b></sub>', '*bold*', 'PARAGRAPH(BOLD(bold))'],
	['<sub>GitHub-Notice</sub>', 'GitHub-Notice', 'PARAGRAPH(GitHub-Notice)'],
];

const spoilers: readonly Row[] = [
	[
		'<table><tr><td>who</td><td><span data-mx-spoiler>her</span></td></tr></table>',
		'||`who | her`||',
		'PARAGRAPH(SPOILER(INLINE_CODE(who | her)))',
	],
	[
		'<pre><code>a\n<span data-mx-spoiler>b</span></code></pre>',
		'||`a`||\n||`b`||',
		'PARAGRAPH(SPOILER(INLINE_CODE(a))) PARAGRAPH(SPOILER(INLINE_CODE(b)))',
	],
	['so <code>a <b data-mx-spoiler>b</b></code>', 'so ||`a b`||', 'PARAGRAPH(so SPOILER(INLINE_CODE(a b)))'],
	[
		'<span data-mx-spoiler>it <b>was</b> him.</span> <span data-mx-spoiler="plot">dead</span>',
		'||it *was* him.|| (plot) ||dead||',
		'PARAGRAPH(SPOILER(it BOLD(was) him.) (plot) SPOILER(dead))',
	],
	[
		'<span data-mx-spoiler>at https://a.com/x now</span>',
		'||at [https://a.com/x](https://a.com/x) now||',
		'PARAGRAPH(SPOILER(at LINK(https://a.com/x|https://a.com/x) now))',
	],
	[
		'<div data-mx-spoiler><p>a</p><pre>b\nc</pre></div>',
		'||a||\n\n||`b`||\n||`c`||',
		'PARAGRAPH(SPOILER(a)) LINE_BREAK() PARAGRAPH(SPOILER(INLINE_CODE(b))) PARAGRAPH(SPOILER(INLINE_CODE(c)))',
	],
	[
		'<a href="https://a.com/">seen <span data-mx-spoiler>hidden</span></a>',
		'[seen](https://a.com/) ||[hidden](https://a.com/)||',
		'PARAGRAPH(LINK(https://a.com/|seen) SPOILER(LINK(https://a.com/|hidden)))',
	],
	['<span data-mx-spoiler>a|| </span>b', '||a|·|·|| b', 'PARAGRAPH(SPOILER(a||) b)'],
	['<b>x <span data-mx-spoiler>y</span></b>', '*x* ||*y*||', 'PARAGRAPH(BOLD(x) SPOILER(BOLD(y)))'],
];

const links: readonly Row[] = [
	[
		'<a href="https://a.com/(b)">l</a>',
		'[l](https://a.com/%28b%29)',
		'PARAGRAPH(LINK(https://a.com/%28b%29|l))',
	],
	[
		'go <a href="https://a.com">https://a.com</a>.',
		'go https://a.com.',
		'PARAGRAPH(go LINK(https://a.com|https://a.com).)',
	],
	[
		'<a href="https://evil.com">https://a.com</a>',
		'[https://a.com](https://evil.com/)',
		'PARAGRAPH(LINK(https://evil.com/|https://a.com))',
	],
	['<a href="javascript:alert(1)">x</a> <a href="/y">y</a>', 'x y', 'PARAGRAPH(x y)'],
	['<a href="data:text/html,x">x</a> <a href=" JavaScript:y">y</a>', 'x y', 'PARAGRAPH(x y)'],
	['<a href="slack://open">here</a>!', 'here (slack://open)!', 'PARAGRAPH(here (slack://open)!)'],
	['<a href="geo:1,2">geo:1,2</a>', 'geo:1,2', 'PARAGRAPH(geo:1,2)'],
	[
		'a[0] <a href="https://a.com/">t</a>',
		'a[0] <https://a.com/|t>',
		'PARAGRAPH(a[0] LINK(https://a.com/|t))',
	],
	[
		'<b>go <a href="https://a.com/">he*re</a></b>',
		'*go <https://a.com/|he*re>*',
		'PARAGRAPH(BOLD(go LINK(https://a.com/|he*re)))',
	],
	[
		'look!<a href="https://a.com/">x</a>',
		'look!·[x](https://a.com/)',
		'PARAGRAPH(look!LINK(https://a.com/|x))',
	],
	[
		'<i>https://a.com/x</i>',
		'_[https://a.com/x](https://a.com/x)_',
		'PARAGRAPH(ITALIC(LINK(https://a.com/x|https://a.com/x)))',
	],
	[
		'<img src="mxc://a/b" alt="A cat"> <img src="https://a.com/c.png">',
		'A cat [image](https://a.com/c.png)',
		'PARAGRAPH(A cat LINK(https://a.com/c.png|image))',
	],
	[
		'hi<img data-mx-emoticon src="mxc://a/b" alt=":blob:" title=":blob:">',
		'hi :blob:',
		'PARAGRAPH(hi EMOJI(blob))',
	],
	[
		'<a href="mailto:b@corp.internal">b@corp.internal</a>',
		'[b@corp.internal](mailto:b@corp.internal)',
		'PARAGRAPH(LINK(mailto:b@corp.internal|b@corp.internal))',
	],
	[
		'<a href="https://a.com/x">https://a.com/x</a>? <a href="https://a.com/y">https://a.com/y</a>, ok',
		'[https://a.com/x](https://a.com/x)? https://a.com/y, ok',
		'PARAGRAPH(LINK(https://a.com/x|https://a.com/x)? LINK(https://a.com/y|https://a.com/y), ok)',
	],
	[
		'http://server.internal/a_b_ <b>c</b>',
		'http://server.internal/a_b_ *c*',
		'PARAGRAPH(http://server.internal/a_b_ BOLD(c))',
	],
	['<img data-mx-emoticon title="no code">', 'no code', 'PARAGRAPH(no code)'],
	[
		'<img data-mx-emoticon="" src="mxc://a/b" alt="a waving cat" title="cat_wave">',
		':cat_wave:',
		'BIG_EMOJI(EMOJI(cat_wave))',
	],
	[
		'hi <img data-mx-emoticon src="mxc://a/b" alt="waving" title="cat_wave">',
		'hi :cat_wave:',
		'PARAGRAPH(hi EMOJI(cat_wave))',
	],
	[
		'hi <img data-mx-emoticon src="mxc://a/b" alt=":blob:" title="Blob">',
		'hi :blob:',
		'PARAGRAPH(hi EMOJI(blob))',
	],
	['<img data-mx-emoticon src="mxc://a/b" alt="*a* b" title="@all">', '\\*a\\* b', 'PARAGRAPH(*a* b)'],
];

const bareLinks: readonly Row[] = [
	['http://server.internal/x', '[http://server.internal/x](http://server.internal/x)'],
	['https://wiki.corp/p', '[https://wiki.corp/p](https://wiki.corp/p)'],
	['http://intranet/x', '[http://intranet/x](http://intranet/x)'],
	['https://a.com/x.', '[https://a.com/x.](https://a.com/x.)'],
	['https://a.com/x!', '[https://a.com/x!](https://a.com/x!)'],
	['https://a.com/x:', '[https://a.com/x:](https://a.com/x:)'],
	['https://a.com/x)', '[https://a.com/x)](https://a.com/x%29)'],
	['https://a.com/A_(b)', '<https://a.com/A_%28b%29|https://a.com/A_(b)>'],
	['mailto:b@corp.internal', '[mailto:b@corp.internal](mailto:b@corp.internal)'],
	['https://a.com/?q=1&r=_2_', 'https://a.com/?q=1&r=_2_'],
	['http://localhost:3000/x', 'http://localhost:3000/x'],
	['http://10.0.0.1/x', 'http://10.0.0.1/x'],
].map(([address = '', written = '']): Row => {
	const target = address.replace('(', '%28').replace(')', '%29');
	return [`<a href="${address}">${address}</a>`, written, `PARAGRAPH(LINK(${target}|${address}))`];
});

/** Addresses in text that end with a bracket of their own, or stand in angle brackets. */
const typedLinks: readonly Row[] = [
	[
		'https://a.com/A_(b)',
		'<https://a.com/A_%28b%29|https://a.com/A_(b)>',
		'PARAGRAPH(LINK(https://a.com/A_%28b%29|https://a.com/A_(b)))',
	],
	[
		'see <b>it</b>: (http://wiki.corp/A(b)), ok',
		'see *it*: ([http://wiki.corp/A(b)](http://wiki.corp/A%28b%29)), ok',
		'PARAGRAPH(see BOLD(it): (LINK(http://wiki.corp/A%28b%29|http://wiki.corp/A(b))), ok)',
	],
	[
		'f(x) a.com/g(x).',
		'f(x) [a.com/g(x)](https://a.com/g%28x%29).',
		'PARAGRAPH(f(x) LINK(https://a.com/g%28x%29|a.com/g(x)).)',
	],
	[
		'see &lt;https://a.com/x&gt;, (&lt;http://wiki.corp&gt;)',
		'see <·[https://a.com/x](https://a.com/x)·>, (<·[http://wiki.corp](http://wiki.corp/)·>)',
		'PARAGRAPH(see <LINK(https://a.com/x|https://a.com/x)>, (<LINK(http://wiki.corp/|http://wiki.corp)>))',
	],
	[
		'<b>b</b> &lt;https://a.com/x_y_&gt;',
		'*b* <·<https://a.com/x_y_|https://a.com/x_y_>·>',
		'PARAGRAPH(BOLD(b) <LINK(https://a.com/x_y_|https://a.com/x_y_)>)',
	],
	[
		'&lt;a@b.com&gt; &lt;a.b&gt; &lt;a/b&gt;',
		'<a@b.com> <a.b> <a/b>',
		'PARAGRAPH(<LINK(mailto:a@b.com|a@b.com)> <a.b> <a/b>)',
	],
	['&lt;https://a.com/x', '<https://a.com/x', 'PARAGRAPH(<LINK(https://a.com/x|https://a.com/x))'],
	['(https://a.com/x)', '(https://a.com/x)', 'PARAGRAPH((LINK(https://a.com/x|https://a.com/x)))'],
	[
		'https://a.com/x(1)y',
		'https://a.com/x(1)y',
		'PARAGRAPH(LINK(https://a.com/x(1)y|https://a.com/x(1)y))',
	],
	['obj.method/call(x)', 'obj.method/call(x)', 'PARAGRAPH(obj.method/call(x))'],
	['<b>b</b> obj.method/call(x)', '*b* obj.method/call(x)', 'PARAGRAPH(BOLD(b) obj.method/call(x))'],
];

const to = (id: string) => `https://matrix.to/#/${id}`;
const alicePill = `<a href="${to('@alice:example.org')}">Al</a>`;
const event = to('!abc:far.example/$xyz?via=far.example');
const permalinks: readonly Row[] = [
	[
		`<a href="${event}">${event}</a>`,
		`[Message on Matrix](${event})`,
		`PARAGRAPH(LINK(${event}|Message on Matrix))`,
	],
	[`see ${event}`, `see ${event}`, `PARAGRAPH(see LINK(${event}|${event}))`],
	[
		`<a href="${to('!abc:far.example')}">!abc:far.example</a>`,
		`[Room on Matrix](${to('!abc:far.example')})`,
		`PARAGRAPH(LINK(${to('!abc:far.example')}|Room on Matrix))`,
	],
	[
		`<a href="${to('%23team%3Afar.example')}">${to('%23team%3Afar.example')}</a>`,
		`[#team:far.example](${to('%23team%3Afar.example')})`.replace('[#', '[#·'),
		`PARAGRAPH(LINK(${to('%23team%3Afar.example')}|#team:far.example))`,
	],
	[
		`<a href="${to('#a/b:far.example')}"></a>`,
		`[#·a/b:far.example](${to('#a/b:far.example')})`,
		`PARAGRAPH(LINK(${to('#a/b:far.example')}|#a/b:far.example))`,
	],
	...(
		[
			['matrix:r/team:far.example', '#·team:far.example'],
			['matrix:roomid/abc:far.example', 'Room on Matrix'],
			['matrix:roomid/abc:far.example/e/xyz?via=far.example', 'Message on Matrix'],
			['matrix:r/team:far.example/e/xyz', 'Message on Matrix'],
			['https://matrix.to/#/%23a%2Fb%3Afar.example', '#·a/b:far.example'],
		] as const
	).map(([address, label]): Row => [
		`<a href="${address}">${address}</a>`,
		`[${label}](${address})`,
		`PARAGRAPH(LINK(${address}|${label.replace('·', '')}))`,
	]),
	[
		`<a href="${event}">what I said</a>`,
		`[what I said](${event})`,
		`PARAGRAPH(LINK(${event}|what I said))`,
	],
];
const keycaps: readonly Row[] = [
	['press #️⃣ or *️⃣ or 1️⃣', 'press #️⃣ or *️⃣ or 1️⃣', 'PARAGRAPH(press EMOJI(#️⃣) or EMOJI(*️⃣) or EMOJI(1️⃣))'],
	['*️⃣ or *️⃣', '*️⃣ or *️⃣', 'PARAGRAPH(EMOJI(*️⃣) or EMOJI(*️⃣))'],
	['<b>*️⃣ a #️⃣</b>', '**️⃣ a #️⃣*', 'PARAGRAPH(BOLD(EMOJI(*️⃣) a EMOJI(#️⃣)))'],
	['*️⃣ and <b>a</b>', '\\*️⃣ and *a*', 'PARAGRAPH(*️⃣ and BOLD(a))'],
];
const insideEmphasis: readonly Row[] = [
	['<b>snake_case_name</b> is', '*snake_case_name* is', 'PARAGRAPH(BOLD(snake_case_name) is)'],
	['<b>a <s>b_c_d</s></b>', '*a ~b_c_d~*', 'PARAGRAPH(BOLD(a STRIKE(b_c_d)))'],
	['<b>2*3*4</b>', '*2*·\\*·*3*·\\*·*4*', 'PARAGRAPH(BOLD(2)*BOLD(3)*BOLD(4))'],
	[
		'<a href="https://a.com/x">one | <b>two</b></a>',
		'[one | *two*](https://a.com/x)',
		'PARAGRAPH(LINK(https://a.com/x|one | BOLD(two)))',
	],
	[
		'<a href="https://a.com/x">_a</a> <a href="https://a.com/x">_b</a>',
		'<https://a.com/x|_a> <https://a.com/x|_b>',
		'PARAGRAPH(LINK(https://a.com/x|_a) LINK(https://a.com/x|_b))',
	],
	[
		'<a href="https://a.com/x"><b>PR</b> title</a>',
		'[*PR* title](https://a.com/x)',
		'PARAGRAPH(LINK(https://a.com/x|BOLD(PR) title))',
	],
	[
		'<i>see <a href="https://a.com/x">a <b>b</b> <s>c</s></a> d</i>',
		'_see [a *b* ~c~](https://a.com/x) d_',
		'PARAGRAPH(ITALIC(see LINK(https://a.com/x|a BOLD(b) STRIKE(c)) d))',
	],
	[
		'<a href="https://a.com/x"><b><i>a</i></b> b</a>',
		'[*_a_* b](https://a.com/x)',
		'PARAGRAPH(LINK(https://a.com/x|BOLD(ITALIC(a)) b))',
	],
	[
		'<a href="https://a.com/x">in<i>word</i></a> <a href="https://a.com/x"><b>@alice</b> x</a>',
		'[inword](https://a.com/x) [*@·alice* x](https://a.com/x)',
		'PARAGRAPH(LINK(https://a.com/x|inword) LINK(https://a.com/x|BOLD(@alice) x))',
	],
	[`<b>hi ${alicePill}</b>!`, '*hi @alice*!', 'PARAGRAPH(BOLD(hi MENTION_USER(alice))!)'],
	[`<b>${alicePill} hi</b>`, '@alice *hi*', 'PARAGRAPH(MENTION_USER(alice) BOLD(hi))'],
	[`<i>hi ${alicePill}</i> x`, '_hi_ @alice x', 'PARAGRAPH(ITALIC(hi) MENTION_USER(alice) x)'],
	[`<i>hi ${alicePill} x</i>`, '_hi @alice x_', 'PARAGRAPH(ITALIC(hi MENTION_USER(alice) x))'],
	[`<b><i>hi ${alicePill}</i></b>`, '*_hi_ @alice*', 'PARAGRAPH(BOLD(ITALIC(hi) MENTION_USER(alice)))'],
	[
		'<s>so <img data-mx-emoticon alt=":blob:"> x</s>',
		'~so :blob: x~',
		'PARAGRAPH(STRIKE(so EMOJI(blob) x))',
	],
];
const pills: readonly Row[] = [
	[
		`hi <a href="${to('@alice:example.org')}">Al</a>: ping`,
		'hi @alice: ping',
		'PARAGRAPH(hi MENTION_USER(alice): ping)',
	],
	[`(<a href="${to('%40alice%3Aexample.org')}">Al</a>)`, '( @alice·)', 'PARAGRAPH(( MENTION_USER(alice)))'],
	['<a href="matrix:u/alice:example.org">Al</a>.', '@alice·.', 'PARAGRAPH(MENTION_USER(alice).)'],
	[
		`hi&nbsp;<a href=" ${to('@alice:example.org')} ">Al</a>`,
		'hi @alice',
		'PARAGRAPH(hi MENTION_USER(alice))',
	],
	[
		`<b>Hey <a href="${to('@alice:example.org')}">Al</a> you</b>`,
		'*Hey @alice you*',
		'PARAGRAPH(BOLD(Hey MENTION_USER(alice) you))',
	],
	[
		`<a href="${to('@bob:remote.org')}">b</a> <a href="${to('@eve:remote.org')}">@Eve</a>`,
		'Bob \\*B\\* Eve',
		'PARAGRAPH(Bob *B* Eve)',
	],
	[
		`<a href="${to('@carol:remote.org')}">Carol</a> <a href="${to('@all:example.org')}">All</a>`,
		'Carol All',
		'PARAGRAPH(Carol All)',
	],
	[
		`<a href="${to('!room:example.org?via=x')}">r</a> <a href="${to('#other:x.org')}">o</a> <a href="${to('!room:example.org/$e')}">e</a>`,
		'#general [o](https://matrix.to/#/#other:x.org) [e](https://matrix.to/#/!room:example.org/$e)',
		'PARAGRAPH(MENTION_CHANNEL(general) LINK(https://matrix.to/#/#other:x.org|o) LINK(https://matrix.to/#/!room:example.org/$e|e))',
	],
];

const text: readonly Row[] = [
	[
		'&lt;b&gt; *no* _x_ @all #general :smile: :)',
		'<b> \\*no\\* \\_x\\_ @·all #·general :·smile: :·)',
		'PARAGRAPH(<b> *no* _x_ @all #general :smile: :))',
	],
	['&gt; q<br>- i<br>1. x', '·> q\n-· i\n1.· x', 'PARAGRAPH(> q) PARAGRAPH(- i) PARAGRAPH(1. x)'],
	['<mx-reply><blockquote>old</blockquote></mx-reply>new', 'new', 'PARAGRAPH(new)'],
	['<script>alert(1)</script><style>b{}</style>a<custom>b</custom>', 'ab', 'PARAGRAPH(ab)'],
	['a \n\t b', 'a b', 'PARAGRAPH(a b)'],
	[
		'https://a.com/x&nbsp;<b>bold</b>&nbsp;\u3000x',
		'https://a.com/x *bold* x',
		'PARAGRAPH(LINK(https://a.com/x|https://a.com/x) BOLD(bold) x)',
	],
	['', 'the body', 'PARAGRAPH(the body)'],
	['<p></p>', 'the body', 'PARAGRAPH(the body)'],
	['<mx-reply>never closed', 'the body', 'PARAGRAPH(the body)'],
];

describe('Matrix HTML as Rocket.Chat text', () => {
	for (const [subject, rows] of Object.entries({
		emphasis,
		blocks,
		pages,
		formulas,
		smallPrint,
		spoilers,
		links,
		bareLinks,
		typedLinks,
		permalinks,
		keycaps,
		insideEmphasis,
		pills,
		text,
	})) {
		describe(subject, () => {
			for (const [html, written, shown] of rows) {
				it(`${JSON.stringify(html)} is shown as ${shown}`, () => {
					const result = rocketChatTextOf(htmlMessage(html), context) ?? '';
					expect(result.replaceAll('\u2060', '·')).to.equal(written);
					expect(outline(result).replace(/·/g, '')).to.equal(shown);
				});
			}
		});
	}

	it('writes the username as text if mentions are not allowed', () => {
		const html = '<a href="https://matrix.to/#/@alice:example.org">Al</a> hi';
		expect(rocketChatTextOf(htmlMessage(html), { ...context, mayMention: false })).to.equal(
			'@\u2060alice hi',
		);
	});

	it('names a link to a room or message that stands in the body', () => {
		expect(rocketChatTextOf({ body: `look:\n${event} *now*` }, context)).to.equal(
			`look:\n[Message on Matrix](${event}) *now*`.replace('*now*', '\\*now\\*'),
		);
		const address = 'matrix:roomid/abc:far.example/e/xyz';
		expect(rocketChatTextOf({ body: `(${address})` }, context)).to.equal(
			`([Message on Matrix](${address}))`,
		);
	});

	it('keeps the white space of a body with a link to a room or message', () => {
		const written = (link: string) => `a  b\n\n    code  ${link}\tc\n  [d](e) ${link}\n\n\nend`;
		expect(rocketChatTextOf({ body: written(event) }, context)?.replaceAll('\u2060', '')).to.equal(
			written(`<${event}|Message on Matrix>`),
		);
		expect(rocketChatTextOf({ body: `  in ${to('!room:example.org')}  now` }, context)).to.equal(
			'  in #general  now',
		);
	});

	it('keeps an address in the body whole that ends with a bracket', () => {
		expect(rocketChatTextOf({ body: '  see\n  https://a.com/A(b), *now*\n(a.com/x)' }, context)).to.equal(
			'  see\n  [https://a.com/A(b)](https://a.com/A%28b%29), *now*\n(a.com/x)'.replace(
				'*now*',
				'\\*now\\*',
			),
		);
	});

	it('shows the body as text if there is no HTML', () => {
		expect(rocketChatTextOf({ body: '*a* @bob:remote.org\n> b' }, context)).to.equal(
			'\\*a\\* @\u2060bob:remote.org\n\u2060> b',
		);
		expect(rocketChatTextOf({ body: 'a', formatted_body: '<b>a</b>' }, context)).to.equal('a');
	});

	it('shows the body if the HTML is longer than an event can be', () => {
		expect(rocketChatTextOf(htmlMessage('<b>a</b>'.repeat(8_193), 'short'), context)).to.equal('short');
	});

	it('shows the body if over 1,000 tags are open at once', () => {
		expect(rocketChatTextOf(htmlMessage('<b>'.repeat(1_001) + 'a', 'short'), context)).to.equal('short');
	});

	it('ignores tags below 100 levels and keeps their text', () => {
		const html = `${'<u>'.repeat(100)}<b>a</b>`;
		expect(rocketChatTextOf(htmlMessage(html), context)).to.equal('a');
	});

	it('returns undefined if there is nothing to show', () => {
		expect(rocketChatTextOf({}, context)).to.equal(undefined);
		expect(rocketChatTextOf({ body: ' \n' }, context)).to.equal(undefined);
		expect(
			rocketChatTextOf({ body: 7, format: 'org.matrix.custom.html', formatted_body: [] }, context),
		).to.equal(undefined);
	});
});
