import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import { quotedLines, splitQuotes, type QuoteLink } from '../convert/quote';
import type { ConfiguredBridge } from '../configured-bridge';
import type { EventId, RoomId } from '../matrix/ids';

/** @returns the first quoted message that is in the same room, which becomes the one that is answered */
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
 * @param room that the quote is read in
 * @returns what is quoted of the same room, without what it quotes itself, or the names of its files; of any other room
 * only its link, since readers may not be in there
 */
export async function renderQuote(
	{ messages, workspace }: ConfiguredBridge,
	room: IMessage['room'],
	{ messageId, address }: QuoteLink,
): Promise<string> {
	const quoted = await messages.byId(messageId);
	if (quoted?.room.id !== room.id) {
		return address;
	}
	const { text } = splitQuotes(quoted.text ?? '', workspace.siteUrl);
	const shown = text.trim() === '' ? fileNames(quoted).map(asCode).join('\n') : text;
	return shown === '' ? address : quotedLines(shown);
}

/** Images have a thumbnail among their files. Where the workspace tells an app no files, they are called as they are shown. */
function fileNames({ files, attachments = [] }: IMessage): string[] {
	return files
		? files.filter(({ typeGroup }) => typeGroup !== 'thumb').map(({ name }) => name)
		: attachments.flatMap(({ title, timestampLink }) => (!timestampLink && title?.value) || []);
}

/** Whatever a file is called, it is no markup. */
function asCode(name: string): string {
	return `\`${name.replace(/[`\r\n]/g, "'")}\``;
}
