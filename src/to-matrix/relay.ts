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
import {
	hasSender,
	rocketChatMessage,
	rocketChatUser,
	type StoredMessage,
	type RocketChatUser,
} from '../rocketchat/entities';
import { sendDeletion } from './deletion';
import { sendEdit } from './edit';
import { sendUnlessEncrypted } from './encrypted';
import { isMarkedFederated, linkedMatrixRoom } from './federated-room';
import { sendMessage, type SenderNotice } from './message';
import { sendToPartner } from './partners';
import { sendReaction } from './reaction';

/** An account that an event names; the host omits one that was deleted meanwhile, other than the engine's types say. */
type MaybeDeleted = IUser | undefined;

/** A message as a hook of the platform gives it. */
type HookMessage = Omit<IMessage, 'sender'> & { readonly sender?: MaybeDeleted };

/** A change to a message, as a hook of the platform reports it. */
interface MessageChange {
	readonly message: HookMessage;
	/** The user who made the change, and who is notified if it is not sent; undefined if their account was deleted. */
	readonly actor: RocketChatUser | undefined;
	/** When it was made, milliseconds since 1970. The platform raises events in no order, so the queue sorts by it. */
	readonly at: number;
	/** The sentence before the reason, if the change was not sent to Matrix. */
	readonly failed: TextKey;
	/** The same if there was no answer, so that it may be on Matrix; `failed` unless given. */
	readonly unconfirmed?: TextKey;
	readonly send: (
		bridge: ConfiguredBridge,
		message: StoredMessage,
		roomId: RoomId,
	) => Promise<readonly SenderNotice[]>;
}

/** Relays a new message to Matrix. One whose sender was deleted meanwhile is not sent: nobody can be its sender there. */
export async function relayMessage(app: AppContext, message: HookMessage): Promise<void> {
	const { sender } = message;
	if (!sender) {
		return;
	}
	const actor = rocketChatUser(sender);
	await relay(app, {
		message,
		actor,
		at: (message.createdAt ?? new Date()).getTime(),
		failed: 'message_not_sent',
		unconfirmed: 'message_unconfirmed',
		send: (bridge, stored, roomId) =>
			sendUnlessEncrypted(bridge, stored, actor, roomId, async () =>
				hasSender(stored)
					? sendToPartner(bridge, { room: stored.room, roomId, actor, sender: stored.sender }, () =>
							sendMessage(bridge, stored, roomId),
						)
					: [],
			),
	});
}

/** Relays an edit to Matrix. */
export async function relayEdit(app: AppContext, message: HookMessage): Promise<void> {
	const editor = message.editor ?? message.sender;
	const actor = editor && rocketChatUser(editor);
	await relay(app, {
		message,
		actor,
		at: (message.editedAt ?? new Date()).getTime(),
		failed: 'edit_not_sent',
		unconfirmed: 'message_unconfirmed',
		send: (bridge, stored, roomId) =>
			sendUnlessEncrypted(bridge, stored, actor, roomId, () =>
				sendToPartner(bridge, { room: stored.room, roomId, actor, sender: stored.sender }, () =>
					sendEdit(bridge, stored, roomId),
				),
			),
	});
}

/** Relays a deletion to Matrix. */
export async function relayDeletion(
	app: AppContext,
	{ message, user }: Omit<IMessageDeleteContext, 'user'> & { readonly user?: MaybeDeleted },
): Promise<void> {
	const actor = user && rocketChatUser(user);
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

/** Relays a reaction, or its removal, to Matrix. One of a user who was deleted meanwhile is not sent. */
export async function relayReaction(
	app: AppContext,
	context: Omit<IMessageReactionContext, 'user'> & { readonly user?: MaybeDeleted },
): Promise<void> {
	if (!context.user) {
		return;
	}
	const actor = rocketChatUser(context.user);
	await relay(app, {
		message: context.message,
		actor,
		at: Date.now(),
		failed: 'reaction_not_sent',
		send: (bridge, { id, room }, roomId) =>
			sendToPartner(bridge, { room, roomId, actor, sender: actor }, async () => {
				await sendReaction(bridge, id, actor, context.reaction);
				return [];
			}),
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
	if (!stored || (actor && app.people.isMadeByApp(actor)) || !isMarkedFederated(stored.room)) {
		return;
	}
	const { id, room, threadId } = stored;
	const notifyActor = async (sentence: (text: Texts) => string) => {
		if (actor) {
			await app.messages.tell(actor.id, room.id, sentence(await app.textsFor(actor)), threadId);
		}
	};
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
