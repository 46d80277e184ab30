import { workspaceTexts } from '../../i18n';
import { parseMessageRelation, type MessageRelation } from '../../matrix/relation';
import type { EventHandler } from '../event-handler';
import { postMessage } from './message';

/** What an encrypted event shows without its key. */
interface EncryptedMessage {
	readonly relation: MessageRelation | undefined;
}

/**
 * `m.room.encrypted`: posts a note that there is a message which cannot be read here, in the place of the message. An
 * encrypted edit has no effect, since the note is there already. Client-Server API, "m.room.encrypted".
 */
export const encrypted: EventHandler<EncryptedMessage> = {
	types: ['m.room.encrypted'],
	stateKey: 'none',
	parse: ({ content }) => ({ relation: parseMessageRelation(content) }),
	async handle(bridge, event, { relation }, rocketChatRoomId) {
		if (relation?.kind === 'edit') {
			return;
		}
		const body = workspaceTexts(bridge.workspace)('message_encrypted');
		const content = { msgtype: 'm.notice', body };
		await postMessage(bridge, event, { relation, content }, rocketChatRoomId);
	},
};
