import { objectIn } from '../../convert/json';
import { workspaceTexts } from '../../i18n';
import type { EventHandler } from '../event-handler';
import { postMessage } from './message';

/**
 * `m.beacon_info`: posts a line of somebody who begins to share where they are, since Rocket.Chat cannot show where they go. The same
 * event ends it. MSC3672, "Sharing ephemeral streams of location data".
 */
export const liveLocation: EventHandler<object> = {
	types: ['m.beacon_info', 'org.matrix.msc3672.beacon_info'],
	stateKey: 'user id',
	parse({ content, sender, stateKey, unsigned }) {
		const wasLive = objectIn(unsigned.prev_content).live === true;
		return content.live === true && !wasLive && stateKey === sender ? content : undefined;
	},
	async handle(bridge, event, _content, rocketChatRoomId) {
		const content = {
			msgtype: 'm.notice',
			body: workspaceTexts(bridge.workspace)('live_location_on_matrix'),
		};
		await postMessage(bridge, event, { relation: undefined, content }, rocketChatRoomId);
	},
};
