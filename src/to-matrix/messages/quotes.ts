import type { IMessageAttachment } from '@rocket.chat/apps-engine/definition/messages';
import { escapeText } from '../../convert/escape/escape-text';
import { quotedLines, splitQuotes, type QuoteLink } from '../../convert/quote';
import type { ConfiguredBridge } from '../../configured-bridge';
import type { EventId, RoomId } from '../../matrix/ids';
import { isCiphertext } from '../../rocketchat/encryption';
import type { StoredMessage, RocketChatRoom } from '../../rocketchat/entities';
import { cardsOf } from './cards';

/** @returns the first quoted message that is in the same Matrix room; the message becomes a reply to it */
export async function findRepliedTo(
	{ store }: ConfiguredBridge,
	roomId: RoomId,
	quotes: readonly QuoteLink[],
): Promise<{ quote: QuoteLink; eventId: EventId } | undefined> {
	for (const quote of quotes) {
		const link = await store.messages.byRocketChatId(quote.messageId);
		if (link?.roomId === roomId) {
			return { quote, eventId: link.matrixId };
		}
	}
	return undefined;
}

/**
 * @param room in which the quote is read
 * @returns the quoted text without the quotes in it, or the names of its files and the texts of its cards. For a message in
 * another room, and for an encrypted one, only the link: not every reader may be in that room
 */
export async function renderQuote(
	{ messages, workspace }: ConfiguredBridge,
	room: RocketChatRoom,
	{ messageId, address }: QuoteLink,
): Promise<string> {
	const quoted = await messages.byId(messageId);
	if (quoted?.room.id !== room.id || isCiphertext(quoted)) {
		return address;
	}
	const { text } = splitQuotes(quoted.text ?? '', workspace.siteUrl);
	const shown =
		text.trim() === ''
			? [...fileNames(quoted).map(asCode), ...cardTexts(quoted, workspace.siteUrl)].join('\n')
			: text;
	return shown === '' ? address : quotedLines(shown);
}

/**
 * Older servers give an app no `files`; then the titles of the attachments are shown. The files of an image include its
 * thumbnail.
 */
function fileNames({ files, attachments = [] }: StoredMessage): string[] {
	return files
		? files.filter(({ typeGroup }) => typeGroup !== 'thumb').map(({ name }) => name)
		: attachments.filter(isTitleOnly).map(({ title }) => title?.value ?? '');
}

/** Older servers store nothing but the title of some files. */
function isTitleOnly({ title, timestampLink, text, fields }: IMessageAttachment): boolean {
	return !timestampLink && !!title?.value && !text && !fields?.length;
}

/** @returns the titles and texts of cards, without their fields and links */
function cardTexts({ files, attachments = [] }: StoredMessage, siteUrl: string): string[] {
	const shown = attachments.filter(
		(each) => !each.timestampLink && (files !== undefined || !isTitleOnly(each)),
	);
	return cardsOf({ attachments: shown }, siteUrl, '').flatMap(({ title, texts }) => [
		...(title ? [escapeText(title.text)] : []),
		...texts,
	]);
}

/** A file's name is shown as code, so that nothing in it is read as markup. */
function asCode(name: string): string {
	return `\`${name.replace(/[`\r\n]/g, "'")}\``;
}
