import type { ConfiguredBridge } from '../configured-bridge';
import type { ErrorCode, FederationError } from '../errors';
import { textsFor, type TextKey, type Texts } from '../i18n';
import type { RocketChatRoom, RocketChatUser } from '../rocketchat/entities';
import type { RocketChatMessageId } from '../rocketchat/ids';

/** Where a notice is shown, and to whom. */
export interface NoticePlace {
	/** Undefined if nobody is left who could read it. */
	readonly actor: RocketChatUser | undefined;
	readonly room: Pick<RocketChatRoom, 'id'>;
	readonly threadId?: RocketChatMessageId | undefined;
}

/** A text for the sender of a message about the part of it that was not sent to Matrix. */
export type SenderNotice = Pick<FederationError, 'text'> & Partial<Pick<FederationError, 'parameters'>>;

/** Failures whose own text is enough, without the sentence that the change was not sent to Matrix. */
const selfExplanatory: readonly ErrorCode[] = ['edit-of-others', 'message-not-there', 'redaction-refused'];

/** Shows a notice to the person who wrote or changed a message. */
export async function tellActor(
	{ messages, workspace }: Pick<ConfiguredBridge, 'messages' | 'workspace'>,
	{ actor, room, threadId }: NoticePlace,
	sentence: (text: Texts) => string,
): Promise<void> {
	if (actor) {
		await messages.tell(actor.id, room.id, sentence(textsFor(actor, workspace)), threadId);
	}
}

/**
 * @param failed the sentence before the reason
 * @returns what a person reads about a change that is not sent to Matrix
 */
export function failureSentence(failed: TextKey, failure: FederationError): (text: Texts) => string {
	return (text) => {
		const reason = text(failure.text, failure.parameters);
		return selfExplanatory.includes(failure.code)
			? reason
			: `${text(failed, failure.parameters)} ${reason}`;
	};
}
