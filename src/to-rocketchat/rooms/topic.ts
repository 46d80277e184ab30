import { plainText } from '../../convert/html/plain-text';
import { isJsonObject, type JsonObject } from '../../convert/json';
import { longestLine } from '../../convert/length/message-length';
import { workspaceTexts } from '../../i18n';
import { isFederatedRoom } from '../../store/links';
import type { EventHandler } from '../event-handler';
import { reconcileSettings } from '../room-state/reconcile-settings';
import { postText } from '../messages/parts';

/** A change of a room's topic. */
interface TopicChange {
	/** Plain text, empty if the topic was removed. */
	readonly topic: string;
}

/**
 * `m.room.topic`: gives a channel or group the topic of its Matrix room. A direct message has no topic, so its people read the new
 * one in a line of whoever set it. A change to the same topic has no effect, if the event says the previous one. Client-Server API,
 * "m.room.topic".
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
	async handle(bridge, event, { topic: newTopic }, rocketChatRoomId) {
		const { workspace, store } = bridge;
		const link = await store.rooms.byMatrixId(event.roomId);
		if (link && isFederatedRoom(link)) {
			return reconcileSettings(bridge, event.roomId, { name: 'topic' });
		}
		const text = workspaceTexts(workspace);
		const shown = plainText(newTopic, longestLine(workspace.messageLimit));
		const line = shown === '' ? `_${text('topic_removed')}_` : `_${text('topic_changed')}_\n${shown}`;
		await postText(bridge, event, line, { rocketChatRoomId });
	},
};
