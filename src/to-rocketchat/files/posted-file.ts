import type { ConfiguredBridge } from '../../configured-bridge';
import { pauseFor } from '../../pause-for';
import type { RocketChatMessageId } from '../../rocketchat/ids';
import type { IncomingFileRecord } from '../../store/incoming-files';

/**
 * Milliseconds since its beginning within which an upload may still get its message: the host goes on with it when the app has ended,
 * and another instance of the server when its lease has.
 */
const POSTED_WITHIN_MS = 10_000;
const LOOK_AGAIN_MS = 1_000;

/**
 * Finds the message of an upload that was under way when the app ended, and waits for one that was begun a moment ago. A message
 * that is linked to another event is not it: people send files of the same name one after the other.
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
	for (;;) {
		for (const id of await fileMessages.allPosted(record.rocketChatRoomId, record.upload)) {
			const link = await store.messages.byRocketChatId(id);
			if (!link || link.matrixId === record.eventId) {
				return id;
			}
		}
		if (Math.abs(Date.now() - record.upload.since) > POSTED_WITHIN_MS) {
			return undefined;
		}
		await pauseFor(LOOK_AGAIN_MS);
	}
}
