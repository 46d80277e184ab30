import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf } from '../../failure';
import type { RocketChatMessageId } from '../../rocketchat/ids';

/**
 * Deletes the files of a deleted message from the homeserver, if it lets us. Its event is redacted by then, so nobody finds a file
 * that stays. Other homeservers keep what they have fetched.
 */
export async function deleteFiles(
	{ store, media, log }: ConfiguredBridge,
	messageId: RocketChatMessageId,
): Promise<void> {
	const files = await store.sentFiles.ofMessage(messageId);
	if (files.length === 0) {
		return;
	}
	for (const { mxc, thumbnail } of files) {
		try {
			const isDeleted = await media.delete(mxc);
			if (isDeleted && thumbnail) {
				await media.delete(thumbnail.mxc);
			}
		} catch (error) {
			log.failure('a file of a deleted message was not deleted', failureOf(error), { messageId });
		}
	}
	await store.sentFiles.forget(messageId);
}
