import { incomingFileOf } from '../../convert/matrix-message/incoming-file';
import { messageIdOf } from '../../convert/message-id';
import { objectIn, type JsonObject } from '../../convert/json';
import { historyTime } from '../../convert/history-time';
import type { ConfiguredBridge } from '../../configured-bridge';
import { workspaceTexts } from '../../i18n';
import type { RoomEvent } from '../../matrix/events';
import { parseMessageRelation, type MessageRelation } from '../../matrix/relation';
import { replaceMessage } from './edit';
import type { EventHandler } from '../event-handler';
import type { RocketChatRoomId } from '../../rocketchat/ids';
import { findPlace } from './message-place';
import { postText } from './parts';
import { noteQuoteOfLine } from '../files/file-line';
import { postFile } from '../files/post-file';
import { fileLabels, rocketChatText } from './text';

/** A message of Matrix. */
interface IncomingMessage {
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

/**
 * Posts a message, or edits the one that it replaces.
 * @param rocketChatRoomId the room that the event's room is linked to
 */
export async function postMessage(
	bridge: ConfiguredBridge,
	event: RoomEvent,
	{ relation, content }: IncomingMessage,
	rocketChatRoomId: RocketChatRoomId,
): Promise<void> {
	if (relation?.kind === 'edit') {
		return replaceMessage(bridge, event, relation.original, content, rocketChatRoomId);
	}
	const file = incomingFileOf(content, fileLabels(bridge));
	if (file) {
		const { quote, place } = await findPlace(bridge, event.roomId, relation, rocketChatRoomId);
		const prefix = event.isHistory ? historyTime(event.at) : '';
		noteReadable(bridge, event, relation);
		return postFile(bridge, event, { file, content, place, quote, prefix });
	}
	const unreadable = event.cleaned && workspaceTexts(bridge.workspace)('message_unreadable');
	const text = (await rocketChatText(bridge, content, event.sender, event.isHistory)) ?? unreadable;
	if (text === undefined) {
		return;
	}
	const { quote, quoted, place } = await findPlace(bridge, event.roomId, relation, rocketChatRoomId);
	if (quoted?.awaitsFile) {
		await noteQuoteOfLine(bridge, quoted, messageIdOf(event.eventId, 0));
	}
	const dated = event.isHistory ? historyTime(event.at) + text : text;
	noteReadable(bridge, event, relation);
	await postText(bridge, event, dated, place, quote);
}

/** Notes what people can have read, before it is posted: somebody may answer before the host has confirmed it. */
function noteReadable(
	{ readEvents }: ConfiguredBridge,
	{ roomId, eventId, isHistory }: RoomEvent,
	relation: MessageRelation | undefined,
): void {
	if (!isHistory) {
		const thread = relation?.kind === 'thread' ? relation.root : undefined;
		readEvents.note({ roomId, thread }, eventId);
	}
}
