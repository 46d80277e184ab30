import { emoticonList } from '../../../src/convert/emoji/emoticons';
import { parseMarkdown } from '../../../src/convert/markdown/markdown';
import { shapeOfBlocks, withoutBareLinks, withoutIds, type Shape } from './shape';

/** An accepted difference between our reading and Rocket.Chat's. */
export interface Difference {
	readonly reason: string;
	readonly example: string;
	/**
	 * @param judge reads a text as Rocket.Chat does
	 * @returns whether this is the difference between two readings of a message
	 */
	explains(message: string, ours: readonly Shape[], theirs: readonly Shape[], judge: Judge): boolean;
}

type Judge = (text: string) => readonly Shape[];

const same = (one: readonly Shape[], other: readonly Shape[]) =>
	JSON.stringify(one) === JSON.stringify(other);

/** Replaces a bracket that opens no link, since a parenthesis opens none anywhere. */
const PARENTHESIS = '(';
/** Replaces such a bracket behind a backslash, where a parenthesis opens a formula. */
const BRACE = '{';

/** @returns the message without the brackets of links that end on another line; those of tasks stay */
const withoutLinesOfLinks = (message: string) =>
	message.replace(/(?<!^- (?=\[[ x]?\] .))(\\?)\[(?!.*\]\()/gm, (_bracket, backslash: string) =>
		backslash === '' ? PARENTHESIS : backslash + BRACE,
	);

const sameButForBrackets = (one: readonly Shape[], other: readonly Shape[]) => {
	const [text, otherText] = [one, other].map((shapes) =>
		JSON.stringify(shapes).replace(/[[{]/g, PARENTHESIS),
	);
	return text === otherText;
};

/** Tells whether an emoticon ends where a spoiler may start. */
const hasEmoticonBeforeSpoiler = (message: string) =>
	emoticonList.some(({ text }) => message.includes(`${text}||`));

const matrixId = /[@#!][^\s:|*~`()[\]]+:[\w[][\w.:-]*/;

/** Whether both read a message alike that has a word in the place of each id: an id may decide where other markup ends. */
const isSameWithoutIds = (message: string, judge: Judge) => {
	const replaced = message.replace(new RegExp(matrixId, 'g'), (id) => (id.endsWith('_') ? 'id_' : 'id'));
	const ours = shapeOfBlocks(parseMarkdown(replaced).blocks);
	return same(withoutBareLinks(ours), withoutBareLinks(judge(replaced)));
};

/** All accepted differences. The first that explains two readings is the one that is counted. */
export const differences: Readonly<Record<string, Difference>> = {
	'bare address': {
		reason:
			'Rocket.Chat uses a list of public suffixes of 100 kB. This app knows the domains of countries and the common ' +
			'others, and an address with a scheme is always a link. Matrix clients make links of bare addresses ' +
			'themselves, so nobody sees a difference.',
		example: 'http://server.internal/page',
		explains: (message, ours, theirs) =>
			message.includes('.') && same(withoutBareLinks(ours), withoutBareLinks(theirs)),
	},
	'Matrix id': {
		reason:
			'Rocket.Chat knows no aliases and ids of rooms, and of the ids of users neither all characters nor the port. ' +
			'It may make a link of the domain in them.',
		example: 'in #room:example.org',
		explains: (message, ours, theirs, judge) =>
			matrixId.test(message) &&
			(same(withoutIds(ours), withoutIds(theirs)) || isSameWithoutIds(message, judge)),
	},
	mailto: {
		reason: 'Rocket.Chat drops the typed `mailto:` if it does not know the domain.',
		example: 'mailto:alice@server.internal',
		explains: (message, ours, theirs) =>
			message.includes('mailto:') &&
			JSON.stringify(withoutBareLinks(ours)).replaceAll('mailto:', '') ===
				JSON.stringify(withoutBareLinks(theirs)).replaceAll('mailto:', ''),
	},
	'lines of a link': {
		reason: 'The text of a link ends with its line. HTML cannot have a link across paragraphs.',
		example: '[a\nb](https://example.org)',
		explains: (message, ours, _theirs, judge) =>
			sameButForBrackets(ours, judge(withoutLinesOfLinks(message))),
	},
	'lines of a formula': {
		reason: 'An inline formula ends with its line; `\\[ \\]` is for several lines.',
		example: '\\(a\nb\\)',
		explains: (message) => /\\\([^]*\n[^]*\\\)/.test(message),
	},
	'sequence of an emoji': {
		reason:
			'Since version 0.32 of its parser Rocket.Chat reads a keycap and the like as one emoji. To this app they are ' +
			'text, so what touches them is shown as it was typed.',
		example: '1\uFE0F\u20E3-_-',
		explains: (message) => /[\uFE0F\u20E3]\S/.test(message),
	},
	'emoticon before a spoiler': {
		reason: 'Whether this is an emoticon depends on the whole spoiler after it. It stays as typed.',
		example: ':)||a||',
		explains: hasEmoticonBeforeSpoiler,
	},
	'carriage return': {
		reason: 'A carriage return ends a line, even alone. Rocket.Chat reads it as text in the middle of words.',
		example: 'a\rb',
		explains: (message, ours, _theirs, judge) =>
			message.includes('\r') && same(ours, judge(message.replace(/\r\n?/g, '\n'))),
	},
};

/** The messages of the corpus that are read differently, each with its difference. */
export const differentMessages: Readonly<Record<string, keyof typeof differences>> = {
	'http://server.internal/page': 'bare address',
	'@alice:example.org:8448': 'Matrix id',
	'#general:example.org': 'Matrix id',
};
