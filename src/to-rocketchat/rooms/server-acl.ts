import { objectIn, type JsonObject } from '../../convert/json';
import { workspaceTexts } from '../../i18n';
import { aclAllows } from '../../matrix/server-acl';
import type { EventHandler } from '../event-handler';
import { postLine } from '../lines';

interface AclChange {
	readonly content: JsonObject;
	/** Undefined if there was none. */
	readonly before: JsonObject | undefined;
}

/**
 * `m.room.server_acl`: if it shuts out the workspace's homeserver, the other servers drop what is written here, and the homeserver,
 * which takes it, says nothing of that. So a line says so. Client-Server API, "Server Access Control Lists (ACLs) for rooms".
 */
export const serverAcl: EventHandler<AclChange> = {
	types: ['m.room.server_acl'],
	stateKey: 'empty',
	parse: ({ content, unsigned }) => ({
		content,
		before: unsigned.prev_content === undefined ? undefined : objectIn(unsigned.prev_content),
	}),
	async handle(bridge, event, { content, before }, rocketChatId) {
		const { domain: server } = bridge.configuration;
		const isShutOut = !aclAllows(content, server);
		const wasShutOut = before !== undefined && !aclAllows(before, server);
		if (isShutOut === wasShutOut) {
			return;
		}
		const key = isShutOut ? 'server_shut_out' : 'server_let_in';
		const line = workspaceTexts(bridge.workspace)(key, { by: event.sender, server });
		await postLine(bridge, event, { matrixId: event.roomId, rocketChatId }, line);
	},
};
