import type {
	IMessage,
	IMessageDeleteContext,
	IMessageReactionContext,
} from '@rocket.chat/apps-engine/definition/messages';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import type { Bridge } from '../bridge';
import type { ErrorCode } from '../errors';
import { failureOf } from '../failure';
import type { Federation } from '../federation';
import type { TextKey, Texts } from '../i18n';
import type { RoomId } from '../matrix/ids';
import { sendDeletion } from './deletion';
import { sendEdit } from './edit';
import { isMarked, matrixRoomOf } from './federated-room';
import { sendMessage, type Remark, type StoredMessage } from './message';
import { sendReaction } from './reaction';

/** Something that happened to a message of a federated room. */
interface Happening {
	readonly message: IMessage;
	/** Who did it, and who is told when it does not get to Matrix. */
	readonly actor: IUser;
	/** When it happened, milliseconds since 1970: the platform's events come unordered. */
	readonly at: number;
	/** What is said before the reason when it did not get to Matrix. */
	readonly failed: TextKey;
	/** The same where no answer came; the one above unless told. */
	readonly unconfirmed?: TextKey;
	readonly carry: (
		federation: Federation,
		message: StoredMessage,
		roomId: RoomId,
	) => Promise<readonly Remark[]>;
}

/** A new message. */
export async function relayMessage(bridge: Bridge, message: IMessage): Promise<void> {
	await relay(bridge, {
		message,
		actor: message.sender,
		at: (message.createdAt ?? new Date()).getTime(),
		failed: 'message_not_sent',
		unconfirmed: 'message_unconfirmed',
		carry: sendMessage,
	});
}

/** An edit. */
export async function relayEdit(bridge: Bridge, message: IMessage): Promise<void> {
	await relay(bridge, {
		message,
		actor: message.editor ?? message.sender,
		at: (message.editedAt ?? new Date()).getTime(),
		failed: 'edit_not_sent',
		unconfirmed: 'message_unconfirmed',
		carry: sendEdit,
	});
}

/** A deletion. */
export async function relayDeletion(bridge: Bridge, { message, user }: IMessageDeleteContext): Promise<void> {
	await relay(bridge, {
		message,
		actor: user,
		at: Date.now(),
		failed: 'deletion_not_sent',
		carry: async (federation, deleted) => {
			await sendDeletion(federation, deleted, user);
			return [];
		},
	});
}

/** A reaction, or that it was taken back. */
export async function relayReaction(bridge: Bridge, context: IMessageReactionContext): Promise<void> {
	await relay(bridge, {
		message: context.message,
		actor: context.user,
		at: Date.now(),
		failed: 'reaction_not_sent',
		carry: async (federation) => {
			await sendReaction(federation, context);
			return [];
		},
	});
}

/** Codes that tell the reason well enough without a frame. */
const frameless: readonly ErrorCode[] = ['edit-of-others', 'message-not-there', 'redaction-refused'];

/**
 * Carries what happened to Matrix, in the room's order. What ghosts and the federation bot do came from Matrix. Where
 * it fails, whoever did it is told at once.
 */
async function relay(
	bridge: Bridge,
	{ message, actor, at, failed, unconfirmed = failed, carry }: Happening,
): Promise<void> {
	const { id } = message;
	if (id === undefined || bridge.people.isOurs(actor) || !isMarked(message.room)) {
		return;
	}
	const tell = async (sentences: (text: Texts) => string) =>
		bridge.messages.tell(
			actor.id,
			message.room.id,
			sentences(await bridge.textsFor(actor)),
			message.threadId,
		);
	try {
		const remarks = await bridge.queues.run(`rocketchat ${message.room.id}`, at, async () => {
			const federation = await bridge.federation();
			const roomId = await matrixRoomOf(federation, message.room);
			return roomId ? carry(federation, { ...message, id }, roomId) : [];
		});
		for (const remark of remarks) {
			await tell((text) => text(remark.text, remark.parameters));
		}
	} catch (error) {
		const failure = failureOf(error);
		bridge.log.failure('something did not get to Matrix', failure, { what: failed, messageId: id });
		const frame = failure.code === 'homeserver-slow' ? unconfirmed : failed;
		await tell((text) => {
			const reason = text(failure.text, failure.parameters);
			return frameless.includes(failure.code) ? reason : `${text(frame)} ${reason}`;
		});
	}
}
