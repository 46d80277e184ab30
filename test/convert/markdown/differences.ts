import { withoutBareLinks, type Shape } from './shape';

/** A way in which our reading may differ from Rocket.Chat's, and why that is right. */
export interface Difference {
	readonly reason: string;
	readonly example: string;
	/**
	 * Tells whether it explains two different readings of a message.
	 * @param judge how Rocket.Chat reads a text
	 */
	explains(message: string, ours: readonly Shape[], theirs: readonly Shape[], judge: Judge): boolean;
}

type Judge = (text: string) => readonly Shape[];

const same = (one: readonly Shape[], other: readonly Shape[]) =>
	JSON.stringify(one) === JSON.stringify(other);

/** Stands for a bracket that opens no link, which it does nowhere. */
const PARENTHESIS = '(';

/** @returns the message without the brackets whose link would end on another line */
const withoutLinesOfLinks = (message: string) => message.replace(/(?<!^- )\[(?!.*\]\()/gm, PARENTHESIS);

const sameButForBrackets = (one: readonly Shape[], other: readonly Shape[]) =>
	JSON.stringify(one).replaceAll('[', PARENTHESIS) === JSON.stringify(other).replaceAll('[', PARENTHESIS);

/** What has lines of form feeds and the like alone is read the same; only the shape of Rocket.Chat leaves them out. */
const sameButForEmptyLines = (one: readonly Shape[], other: readonly Shape[]) => {
	const [text, otherText] = [one, other].map((shapes) =>
		JSON.stringify(shapes).replace(/(?:\\f|\\u000b)+\\n/g, ''),
	);
	return text === otherText;
};

/** All of them, in the order in which they are asked. */
export const differences: Readonly<Record<string, Difference>> = {
	'bare address': {
		reason:
			'Rocket.Chat asks a list of public suffixes of 100 kB. Here the domains of countries and the common others ' +
			'are known, and an address with a scheme is a link wherever it leads. Matrix clients make links of bare ' +
			'addresses by themselves, so nobody sees a difference.',
		example: 'http://server.internal/page',
		explains: (message, ours, theirs) =>
			message.includes('.') && same(withoutBareLinks(ours), withoutBareLinks(theirs)),
	},
	mailto: {
		reason: 'Rocket.Chat drops what was typed, `mailto:`, where the domain is unknown.',
		example: 'mailto:alice@server.internal',
		explains: (message, ours, theirs) =>
			message.includes('mailto:') &&
			JSON.stringify(withoutBareLinks(ours)).replaceAll('mailto:', '') ===
				JSON.stringify(withoutBareLinks(theirs)).replaceAll('mailto:', ''),
	},
	'lines of a link': {
		reason: 'The text of a link ends with its line. A link across paragraphs is a slip, and HTML cannot hold it.',
		example: '[a\nb](https://example.org)',
		explains: (message, ours, _theirs, judge) =>
			sameButForBrackets(ours, judge(withoutLinesOfLinks(message))),
	},
	'lines of a formula': {
		reason: 'A formula in a line ends with its line; the one for several lines is `\\[ \\]`.',
		example: '\\(a\nb\\)',
		explains: (message) => /\\\([^]*\n[^]*\\\)/.test(message),
	},
	'backtick at the end': {
		reason: 'This version loses a code block of which a line ends with a backtick; the ones before it did not.',
		example: '```\nuse `code`\n```',
		explains: (message) => /```[^]*`\n[^]*```/.test(message),
	},
	'emoticon before a spoiler': {
		reason: 'Whether an emoticon stands before a spoiler hangs on all that follows. It stays as typed.',
		example: ':)||a||',
		explains: (message) => message.includes('||') && /[:;=<>)(DPOBX8]\|\|/.test(message),
	},
	'carriage return': {
		reason: 'A carriage return ends a line, alone as well. Rocket.Chat takes it for text in the middle of words.',
		example: 'a\rb',
		explains: (message, ours, _theirs, judge) =>
			message.includes('\r') && sameButForEmptyLines(ours, judge(message.replace(/\r\n?/g, '\n'))),
	},
};

/** Messages of the corpus that are read differently, and by which of the differences. */
export const differentMessages: Readonly<Record<string, keyof typeof differences>> = {
	'http://server.internal/page': 'bare address',
};
