import { workspaceTexts } from '../../i18n';
import type { EventHandler } from '../event-handler';
import { postMessage } from './message';

/**
 * The events by which somebody calls the others of a room: posts a line of the caller's, since Rocket.Chat cannot ring. Whoever calls
 * by `m.rtc.notification` may send `m.call.notify` as well, which is not taken for that reason. Client-Server API, "Voice over IP";
 * MSC4075, "MatrixRTC Notification Event".
 */
export const call: EventHandler<object> = {
	types: ['m.call.invite', 'm.rtc.notification', 'org.matrix.msc4075.rtc.notification'],
	stateKey: 'none',
	parse: ({ content }) => (Object.keys(content).length === 0 ? undefined : content), // empty if it is redacted
	async handle(bridge, event, _content, rocketChatRoomId) {
		const content = { msgtype: 'm.notice', body: workspaceTexts(bridge.workspace)('call_on_matrix') };
		await postMessage(bridge, event, { relation: undefined, content }, rocketChatRoomId);
	},
};
