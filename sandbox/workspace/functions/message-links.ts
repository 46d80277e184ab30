import type { MessageDocument } from '../database/documents';
import type { Server } from '../server';
import { collections } from './collections';
import { canAccessRoom } from './room-access';

const address = /[a-z][a-z0-9+.-]{1,8}:\/\/[^\s<>()[\]"'`]+(?:\([^\s<>()]*\)[^\s<>()[\]"'`]*)*/gi;

/**
 * Finds the addresses in a message, for previews (`apps/meteor/app/lib/server/functions/parseUrlsInMessage.ts`). The
 * sandbox does not fetch them, so `meta` stays empty.
 */
export function urlsIn(
	message: Pick<MessageDocument, 'msg' | 'parseUrls' | 'urls'>,
): MessageDocument['urls'] {
	if (message.parseUrls === false) {
		return message.urls;
	}
	return [...new Set(message.msg.match(address) ?? [])].map((url) => ({ url, meta: {} }));
}

/**
 * Expands links to messages of this workspace into quotes
 * (`apps/meteor/server/services/messages/hooks/BeforeSaveJumpToMessage.ts`): the sender must be able to see the room,
 * and the message must not be hidden. An edited message first loses its quotes, since its links may have changed.
 */
export function quoteLinkedMessages(server: Server, message: MessageDocument): MessageDocument {
	const { messages, rooms } = collections(server);
	const site = server.settings.get<string>('Site_Url');
	if (message.editedAt && message.attachments) {
		message.attachments = message.attachments.filter((attachment) => !isQuote(attachment));
	}
	for (const link of message.urls ?? []) {
		const quotedId = messageIdIn(link.url, site);
		const quoted = quotedId ? messages.findById(quotedId) : undefined;
		const room = quoted && rooms.findById(quoted.rid);
		if (!quoted || quoted._hidden || !room || !canAccessRoom(server, room, message.u._id)) {
			continue;
		}
		message.attachments = [...(message.attachments ?? []), quoteOf(server, quoted, link.url)];
		link.ignoreParse = true;
	}
	return message;
}

/** `isQuoteAttachment` (`packages/core-typings/src/IMessage/MessageAttachment/MessageQuoteAttachment.ts`) */
function isQuote(attachment: Record<string, unknown>): boolean {
	return 'message_link' in attachment && attachment.message_link !== null;
}

function messageIdIn(url: string, site: string): string | undefined {
	if (!url.includes(site) || !URL.canParse(url)) {
		return undefined;
	}
	return new URL(url).searchParams.get('msg') ?? undefined;
}

/** `apps/meteor/lib/createQuoteAttachment.ts`; `Message_QuoteChainLimit` cuts quotes in quotes. */
export function quoteOf(server: Server, quoted: MessageDocument, link: string): Record<string, unknown> {
	const useRealName = server.settings.get<boolean | undefined>('UI_Use_Real_Name') === true;
	const { username, name } = quoted.u;
	const limit = server.settings.get<number | undefined>('Message_QuoteChainLimit') ?? 2;
	return {
		text: quoted.msg,
		message_link: link,
		author_name: quoted.alias || (useRealName && name ? name : username),
		author_icon: `/avatar/${encodeURIComponent(username)}`,
		attachments:
			limit < 2 ? [] : (quoted.attachments ?? []).map((attachment) => cutDepth(attachment, 1, limit)),
		ts: quoted.ts,
	};
}

function cutDepth(
	attachment: Record<string, unknown>,
	depth: number,
	limit: number,
): Record<string, unknown> {
	const { attachments, ...rest } = attachment;
	if (!Array.isArray(attachments)) {
		return attachment;
	}
	if (depth >= limit - 1) {
		return rest;
	}
	const inner = attachments as Record<string, unknown>[];
	return { ...rest, attachments: inner.map((each) => cutDepth(each, depth + 1, limit)) };
}
