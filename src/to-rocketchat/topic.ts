import { isJsonObject, type JsonObject } from '../convert/json';
import type { ConfiguredBridge } from '../configured-bridge';
import { textsFor } from '../i18n';
import type { RoomEvent } from '../matrix/events';
import { isOwnMatrixUser } from '../matrix/namespace';
import type { EventHandler } from './event-handler';
import { postText } from './parts';
import { rocketChatText } from './text';

/** A change of a room's topic. */
interface TopicChange {
	/** Plain text, empty if the topic was removed. */
	readonly topic: string;
}

/**
 * `m.room.topic`: posts the new topic as a line of its sender, since an app cannot set the topic of a room. A change to
 * the same topic posts nothing, if the event contains the previous one. Client-Server API, "m.room.topic".
 */
export const topic: EventHandler<TopicChange> = {
	types: ['m.room.topic'],
	stateKey: 'empty',
	parse({ content, unsigned }) {
		const topicIn = ({ topic: value = '' }: JsonObject) => value;
		const present = topicIn(content);
		const { prev_content: previous } = unsigned;
		const isSame = isJsonObject(previous) && topicIn(previous) === present;
		return typeof present === 'string' && !isSame ? { topic: present.trim() } : undefined;
	},
	handle: postTopic,
};

async function postTopic(
	bridge: ConfiguredBridge,
	event: RoomEvent,
	{ topic: newTopic }: TopicChange,
): Promise<void> {
	const { store, configuration, workspace } = bridge;
	const room = await store.rooms.byMatrixId(event.roomId);
	if (!room || isOwnMatrixUser(event.sender, configuration)) {
		return;
	}
	const text = textsFor({}, workspace);
	const shown = await rocketChatText(bridge, { msgtype: 'm.text', body: newTopic }, event.sender);
	const line = shown ? `_${text('topic_changed')}_\n${shown}` : `_${text('topic_removed')}_`;
	await postText(bridge, event, line, { rocketChatRoomId: room.rocketChatId });
}
