import type {
	IMessage,
	IMessageDeleteContext,
	IMessageReactionContext,
} from '@rocket.chat/apps-engine/definition/messages';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import type { AppContext } from '../app-context';
import type { ErrorCode } from '../errors';
import { failureOf } from '../failure';
import type { ConfiguredBridge } from '../configured-bridge';
import type { TextKey, Texts } from '../i18n';
import type { RoomId } from '../matrix/ids';
import { sendDeletion } from './deletion';
import { sendEdit } from './edit';
import { isMarked, matrixRoomOf } from './federated-room';
import { sendMessage, type SenderNotice, type StoredMessage } from './message';
import { sendReaction } from './reaction';

/** Something that happened to a message of a federated room. */
interface MessageChange {
	readonly message: IMessage;
	/** Who did it, and who is told when it does not get to Matrix. */
	readonly actor: IUser;
	/** When it happened, milliseconds since 1970: the platform's events come unordered. */
	readonly at: number;
	/** What is said before the reason when it did not get to Matrix. */
	readonly failed: TextKey;
	/** The same where no answer came; the one above unless told. */
	readonly unconfirmed?: TextKey;
	readonly send: (
		bridge: ConfiguredBridge,
		message: StoredMessage,
		roomId: RoomId,
	) => Promise<readonly SenderNotice[]>;
}

/** A new message. */
export async function relayMessage(app: AppContext, message: IMessage): Promise<void> {
	await relay(app, {
		message,
		actor: message.sender,
		at: (message.createdAt ?? new Date()).getTime(),
		failed: 'message_not_sent',
		unconfirmed: 'message_unconfirmed',
		send: sendMessage,
	});
}

/** An edit. */
export async function relayEdit(app: AppContext, message: IMessage): Promise<void> {
	await relay(app, {
		message,
		actor: message.editor ?? message.sender,
		at: (message.editedAt ?? new Date()).getTime(),
		failed: 'edit_not_sent',
		unconfirmed: 'message_unconfirmed',
		send: sendEdit,
	});
}

/** A deletion. */
export async function relayDeletion(
	app: AppContext,
	{ message, user }: IMessageDeleteContext,
): Promise<void> {
	await relay(app, {
		message,
		actor: user,
		at: Date.now(),
		failed: 'deletion_not_sent',
		send: async (bridge, deleted) => {
			await sendDeletion(bridge, deleted, user);
			return [];
		},
	});
}

/** A reaction, or that it was taken back. */
export async function relayReaction(app: AppContext, context: IMessageReactionContext): Promise<void> {
	await relay(app, {
		message: context.message,
		actor: context.user,
		at: Date.now(),
		failed: 'reaction_not_sent',
		send: async (bridge) => {
			await sendReaction(bridge, context);
			return [];
		},
	});
}

/** Codes that tell the reason well enough without a frame. */
const selfExplanatory: readonly ErrorCode[] = ['edit-of-others', 'message-not-there', 'redaction-refused'];

/**
 * Carries what happened to Matrix, in the room's order. What bot users and the federation bot do came from Matrix. Where
 * it fails, whoever did it is told at once.
 */
async function relay(
	app: AppContext,
	{ message, actor, at, failed, unconfirmed = failed, send }: MessageChange,
): Promise<void> {
	const { id } = message;
	if (id === undefined || app.people.isMadeByApp(actor) || !isMarked(message.room)) {
		return;
	}
	const tell = async (sentences: (text: Texts) => string) =>
		app.messages.tell(actor.id, message.room.id, sentences(await app.textsFor(actor)), message.threadId);
	try {
		const remarks = await app.queues.run(`rocketchat ${message.room.id}`, at, async () => {
			const bridge = await app.requireBridge();
			const roomId = await matrixRoomOf(bridge, message.room);
			return roomId ? send(bridge, { ...message, id }, roomId) : [];
		});
		for (const remark of remarks) {
			await tell((text) => text(remark.text, remark.parameters));
		}
	} catch (error) {
		const failure = failureOf(error);
		app.log.failure('something did not get to Matrix', failure, { what: failed, messageId: id });
		const frame = failure.code === 'homeserver-slow' ? unconfirmed : failed;
		await tell((text) => {
			const reason = text(failure.text, failure.parameters);
			return selfExplanatory.includes(failure.code) ? reason : `${text(frame)} ${reason}`;
		});
	}
}
