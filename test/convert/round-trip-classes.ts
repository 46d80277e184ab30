import { parse } from '@rocket.chat/message-parser';
import { parseMarkdown } from '../../src/convert/markdown/markdown';
import { outline, serverOptions } from './escape/rocketchat-parser';
import { shapeOfBlocks, shapeOfRocketChat } from './markdown/shape';
import { visibleText } from './visible-text';

/** A way in which a message may come back otherwise, and why that is right. */
export interface RoundTripClass {
	readonly reason: string;
	readonly example: string;
	/** @param back what the message became, `again` what that became */
	readonly explains: (message: string, back: string, again: string) => boolean;
}

const withSchemes = (outlined: string) =>
	outlined.replace(/(?<=LINK\()(?:https:)?(\/\/[^|]*?)\/?(?=\|)/g, 'https:$1');

/** Why a message that came back once is written otherwise when it comes back again. */
export const unstable: Readonly<Record<string, RoundTripClass>> = {
	'another spelling': {
		reason:
			'Rocket.Chat shows exactly the same. What made an escape or a longer form necessary, such as a colour, a ' +
			'sign that a label cannot hold or a mention that gets a space in front, is plain text the second time.',
		example: '[<b>](https://example.org)',
		explains: (_, back, again) => outline(back) === outline(again),
	},
	'domain in a word': {
		reason: 'Rocket.Chat makes a link of a domain in the middle of a word. It comes back as a link with a scheme.',
		example: 'hello @carol:example.org *hi*',
		explains: (_, back, again) => withSchemes(outline(back)) === withSchemes(outline(again)),
	},
};

/** Why the text that a reader sees is another one when a message comes back. */
export const changedText: Readonly<Record<string, RoundTripClass>> = {
	'nothing to see': {
		reason: 'HTML that shows nothing is nothing to read; the plain text is shown instead.',
		example: '|| ||',
		explains: (message) => visibleText(message, (name) => name) === '',
	},
	'read differently': {
		reason: 'Rocket.Chat reads the message in another way; `markdown/differences.ts` says where and why.',
		example: '[a\nb](https://example.org)',
		explains: (message) =>
			JSON.stringify(shapeOfBlocks(parseMarkdown(message).blocks)) !==
			JSON.stringify(shapeOfRocketChat(parse(message, serverOptions))),
	},
	'time of day': {
		reason: 'Without a date it is shown as it was typed; Rocket.Chat puts it on the day of the reading.',
		example: '<t:10:00>',
		explains: (message) => /<t:\d\d:\d\d/.test(message),
	},
	mailto: {
		reason: 'Rocket.Chat drops `mailto:`. A message without HTML is its plain text, where it stands as typed.',
		example: 'mailto:alice@example.org',
		explains: (message) => message.includes('mailto:'),
	},
	'two at signs': {
		reason: 'Rocket.Chat drops one of them. A message without HTML is its plain text, where both stand as typed.',
		example: '@@nobody',
		explains: (message) => message.includes('@@'),
	},
	'large number': {
		reason: 'Clients of Matrix count the items of lists in 32 bits.',
		example: '99999999999. big',
		explains: (message) => /^\d{10,}\. /m.test(message),
	},
};
