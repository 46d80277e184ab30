import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import type { Card, CardLink } from '../../convert/markdown/card';
import { objectIn, type JsonObject } from '../../convert/json';

/** What a block shows: texts in markdown, and plain texts, which may be links. */
type Shown = Pick<Card, 'texts' | 'links'>;

/**
 * @param callStarted what stands for a video call, of which the block has the id only
 * @returns the blocks of a message by another app or by Rocket.Chat, in order, as cards that can be read. Who uses them, as by a
 * button without a link, has to be in Rocket.Chat. Rocket.Chat: packages/ui-kit, src/blocks
 */
export function cardsOfBlocks({ blocks }: Pick<IMessage, 'blocks'>, callStarted: string): readonly Card[] {
	return listIn(blocks)
		.flatMap((block) =>
			block.type === 'video_conf' ? [{ texts: [], links: [{ text: callStarted }] }] : shownBy(block),
		)
		.map((shown) => ({ ...shown, fields: [] }));
}

function shownBy(block: JsonObject): readonly Shown[] {
	const { type, text, title, label, fields, elements, accessory, actions, render, rows, description } =
		block;
	if (type === 'divider') {
		return [{ texts: ['---'], links: [] }];
	}
	if (type === 'image') {
		return [{ texts: [], links: linkOf(textIn(title) || block.altText, block.imageUrl) }];
	}
	return [
		...[title, text, label, description].flatMap(shownText),
		...listIn(fields).flatMap(shownText),
		...listIn(elements).flatMap(shownElement),
		...listIn([accessory, actions].flat()).flatMap(shownElement),
		...[...listIn(render), ...listIn(rows)].flatMap(shownBy),
	];
}

/** A text object, or a list of them. `cardsOf` leaves out an empty one. */
function shownText(value: unknown): readonly Shown[] {
	if (Array.isArray(value)) {
		return value.flatMap(shownText);
	}
	const text = textIn(value);
	return objectIn(value).type === 'mrkdwn'
		? [{ texts: [text], links: [] }]
		: [{ texts: [], links: [{ text }] }];
}

/** A text, an image, a button, or a menu of which the hint is shown. */
function shownElement(element: JsonObject): readonly Shown[] {
	const { type, text, placeholder, url, imageUrl, altText } = element;
	if (type === 'mrkdwn' || type === 'plain_text') {
		return shownText(element);
	}
	return [{ texts: [], links: linkOf(textIn(text) || textIn(placeholder) || altText, url ?? imageUrl) }];
}

function linkOf(text: unknown, address: unknown): readonly CardLink[] {
	const target = typeof address === 'string' ? address.trim() : '';
	const shown = typeof text === 'string' && text.trim() !== '' ? text : target;
	return shown === '' ? [] : [{ text: shown, ...(target !== '' && { address: target }) }];
}

/** @returns the text of a text object; empty if it is none */
function textIn(value: unknown): string {
	const { text } = objectIn(value);
	return typeof text === 'string' && text.trim() !== '' ? text : '';
}

function listIn(value: unknown): readonly JsonObject[] {
	return Array.isArray(value) ? value.map(objectIn) : [];
}
