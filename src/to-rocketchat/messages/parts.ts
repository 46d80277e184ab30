import { withoutQuoteLinks } from '../../convert/escape/quote-links';
import { longestLine, messagesOf } from '../../convert/length/message-length';
import { messageIdOf } from '../../convert/message-id';
import { partDifference } from '../../convert/part-difference';
import type { ConfiguredBridge } from '../../configured-bridge';
import type { RoomEvent } from '../../matrix/events';
import type { EventId, UserId } from '../../matrix/ids';
import { avatarUrlOf } from '../../people/external-avatar';
import { aliasOf } from '../../people/external-name';
import { checkSender } from '../../people/external-profile';
import type { StoredMessage } from '../../rocketchat/entities';
import type { RocketChatMessageId, RocketChatUserId } from '../../rocketchat/ids';
import { journalPage } from '../../store/journal-page';
import type { MessageLink } from '../../store/store';
import { refusalIn } from '../../rocketchat/refusals';
import { authorOf, noticeUnknownGuest } from './authors';
import type { MessagePlace } from './message-place';
import { forgetRefusals } from '../refusal-notice';

/** The event whose text Rocket.Chat shows in one or several messages. */
type SourceEvent = Pick<RoomEvent, 'eventId' | 'roomId' | 'sender' | 'isNew'>;

/** An event as Rocket.Chat shows it at present. */
interface PostedEvent {
	readonly event: SourceEvent;
	/** All links of the event, the first part's first. */
	readonly links: readonly MessageLink[];
	readonly firstMessage: StoredMessage;
}

/** One message to post. */
interface IncomingPart {
	/** Counted from 0. */
	readonly part: number;
	readonly text: string;
	readonly messageId: RocketChatMessageId;
	readonly senderId: RocketChatUserId;
	/** Who wrote it, if that is not the sender. */
	readonly guest?: UserId | undefined;
}

/**
 * Splits a text into messages that are no longer than the workspace allows.
 * @param text from a converter; nothing in it becomes a quote
 * @param quote is put in front of the first message, unless it leaves too little room for text
 */
export function splitIntoMessages({ workspace }: ConfiguredBridge, text: string, quote = ''): string[] {
	const { messageLimit, siteUrl } = workspace;
	const room = messageLimit - quote.length;
	const prefix = room < Math.min(text.length, longestLine(messageLimit)) ? '' : quote;
	const [first = '', ...more] = messagesOf(withoutQuoteLinks(text, siteUrl), messageLimit, prefix.length);
	return [prefix + first, ...more];
}

/**
 * Posts the text of an event as its sender's bot user, in as many messages as it needs, and links them. Messages that
 * were posted before a crash are not posted again.
 * @throws the host's own error
 */
export async function postText(
	bridge: ConfiguredBridge,
	event: SourceEvent,
	text: string,
	place: MessagePlace,
	quote = '',
): Promise<void> {
	// The id is made from the event, so posting twice posts once; only a message that was deleted meanwhile would come back.
	const links = event.isNew ? [] : await bridge.store.messages.allByMatrixId(event.eventId);
	await checkSender(bridge, event);
	const post = async (line = '') => {
		const { senderId, prefix, guest } = await authorOf(bridge, event, place.rocketChatRoomId);
		const texts = splitIntoMessages(bridge, line + prefix + text, quote);
		for (const [part, partText] of [...texts.entries()].slice(links.length)) {
			const messageId = messageIdOf(event.eventId, part);
			await postPart(bridge, event, { part, text: partText, messageId, senderId, guest }, place);
		}
	};
	try {
		await post();
	} catch (error) {
		const isRefused = error instanceof Error && refusalIn(error) === 'no-access';
		const line = isRefused ? await noticeUnknownGuest(bridge, event) : undefined;
		if (line === undefined) {
			throw error;
		}
		await post(`${line}\n`);
	}
	await forgetRefusals(bridge, event.roomId);
}

/**
 * Gives the messages of an event another text, as its sender: edits those whose text differs, deletes those that
 * are too many, posts those that are missing. Doing it twice has the effect of doing it once.
 * @param texts the new text of each message
 * @param cause the event that brings the change. Added messages get their ids from it, since the id that the original
 * event would give may belong to a message that was deleted.
 * @throws the host's own error
 */
export async function rewriteMessages(
	bridge: ConfiguredBridge,
	{ event, links, firstMessage }: PostedEvent,
	texts: readonly string[],
	cause: EventId,
): Promise<void> {
	const { messages, store, people, instances } = bridge;
	// If the sender's account was deleted, the federation bot changes the messages.
	const senderId = (firstMessage.sender ?? (await people.bot())).id;
	const present: { part: number; link: MessageLink; message: StoredMessage }[] = [];
	for (const link of links) {
		const message = link.part === 0 ? firstMessage : await messages.byId(link.rocketChatId);
		if (message) {
			present.push({ part: link.part, link, message });
		} else {
			await store.messages.drop(link); // this part was deleted in Rocket.Chat
		}
	}
	const { edit, remove, add } = partDifference(present, texts);
	for (const { present: existing, content: text } of edit) {
		if (existing.message.text !== text) {
			instances.requireLease(event.roomId);
			await messages.edit(existing.link.rocketChatId, senderId, text);
		}
	}
	for (const { link, message } of remove) {
		await messages.remove(message, senderId);
		await store.messages.drop(link);
	}
	const place: MessagePlace = {
		rocketChatRoomId: firstMessage.room.id,
		threadId: firstMessage.threadId,
	};
	for (const { part, content: text } of add) {
		await postPart(bridge, event, { part, text, messageId: messageIdOf(cause, part), senderId }, place);
	}
}

/** Posts one message of an event, and links it. Posting it again posts nothing twice. */
export async function postPart(
	bridge: ConfiguredBridge,
	{ eventId, roomId, sender }: SourceEvent,
	{ part, text, messageId, senderId, guest }: IncomingPart,
	{ rocketChatRoomId, threadId }: MessagePlace,
): Promise<void> {
	const { messages, store, instances, shownTyping } = bridge;
	const alias = guest === undefined ? await aliasOf(bridge, sender) : undefined;
	const avatarUrl = guest === undefined ? await avatarUrlOf(bridge, sender) : undefined;
	shownTyping.end(roomId, senderId);
	instances.requireLease(roomId); // a message that is posted again gets another time, and so another place
	const rocketChatId = await messages.post({
		roomId: rocketChatRoomId,
		senderId,
		text,
		...(threadId !== undefined && { threadId }),
		origin: { messageId, eventId, sender },
		...(alias !== undefined && { alias }),
		...(avatarUrl !== undefined && { avatarUrl }),
	});
	const page = journalPage(rocketChatRoomId);
	const isGuest = part === 0 && guest !== undefined;
	await store.messages.add({
		matrixId: eventId,
		rocketChatId,
		roomId,
		part,
		page,
		...(isGuest && { guest }),
	});
}
