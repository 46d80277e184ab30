import type { IMessage, IMessageAttachment } from '@rocket.chat/apps-engine/definition/messages';
import type { Card, CardLink } from '../../convert/markdown/card';
import { objectIn } from '../../convert/json';
import { messageIdIn } from '../../convert/quote';
import { cardsOfBlocks } from './block-cards';

type WithAttachments = Pick<IMessage, 'attachments' | 'text'>;

/**
 * What an attachment is. Rocket.Chat stores files, the quotes that it makes of links in the text, and the cards of
 * integrations in one list. Rocket.Chat: packages/core-typings, src/IMessage/MessageAttachment
 */
type Attachment =
	/** A file; also an attachment that says nothing. */
	| { readonly kind: 'file' }
	/** The text has the link of the quoted message, which is converted with it. */
	| { readonly kind: 'quote in text' }
	| { readonly kind: 'card'; readonly card: Card };

/**
 * @param callStarted what stands for a video call
 * @returns the cards of a message, in order: those of its attachments, and what its blocks say that its text does not
 */
export function cardsOf(
	message: WithAttachments & Pick<IMessage, 'blocks'>,
	siteUrl: string,
	callStarted: string,
): readonly Card[] {
	const { text = '' } = message;
	const isSaid = ({ texts, links }: Card) =>
		[...texts, ...links.map((link) => link.text)].every((shown) => text.includes(shown));
	return [
		...attachmentsOf(message, siteUrl).flatMap((attachment) =>
			attachment.kind === 'card' ? [attachment.card] : [],
		),
		...cardsOfBlocks(message, callStarted).filter((card) => !isSaid(card)),
	];
}

function attachmentsOf({ attachments = [], text = '' }: WithAttachments, siteUrl: string): Attachment[] {
	return attachments.map((attachment) => {
		const { timestampLink } = attachment;
		if (typeof timestampLink === 'string' && timestampLink !== '') {
			const id = messageIdIn(timestampLink, siteUrl);
			const isInText = text.includes(timestampLink) || (id !== undefined && text.includes(`msg=${id}`));
			return isInText ? { kind: 'quote in text' } : cardOrFile(attachment, siteUrl);
		}
		return isFile(attachment, siteUrl) ? { kind: 'file' } : cardOrFile(attachment, siteUrl);
	});
}

/** Rocket.Chat stores the addresses of its files without its own: apps/meteor/app/file-upload/server/lib/FileUpload.ts, `getPath` */
function isFile({ type, fileId, title, ...urls }: IMessageAttachment, siteUrl: string): boolean {
	const addresses = [objectIn(title).link, urls.imageUrl, urls.audioUrl, urls.videoUrl];
	return type === 'file' || Boolean(fileId) || addresses.some((address) => isUpload(address, siteUrl));
}

function isUpload(address: unknown, siteUrl: string): boolean {
	return (
		typeof address === 'string' &&
		(address.startsWith('/file-upload/') || address.startsWith(`${siteUrl}/file-upload/`))
	);
}

/** @returns the card; a file if there is nothing to read in it */
function cardOrFile(attachment: IMessageAttachment, siteUrl: string): Attachment {
	const { color, description, timestampLink } = attachment;
	const unmapped = objectIn((attachment as { _unmappedProperties_?: unknown })._unmappedProperties_);
	const link = (text: unknown, address: unknown) => linkOf(text, address, siteUrl);
	const author = objectIn(attachment.author);
	const title = objectIn(attachment.title);
	const texts = [attachment.text, description].map(textOf).filter((text) => text.trim() !== '');
	const card: Card = {
		pretext: textOf(unmapped.pretext),
		color: hexDigits(color),
		author: link(author.name, author.link ?? timestampLink),
		title: link(title.value, title.link),
		texts,
		isQuote: Boolean(timestampLink),
		fields: fieldsOf(attachment.fields),
		links: [
			...[attachment.imageUrl, attachment.audioUrl, attachment.videoUrl].map((address) =>
				link(address, address),
			),
			...actionsOf(attachment.actions).map(({ text, url }) => link(text ?? url, url)),
		].filter((each) => each !== undefined),
	};
	const isEmpty =
		(card.pretext ?? '') + texts.join('') === '' &&
		!card.author &&
		!card.title &&
		card.fields.length + card.links.length === 0;
	const fallback = textOf(unmapped.fallback);
	if (isEmpty) {
		return fallback === '' ? { kind: 'file' } : { kind: 'card', card: { ...card, texts: [fallback] } };
	}
	return { kind: 'card', card };
}

/** @returns a text or a number as text; integrations may send anything */
function textOf(value: unknown): string {
	return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

/** @returns the link; undefined if it has no text. Addresses of the workspace's own pages lack its address */
function linkOf(text: unknown, address: unknown, siteUrl: string): CardLink | undefined {
	const [label, target] = [textOf(text).trim(), textOf(address).trim()];
	const shown = label === '' ? target : label;
	if (shown === '') {
		return undefined;
	}
	const isPath = target.startsWith('/') && !target.startsWith('//');
	return { text: shown, ...(target !== '' && { address: isPath ? siteUrl + target : target }) };
}

const hexColor = /^#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i;
/** The colours that integrations name, as Slack shows them. */
const namedColors: Readonly<Record<string, string>> = { good: '2eb886', warning: 'daa038', danger: 'a30200' };

function hexDigits(color: unknown): string | undefined {
	const text = textOf(color).trim();
	return hexColor.exec(text)?.[1] ?? namedColors[text.toLowerCase()];
}

function fieldsOf(fields: unknown): Card['fields'] {
	return (Array.isArray(fields) ? fields : [])
		.map((field) => {
			const { title, value } = objectIn(field);
			return { title: textOf(title).trim(), value: textOf(value) };
		})
		.filter(({ title, value }) => title !== '' || value.trim() !== '');
}

function actionsOf(actions: unknown): readonly { readonly text: unknown; readonly url: unknown }[] {
	return (Array.isArray(actions) ? actions : []).map((action) => {
		const { text, url } = objectIn(action);
		return { text, url };
	});
}
