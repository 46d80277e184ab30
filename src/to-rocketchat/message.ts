import { objectIn, type JsonObject } from '../convert/json';
import type { ConfiguredBridge } from '../configured-bridge';
import type { RoomEvent } from '../matrix/events';
import { isOwnMatrixUser } from '../matrix/namespace';
import { parseMessageRelation, type MessageRelation } from '../matrix/relation';
import { replaceMessage } from './edit';
import type { EventHandler } from './event-handler';
import { findPlace } from './message-place';
import { postText } from './parts';
import { rocketChatText } from './text';

/** A message of Matrix. */
export interface IncomingMessage {
	readonly relation: MessageRelation | undefined;
	/** What it says: of an edit the new content. */
	readonly content: JsonObject;
}

/**
 * `m.room.message` and `m.sticker`: posts the message as the sender's bot user, a reply with a quote, a long message as
 * several; or edits the message that it replaces. Client-Server API, "Instant Messaging".
 */
export const message: EventHandler<IncomingMessage> = {
	types: ['m.room.message', 'm.sticker'],
	stateKey: 'none',
	parse({ content }) {
		const relation = parseMessageRelation(content);
		const isEdit = relation?.kind === 'edit';
		return { relation, content: isEdit ? objectIn(content['m.new_content']) : content };
	},
	handle: postMessage,
};

/** Posts or edits a message, unless it is an echo of the app's own or its room is not federated. */
export async function postMessage(
	bridge: ConfiguredBridge,
	event: RoomEvent,
	{ relation, content }: IncomingMessage,
): Promise<void> {
	const { store, configuration } = bridge;
	if (isOwnMatrixUser(event.sender, configuration)) {
		return;
	}
	const room = await store.rooms.byMatrixId(event.roomId);
	if (!room) {
		return;
	}
	if (relation?.kind === 'edit') {
		return replaceMessage(bridge, event, relation.original, content);
	}
	const text = await rocketChatText(bridge, content, event.sender);
	if (text === undefined) {
		return;
	}
	const { quote, place } = await findPlace(bridge, event.roomId, relation, room.rocketChatId);
	await postText(bridge, event, text, place, quote);
}
