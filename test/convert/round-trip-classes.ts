import { parse } from '@rocket.chat/message-parser';
import { parseMarkdown } from '../../src/convert/markdown/markdown';
import { outline, serverOptions } from './escape/rocketchat-parser';
import { shapeOfBlocks, shapeOfRocketChat } from './markdown/shape';
import { visibleText } from './visible-text';

/** A way in which a message may be changed after both conversions, and the reason why that is right. */
export interface RoundTripClass {
	readonly reason: string;
	readonly example: string;
	/**
	 * @param back the message after the conversion to Matrix and back
	 * @param again the message after a second conversion to Matrix and back
	 */
	readonly explains: (message: string, back: string, again: string) => boolean;
}

/** What is shown, without the links that Rocket.Chat makes of addresses and phone numbers by itself, and without empty lines. */
const withoutBareLinks = (outlined: string) =>
	outlined
		.replace(
			/LINK\((?:https:|tel:)?[^|]*?\|((?:https?:\/\/|\+\d|[^\s()|]+\.)(?:[^\s()|]|\(\))*)\)/g,
			'$1',
		)
		.replace(/ ?LINE_BREAK\(\)/g, '');

/** Whether Matrix allows a link with this address. */
function isAllowed(address: string): boolean {
	const absolute = address.includes(':') ? address : `https://${address}`;
	return /^(?:https?|ftp|mailto|magnet):/i.test(absolute) && URL.canParse(absolute);
}

/** @returns what a mention shows after the conversion back; dots at the end of the name may belong to the sentence */
export function shownMention(written: string): string {
	const [, name = '', dots = ''] = /^(.*?)(\.*)$/.exec(written) ?? [];
	if (written === 'all') {
		return '@room';
	}
	return name === 'bob:example.org' ? `Bob${dots}` : `@${written}`;
}

/** Why a message may change again in the second conversion to Matrix and back. */
export const unstable: Readonly<Record<string, RoundTripClass>> = {
	'another spelling': {
		reason:
			'Rocket.Chat shows exactly the same. The first time an escape or a longer form is needed, for example for a ' +
			'colour, for a character that a label cannot hold, or for the space in front of a mention; the second time ' +
			'it is plain text.',
		example: '[<b>](https://example.org)',
		explains: (_, back, again) => outline(back) === outline(again),
	},
	'domain in a word': {
		reason:
			'Rocket.Chat makes links of addresses and phone numbers in the middle of a word. They come back as links ' +
			'with a scheme, or as text.',
		example: 'hello @carol:example.org *hi*',
		explains: (_, back, again) => withoutBareLinks(outline(back)) === withoutBareLinks(outline(again)),
	},
};

/** Why the text that a reader sees may change in the conversion to Matrix and back. */
export const changedText: Readonly<Record<string, RoundTripClass>> = {
	'nothing to see': {
		reason: 'If the HTML shows nothing, the plain text is shown instead.',
		example: '|| ||',
		explains: (message) => visibleText(message, (name) => name) === '',
	},
	'read differently': {
		reason: 'Our reader and that of Rocket.Chat differ on purpose; `markdown/differences.ts` says where and why.',
		example: '[a\nb](https://example.org)',
		explains: (message) =>
			JSON.stringify(shapeOfBlocks(parseMarkdown(message).blocks)) !==
			JSON.stringify(shapeOfRocketChat(parse(message, serverOptions))),
	},
	table: {
		reason: 'A table comes back as code, since a server with an older grammar would show its bars and dashes.',
		example: '| a | b |\n|---|---|\n| 1 | 2 |',
		explains: (message) => parseMarkdown(message).blocks.some(({ type }) => type === 'table'),
	},
	'time of day': {
		reason: 'A time without a date is shown as it was typed; Rocket.Chat takes the day on which it is read.',
		example: '<t:10:00>',
		explains: (message) => /<t:\d\d:\d\d/.test(message),
	},
	mailto: {
		reason: 'Rocket.Chat drops `mailto:`. A message without HTML is its plain text, which shows what was typed.',
		example: 'mailto:alice@example.org',
		explains: (message) => message.includes('mailto:'),
	},
	'two at signs': {
		reason: 'Rocket.Chat drops one of them. A message without HTML is its plain text, which shows both.',
		example: '@@nobody',
		explains: (message) => message.includes('@@'),
	},
	'large number': {
		reason: 'Matrix clients store the numbers of list items in 32 bits.',
		example: '99999999999. big',
		explains: (message) => /^\d{10,}\. /m.test(message),
	},
	'address beside text': {
		reason: 'Matrix allows no link with this scheme, so the address is text behind the label.',
		example: '[call](tel:+4930123456)',
		explains: (message) =>
			/\]\((?:\+\d|(?!(?:https?|ftp|mailto|magnet):)[a-z][a-z0-9+.-]*:(?!\d+\)))/i.test(message) ||
			[...message.matchAll(/<([^|\s]+)\|[^<>|]+>/g)].some(([, address = '']) => !isAllowed(address)),
	},
	'blank label': {
		reason: 'Nobody could see a link whose label is only spaces, so it gets its address as its label.',
		example: 'see [ ](https://example.org)',
		explains: (message) => /\[[ \t]+\]\(/.test(message),
	},
	'room address gets a label': {
		reason:
			'People in Rocket.Chat can read the alias of a room, but not its address. A link into Matrix that shows only ' +
			'its address gets the alias as its label.',
		example: 'https://matrix.to/#/#room:example.org',
		explains: (message, back) => {
			const labelled = message.replace(
				/https:\/\/matrix\.to\/#\/(#[^\s)]+)/g,
				(address: string, alias: string) => `[\u2060${alias}](${address})`,
			);
			return visibleText(back, shownMention) === visibleText(labelled, shownMention);
		},
	},
};
