const fill = (part: string, length: number) => part.repeat(Math.floor(length / part.length));

/**
 * HTML that would take long to convert, or become a very long text, in a careless converter. Each function makes about
 * `length` UTF-16 units of it.
 */
export const hostile: Readonly<Record<string, (length: number) => string>> = {
	'nested tags': (length) => fill('<b>', length),
	'nested quotes': (length) => fill('<blockquote>', length),
	'closing tags that fit none': (length) => fill('<b>', length / 2) + fill('</i>', length / 2),
	'lines in 100 quotes': (length) => '<blockquote>'.repeat(100) + fill('<br>x', length - 1_300),
	'lines in 50 lists': (length) => '<ul><li>'.repeat(50) + fill('<br>x', length - 500),
	'a wide and long table': (length) =>
		`<table><tr>${fill('<td>x', length / 2)}${fill('<tr><td>x', length / 2)}`,
	attributes: (length) => `<a ${fill('x=1 ', length - 10)}>`,
	'an address': (length) => `<a href="https://${fill('a.', length - 40)}">x</a>`,
	'markers in emphasis': (length) => `<b><i>${fill('a* ', length - 10)}`,
	'alternating emphasis': (length) => fill('<b>a</b><i>b</i>', length),
	'links behind brackets': (length) => fill('[<a href="http://a.b">[</a>', length),
	'brackets behind an address': (length) => `http://a.b/${fill(')', length - 20)}*`,
	'a long word before markup': (length) => `<b>x</b>${fill('a', length - 30)}. <b>y</b>`,
	'dashes in bold': (length) => `<b>${fill('-', length - 20)}x:</b>`,
	'blanks in code': (length) => `<pre>${fill(' ', length - 20)}x</pre>`,
	'a bold word and brackets': (length) => `x${fill('(', length - 40)}<a href="https://a.b">https://a.b</a>`,
	'blanks in italics in bold': (length) => `<b>x${fill('<i>\u00a0</i>\u00a0', length - 10)}`,
	'blank code in bold': (length) => `<b>x${fill('<code> </code> ', length - 10)}`,
	'deep lists of large numbers': (length) =>
		'<ol start=9999999999><li>'.repeat(8) + fill('<li>x', length - 300),
	'paragraphs in deep quotes': (length) => '<blockquote>'.repeat(8) + fill('<p>x', length - 200),
	'rules in deep quotes': (length) => '<blockquote>'.repeat(8) + fill('<hr>', length - 200),
	'a long link over many lines': (length) =>
		`<a href="https://a.com/${fill('x', 1_900)}">${fill('<br>x', length - 2_000)}`,
	'links with addresses that grow': (length) =>
		fill(`<a href="https://a.com/${'あ'.repeat(200)}">x</a>`, length),
	'lone markers in emphasis': (length) => `<b><i><s>${fill('a*', length - 20)}`,
	'a table of wide columns': (length) =>
		`<table><tr>${`<td>${'x'.repeat(40)}`.repeat(20)}${fill(`<tr>${'<td>'.repeat(20)}x`, length - 1_000)}`,
	'a table of narrow cells': (length) =>
		`<table>${fill('<tr><td><td>', length - 100)}<tr><td>${'x'.repeat(40)}`,
	'lines of hidden code': (length) => `<div data-mx-spoiler><b><pre>${fill('x\n', length - 50)}`,
	'code of backticks': (length) => `<pre>${fill('`', length - 5)}`,
	...Object.fromEntries(
		[
			'<',
			'&',
			'[',
			'](',
			'*',
			'_',
			'~',
			'`',
			'|',
			'$',
			'\\',
			'@a',
			'#',
			'+1',
			':a',
			'a_',
			'(http://a.b/*',
			'> ',
			'\n',
		].map((part) => [`${JSON.stringify(part)} over and over`, (length: number) => fill(part, length)]),
	),
};
