import { BoundedMap } from '../bounded-map';
import type { RocketChatMessageId } from './ids';

/** The message is remembered for this many uploads, which is more than run at the same time. */
const MAX_REMEMBERED = 200;

/** Tells which message an upload became, from the platform's events about the app's own messages. */
export class UploadEchoes {
	private readonly messages = new BoundedMap<string, RocketChatMessageId>(MAX_REMEMBERED);
	private readonly waiting = new Map<string, (messageId: RocketChatMessageId) => void>();

	/** Notes the message of an upload. */
	add(uploadId: string, messageId: RocketChatMessageId): void {
		this.messages.set(uploadId, messageId);
		this.waiting.get(uploadId)?.(messageId);
	}

	/**
	 * @param within milliseconds to wait for the event, which may also come before the call has returned
	 * @returns undefined if it does not come in time
	 */
	async messageOf(uploadId: string, within: number): Promise<RocketChatMessageId | undefined> {
		const known = this.messages.get(uploadId);
		if (known) {
			return known;
		}
		return new Promise((resolve) => {
			const end = (messageId?: RocketChatMessageId) => {
				clearTimeout(timer);
				this.waiting.delete(uploadId);
				resolve(messageId);
			};
			const timer = setTimeout(end, within);
			this.waiting.set(uploadId, end);
		});
	}
}
