import type {
	IMessage,
	IMessageDeleteContext,
	IMessageReactionContext,
} from '@rocket.chat/apps-engine/definition/messages';
import type { AppContext } from '../app-context';
import type { ErrorCode } from '../errors';
import { failureOf } from '../failure';
import type { ConfiguredBridge } from '../configured-bridge';
import type { TextKey, Texts } from '../i18n';
import type { RoomId } from '../matrix/ids';
import {
	rocketChatMessage,
	rocketChatUser,
	type RocketChatMessage,
	type RocketChatUser,
} from '../rocketchat/entities';
import { sendDeletion } from './deletion';
import { sendEdit } from './edit';
import { isMarkedFederated, linkedMatrixRoom } from './federated-room';
import { sendMessage, type SenderNotice } from './message';
import { sendReaction } from './reaction';

/** A change to a message, as a hook of the platform reports it. */
interface MessageChange {
	readonly message: IMessage;
	/** The user who made the change, and who is notified if it is not sent to Matrix. */
	readonly actor: RocketChatUser;
	/** When it was made, milliseconds since 1970. The platform raises events in no order, so the queue sorts by it. */
	readonly at: number;
	/** The sentence before the reason, if the change was not sent to Matrix. */
	readonly failed: TextKey;
	/** The same if there was no answer, so that it may be on Matrix; `failed` unless given. */
	readonly unconfirmed?: TextKey;
	readonly send: (
		bridge: ConfiguredBridge,
		message: RocketChatMessage,
		roomId: RoomId,
	) => Promise<readonly SenderNotice[]>;
}

/** Relays a new message to Matrix. */
export async function relayMessage(app: AppContext, message: IMessage): Promise<void> {
	await relay(app, {
		message,
		actor: rocketChatUser(message.sender),
		at: (message.createdAt ?? new Date()).getTime(),
		failed: 'message_not_sent',
		unconfirmed: 'message_unconfirmed',
		send: sendMessage,
	});
}

/** Relays an edit to Matrix. */
export async function relayEdit(app: AppContext, message: IMessage): Promise<void> {
	await relay(app, {
		message,
		actor: rocketChatUser(message.editor ?? message.sender),
		at: (message.editedAt ?? new Date()).getTime(),
		failed: 'edit_not_sent',
		unconfirmed: 'message_unconfirmed',
		send: sendEdit,
	});
}

/** Relays a deletion to Matrix. */
export async function relayDeletion(
	app: AppContext,
	{ message, user }: IMessageDeleteContext,
): Promise<void> {
	const actor = rocketChatUser(user);
	await relay(app, {
		message,
		actor,
		at: Date.now(),
		failed: 'deletion_not_sent',
		send: async (bridge, deleted) => {
			await sendDeletion(bridge, deleted, actor);
			return [];
		},
	});
}

/** Relays a reaction, or its removal, to Matrix. */
export async function relayReaction(app: AppContext, context: IMessageReactionContext): Promise<void> {
	const actor = rocketChatUser(context.user);
	await relay(app, {
		message: context.message,
		actor,
		at: Date.now(),
		failed: 'reaction_not_sent',
		send: async (bridge, { id }) => {
			await sendReaction(bridge, id, actor, context.reaction);
			return [];
		},
	});
}

/** Failures whose own text is enough, without the sentence that the change was not sent to Matrix. */
const selfExplanatory: readonly ErrorCode[] = ['edit-of-others', 'message-not-there', 'redaction-refused'];

/**
 * Sends a change to Matrix in the room's order, unless a bot user or the federation bot made it: then it came from
 * Matrix. If it fails, the person who made it is notified at once.
 */
async function relay(
	app: AppContext,
	{ message, actor, at, failed, unconfirmed = failed, send }: MessageChange,
): Promise<void> {
	const stored = rocketChatMessage(message);
	if (!stored || app.people.isMadeByApp(actor) || !isMarkedFederated(stored.room)) {
		return;
	}
	const { id, room, threadId } = stored;
	const notifyActor = async (sentence: (text: Texts) => string) =>
		app.messages.tell(actor.id, room.id, sentence(await app.textsFor(actor)), threadId);
	try {
		const notices = await app.queues.run(`rocketchat ${room.id}`, at, async () => {
			const bridge = await app.requireBridge();
			const roomId = await linkedMatrixRoom(bridge, room);
			return roomId ? send(bridge, stored, roomId) : [];
		});
		for (const notice of notices) {
			await notifyActor((text) => text(notice.text, notice.parameters));
		}
	} catch (error) {
		const failure = failureOf(error);
		app.log.failure('a change was not sent to Matrix', failure, { what: failed, messageId: id });
		const outcome = failure.code === 'homeserver-slow' ? unconfirmed : failed;
		await notifyActor((text) => {
			const reason = text(failure.text, failure.parameters);
			return selfExplanatory.includes(failure.code) ? reason : `${text(outcome)} ${reason}`;
		});
	}
}
