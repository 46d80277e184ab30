import { messageIdOf } from '../convert/message-id';
import { splitText } from '../convert/matrix-message/split-text';
import { FederationError } from '../errors';
import type { Federation } from '../federation';
import type { RoomEvent } from '../matrix/events';
import { ensureGhost } from './ghost';

/** Where what an event says goes. */
export interface Place {
	readonly rocketChatRoomId: string;
	readonly threadId?: string | undefined;
	/** What stands in front of the text and counts for its length, such as a quote. */
	readonly prefix?: string | undefined;
}

/** @returns a text in parts that are no longer than the workspace allows */
export function partsOf({ workspace }: Federation, text: string, prefix = ''): string[] {
	const [first = '', ...more] = splitText(text, workspace.messageLimit - prefix.length);
	return [prefix + first, ...more];
}

/**
 * Posts parts of what an event says as its sender's ghost, and links them.
 * @param from number of the first part to post; those before are there
 * @throws FederationError `message-refused`
 */
export async function postParts(
	federation: Federation,
	event: RoomEvent,
	parts: readonly string[],
	{ rocketChatRoomId, threadId }: Place,
	from = 0,
): Promise<void> {
	const { messages, store } = federation;
	const senderId = await ensureGhost(federation, event.sender);
	for (const [part, text] of [...parts.entries()].slice(from)) {
		const rocketChatId = await messages
			.post({
				roomId: rocketChatRoomId,
				senderId,
				text,
				...(threadId !== undefined && { threadId }),
				origin: {
					messageId: messageIdOf(event.eventId, part),
					eventId: event.eventId,
					sender: event.sender,
				},
			})
			.catch((error: unknown) => {
				throw new FederationError('message-refused', {}, { cause: error });
			});
		await store.messages.add({ matrixId: event.eventId, rocketChatId, roomId: event.roomId, part });
	}
}
