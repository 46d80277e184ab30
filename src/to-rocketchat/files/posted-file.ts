import type { ConfiguredBridge } from '../../configured-bridge';
import type { RocketChatMessageId } from '../../rocketchat/ids';
import type { IncomingFileRecord } from '../../store/incoming-files';

/**
 * Finds the message of an upload that was under way when the app ended. A message that is linked to another event is not it: people
 * send files of the same name one after the other.
 * @param record of the event; undefined if no upload of its file has begun
 * @returns undefined if nothing was posted
 */
export async function findPostedFile(
	{ store, fileMessages }: ConfiguredBridge,
	record: IncomingFileRecord | undefined,
): Promise<RocketChatMessageId | undefined> {
	if (record?.state !== 'uploading' || !record.upload) {
		return undefined;
	}
	for (const id of await fileMessages.allPosted(record.rocketChatRoomId, record.upload)) {
		const link = await store.messages.byRocketChatId(id);
		if (!link || link.matrixId === record.eventId) {
			return id;
		}
	}
	return undefined;
}
