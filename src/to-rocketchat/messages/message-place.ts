import { quoteLink } from '../../convert/quote';
import type { ConfiguredBridge } from '../../configured-bridge';
import type { EventId, RoomId } from '../../matrix/ids';
import type { MessageRelation } from '../../matrix/relation';
import { linkOfTarget } from './message-target';
import type { RocketChatMessageId, RocketChatRoomId } from '../../rocketchat/ids';
import type { MessageLink } from '../../store/store';

/** A relation of a message that is posted. An edit is not posted, so this excludes it: `replaceMessage` handles edits. */
type PlacingRelation = Exclude<MessageRelation, { readonly kind: 'edit' }>;

/** Where in Rocket.Chat a message is posted. */
export interface MessagePlace {
	readonly rocketChatRoomId: RocketChatRoomId;
	/** The first message of the thread. */
	readonly threadId?: RocketChatMessageId | undefined;
}

/**
 * Finds the thread and the quoted message of a message. Only messages of the same Matrix room count: nobody posts into
 * another room by naming one of its messages. Inside a thread most replies are fallbacks for clients that do not know
 * threads; they become quotes only if the thread is unknown here or the workspace has no threads. An answer in a thread whose first
 * message was removed, or is a line that will be removed when its file comes, is posted into the room: Rocket.Chat would store it in a
 * thread that no list shows. Client-Server API, "Rich replies" and "Threading".
 * @returns `quote` is the link that quotes the message replied to, or empty; `quoted` that message
 */
export async function findPlace(
	bridge: ConfiguredBridge,
	roomId: RoomId,
	relation: PlacingRelation | undefined,
	rocketChatRoomId: RocketChatRoomId,
): Promise<{ quote: string; quoted: MessageLink | undefined; place: MessagePlace }> {
	const { workspace, messages } = bridge;
	const linkInRoom = async (eventId: EventId | undefined) => {
		const link = eventId && (await linkOfTarget(bridge, eventId));
		return link?.roomId === roomId ? link : undefined;
	};
	const thread = workspace.threads && relation?.kind === 'thread' ? relation : undefined;
	const knownRoot = await linkInRoom(thread?.root);
	const isRoot = knownRoot && !knownRoot.awaitsFile && (await messages.isStored(knownRoot.rocketChatId));
	const root = isRoot ? knownRoot : undefined;
	const isFallback = root !== undefined && thread?.isFallback === true;
	const repliedTo = relation === undefined || isFallback ? undefined : await linkInRoom(relation.repliedTo);
	return {
		quoted: repliedTo,
		quote: repliedTo ? quoteLink(workspace.siteUrl, rocketChatRoomId, repliedTo.rocketChatId) : '',
		place: { rocketChatRoomId, threadId: root?.rocketChatId },
	};
}
