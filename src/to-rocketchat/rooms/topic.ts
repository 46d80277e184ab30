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
 * `m.room.topic`: posts the new topic in a direct message as a line of its sender, since an app cannot set the topic of a room. In a
 * channel or group it is compared with the topic there. A change to
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
