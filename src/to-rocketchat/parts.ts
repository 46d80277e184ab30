import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import { withoutQuoteLinks } from '../convert/escape/quote-links';
import { longestLine, messagesOf } from '../convert/length/message-length';
import { messageIdOf } from '../convert/message-id';
import { FederationError } from '../errors';
import type { ConfiguredBridge } from '../configured-bridge';
import type { RoomEvent } from '../matrix/events';
import type { EventId } from '../matrix/ids';
import type { MessageLink } from '../store/store';
import { ensureBotUser } from '../people/bot-user';

/** Where what an event says goes. */
export interface MessagePlace {
	readonly rocketChatRoomId: string;
	readonly threadId?: string | undefined;
}

/** An event whose text Rocket.Chat has in one or several messages. */
type Source = Pick<RoomEvent, 'eventId' | 'roomId' | 'sender'>;

/**
 * @param text what somebody said, from a converter; nothing in it becomes a quote
 * @param quote stands in front, unless it leaves too little room
 * @returns parts that are no longer than the workspace allows
 */
export function partsOf({ workspace }: ConfiguredBridge, text: string, quote = ''): string[] {
	const { messageLimit, siteUrl } = workspace;
	const room = messageLimit - quote.length;
	const prefix = room < Math.min(text.length, longestLine(messageLimit)) ? '' : quote;
	const [first = '', ...more] = messagesOf(withoutQuoteLinks(text, siteUrl), messageLimit, prefix.length);
	return [prefix + first, ...more];
}

/**
 * Posts parts of what an event says as its sender's bot user, and links them.
 * @param from number of the first part to post; those before are there
 * @throws FederationError `message-refused`
 */
export async function postParts(
	bridge: ConfiguredBridge,
	event: Source,
	parts: readonly string[],
	place: MessagePlace,
	from = 0,
): Promise<void> {
	const senderId = await ensureBotUser(bridge, event.sender);
	for (const [part, text] of [...parts.entries()].slice(from)) {
		const messageId = messageIdOf(event.eventId, part);
		await postPart(bridge, event, { part, text, messageId, senderId }, place);
	}
}

/** What an event says in Rocket.Chat, as it stands. */
export interface PostedEvent {
	readonly event: Source;
	/** All of its links, the first part's first. */
	readonly links: readonly MessageLink[];
	readonly first: IMessage;
}

/**
 * Gives an event other parts, as who wrote it: changes those that say something else now, deletes those that are too
 * many and posts those that are missing. Doing it twice is harmless.
 * @param cause the event that changes it. Messages that are added have their ids from it, since one that was deleted
 * before may still have its own.
 * @throws FederationError `message-refused`
 */
export async function rewriteParts(
	bridge: ConfiguredBridge,
	{ event, links, first }: PostedEvent,
	parts: readonly string[],
	cause: EventId,
): Promise<void> {
	const { messages, store } = bridge;
	const senderId = first.sender.id;
	const there = new Set<number>();
	for (const link of links) {
		const { part, rocketChatId } = link;
		const message = part === 0 ? first : await messages.byId(rocketChatId);
		const text = parts[part];
		if (message && text !== undefined) {
			there.add(part);
			await (text === message.text ? undefined : messages.edit(rocketChatId, senderId, text));
			continue;
		}
		await (message && messages.remove(message, senderId));
		await store.messages.drop(link);
	}
	const place: MessagePlace = { rocketChatRoomId: first.room.id, threadId: first.threadId };
	for (const [part, text] of parts.entries()) {
		if (!there.has(part)) {
			const messageId = messageIdOf(cause, part);
			await postPart(bridge, event, { part, text, messageId, senderId }, place);
		}
	}
}

interface IncomingPart {
	readonly part: number;
	readonly text: string;
	readonly messageId: string;
	readonly senderId: string;
}

async function postPart(
	{ messages, store }: ConfiguredBridge,
	{ eventId, roomId, sender }: Source,
	{ part, text, messageId, senderId }: IncomingPart,
	{ rocketChatRoomId, threadId }: MessagePlace,
): Promise<void> {
	const rocketChatId = await messages
		.post({
			roomId: rocketChatRoomId,
			senderId,
			text,
			...(threadId !== undefined && { threadId }),
			origin: { messageId, eventId, sender },
		})
		.catch((error: unknown) => {
			throw new FederationError('message-refused', {}, { cause: error });
		});
	await store.messages.add({ matrixId: eventId, rocketChatId, roomId, part });
}
