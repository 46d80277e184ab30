const fill = (part: string, length: number) => part.repeat(Math.floor(length / part.length));

/** HTML made to take long, of any length in characters. */
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
