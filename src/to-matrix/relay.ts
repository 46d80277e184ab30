import type {
	IMessage,
	IMessageDeleteContext,
	IMessagePinContext,
	IMessageReactionContext,
} from '@rocket.chat/apps-engine/definition/messages';
import { RoomType } from '@rocket.chat/apps-engine/definition/rooms';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import type { AppContext } from '../app-context';
import type { ConfiguredBridge } from '../configured-bridge';
import type { FederationError } from '../errors';
import { failureOf, withHostFailures } from '../failure';
import type { TextKey } from '../i18n';
import type { RoomId } from '../matrix/ids';
import { markKey } from '../to-rocketchat/rooms/relink-room';
import {
	hasSender,
	rocketChatMessage,
	rocketChatUser,
	type RocketChatUser,
	type StoredMessage,
} from '../rocketchat/entities';
import { fileOf } from '../rocketchat/file-messages';
import { isVideoCall } from '../rocketchat/message-fields';
import { isMadeBy } from '../rocketchat/people';
import type { RocketChatRoomId } from '../rocketchat/ids';
import type { OutboxItem } from '../store/outbox';
import { deliverChange, deliverMessage, failedTexts, isTemporary } from './delivery';
import { isMarkedFederated, linkedMatrixRoom, markedMatrixRoom } from './rooms/federated-room';
import { parentOfMissedDiscussion } from './rooms/missed-discussion';
import { isOutdated } from './messages/message';
import { needsOpening, requestOpening } from './direct-messages/opening-by-message';
import { listRoom } from './room-list';
import { failureSentence, tellActor, type NoticePlace } from './sender-notice';

/** An account that an event names; the host omits one that was deleted meanwhile, other than the engine's types say. */
type MaybeDeleted = IUser | undefined;

/** A message as a hook of the platform gives it. */
type HookMessage = Omit<IMessage, 'sender'> & { readonly sender?: MaybeDeleted };

/** Something that a hook of the platform reports. */
interface Reported {
	readonly message: HookMessage;
	/** The user who did it, and who is told if it is not sent; undefined if their account was deleted. */
	readonly actor: RocketChatUser | undefined;
	/** When it was done, milliseconds since 1970. The platform raises events in no order, so the queue sorts by it. */
	readonly at: number;
}

/** A change to a message. */
interface ReportedChange extends Reported {
	readonly what: OutboxItem['what'];
	/** Of a reaction, with its colons. */
	readonly shortcode?: string;
}

/**
 * Tells by a message alone whether `relayMessage` may have something to do with it. The platform asks this about every message of
 * the workspace, and passes it a second time only if so.
 * @param appId the id of this app
 */
export function mayConcernMatrix(message: HookMessage, appId: string): boolean {
	const stored = rocketChatMessage(message);
	if (!stored || !message.sender) {
		return false;
	}
	const { room } = stored;
	const isOpen = isMarkedFederated(room) || room.type === RoomType.DIRECT_MESSAGE;
	const isOfInterest = isMadeBy(appId, message.sender) ? fileOf(message) !== undefined : isOpen;
	return isOfInterest || parentOfMissedDiscussion(room) !== undefined;
}

/** Relays a new message to Matrix. One whose sender was deleted meanwhile is not sent: nobody can be its sender there. */
export async function relayMessage(app: AppContext, message: HookMessage): Promise<void> {
	const { sender, createdAt = new Date() } = message;
	const stored = rocketChatMessage(message);
	const file = fileOf(message);
	if (sender && stored && file && app.people.isMadeByApp(rocketChatUser(sender))) {
		app.fileMessages.echoes.add(file._id, stored.id);
	} else if (sender && stored && (await needsOpening(app, stored.room, rocketChatUser(sender)))) {
		await requestOpening(app, stored, rocketChatUser(sender));
	} else if (sender) {
		const parentId = stored && parentOfMissedDiscussion(stored.room);
		if (parentId) {
			app.outgoing.noteMissedDiscussion(stored.room.id, parentId);
		}
		const reported = { message, actor: rocketChatUser(sender), at: createdAt.getTime() };
		if (isVideoCall(message)) {
			return relayChange(app, { what: 'message', ...reported }); // a comparison of the room would not find it
		}
		await relay(app, 'message_not_sent', reported, async (found) => async (bridge, roomId) => {
			if (hasSender(found) && !(await isOutdated(bridge, found))) {
				await deliverMessage(bridge, found, roomId);
			}
		});
	}
}

/** Relays an edit to Matrix. */
export async function relayEdit(app: AppContext, message: HookMessage): Promise<void> {
	const editor = message.editor ?? message.sender;
	const at = (message.editedAt ?? new Date()).getTime();
	await relayChange(app, { what: 'edit', message, actor: editor && rocketChatUser(editor), at });
}

/** Relays a deletion to Matrix. */
export async function relayDeletion(
	app: AppContext,
	{ message, user }: Omit<IMessageDeleteContext, 'user'> & { readonly user?: MaybeDeleted },
): Promise<void> {
	const actor = user && rocketChatUser(user);
	const stored = rocketChatMessage(message);
	if (stored && actor && app.people.isMadeByApp(actor) && isMarkedFederated(stored.room)) {
		await app.store.journal.settle(stored.room.id, stored.id, { isDeleted: true }); // it came from Matrix
		return;
	}
	await relayChange(app, { what: 'deletion', message, actor, at: Date.now() });
}

/** Relays a reaction, or its removal, to Matrix. One of a user who was deleted meanwhile is not sent. */
export async function relayReaction(
	app: AppContext,
	context: Omit<IMessageReactionContext, 'user'> & { readonly user?: MaybeDeleted },
): Promise<void> {
	const { message, user, reaction: shortcode } = context;
	if (user) {
		const actor = rocketChatUser(user);
		await relayChange(app, { what: 'reaction', message, actor, at: Date.now(), shortcode });
	}
}

/** Relays that a message was pinned, or is not pinned any more, to Matrix. */
export async function relayPin(app: AppContext, { message, user }: IMessagePinContext): Promise<void> {
	await relayChange(app, { what: 'pin', message, actor: rocketChatUser(user), at: Date.now() });
}

/** Federates a discussion that a system message announces in its parent room. */
export async function relayDiscussion(app: AppContext, message: HookMessage): Promise<void> {
	const { sender, createdAt = new Date() } = message;
	if (sender) {
		await relayChange(app, {
			...{ what: 'discussion', message, actor: rocketChatUser(sender), at: createdAt.getTime() },
		});
	}
}

/** Relays a change by way of the outbox: what the room's messages show is found there as well, but not all of it. */
async function relayChange(app: AppContext, { what, shortcode, ...reported }: ReportedChange): Promise<void> {
	const { actor, at } = reported;
	await relay(app, failedTexts[what], reported, async (stored) => {
		if (what === 'deletion') {
			app.memory.deletedMessages.add(stored.id); // the event of the new message may come later
		}
		const item: OutboxItem = {
			...{ id: crypto.randomUUID(), what, at, roomId: stored.room.id, messageId: stored.id },
			...{ actorId: actor?.id, senderId: stored.sender?.id },
			createdAt: (stored.createdAt ?? new Date()).getTime(),
			...(shortcode !== undefined && { shortcode }),
		};
		await app.store.outbox.add(item);
		return (bridge, roomId) => deliverChange(bridge, item, roomId, { message: stored, actor });
	});
}

/** Sends something to a Matrix room. */
type Deliver = (bridge: ConfiguredBridge, roomId: RoomId) => Promise<void>;

/**
 * Relays something in the room's order, if the room is federated. Returns early if a bot user or the federation bot acted, since
 * then it came from Matrix, or if the room has no mark; neither costs a call. While the homeserver or the room cannot be used,
 * or in a workspace of several instances, the room's recovery relays it later: it finds it in the room's messages or in the
 * outbox.
 * @param failed what the person reads before the reason, if it cannot be sent
 * @param prepare called as soon as the room is known to be federated
 */
async function relay(
	app: AppContext,
	failed: TextKey,
	{ message, actor, at }: Reported,
	prepare: (message: StoredMessage) => Promise<Deliver>,
): Promise<void> {
	const stored = rocketChatMessage(message);
	const markedRoomId = stored && markedMatrixRoom(stored.room);
	if (!stored || !markedRoomId || (actor && app.people.isMadeByApp(actor))) {
		return;
	}
	const { id, room, threadId } = stored;
	const leaveToRecovery = () => {
		app.outgoing.leaveToRecovery(room.id, markedRoomId);
		if (!app.homeserverState.isUsable && actor) {
			app.outgoing.tellOfOutage(actor, room.id, threadId);
		}
	};
	/** Does a step, and handles its failure before anything else of the room can start. */
	const attempt = async (step: () => Promise<void>) => {
		try {
			await withHostFailures(step);
		} catch (error) {
			const failure = failureOf(error);
			app.log.failure('a change is not on Matrix yet', failure, { what: failed, messageId: id });
			if (isTemporary(failure)) {
				app.outgoing.reportOutageOf(failure);
				leaveToRecovery();
			} else {
				await tellFailure(app, { actor, room, threadId }, failed, failure);
			}
		}
	};
	await attempt(async () => {
		await app.openStore();
		const roomId = await linkedMatrixRoom(app, room);
		if (!roomId) {
			if (!app.memory.refusedMarks.has(markKey(room))) {
				app.outgoing.recovery.request(room.id); // the comparison links a room that is the app's own
			}
			return;
		}
		app.signs.hear(room.id);
		const deliver = await prepare(stored);
		await app.queues.run(`rocketchat ${room.id}`, at, () =>
			attempt(async () => {
				const present = await listRoom(app, room.id, roomId);
				if (!(await deliverAtOnce(app, room.id, present, deliver))) {
					leaveToRecovery();
				}
			}),
		);
	});
}

/** @returns whether the change was sent; not if the homeserver, the room or this instance cannot be used for it now */
async function deliverAtOnce(
	app: AppContext,
	rocketChatRoomId: RocketChatRoomId,
	roomId: RoomId,
	deliver: Deliver,
): Promise<boolean> {
	const { instances, homeserverState, outgoing } = app;
	const mayDeliver = instances.isAlone && homeserverState.isUsable && outgoing.isUpToDate(rocketChatRoomId);
	return mayDeliver && instances.run(roomId, async () => deliver(await app.requireBridge(), roomId));
}

/** Tells the person who did something, in the room, why it is not on Matrix. */
async function tellFailure(
	app: AppContext,
	place: NoticePlace,
	failed: TextKey,
	failure: FederationError,
): Promise<void> {
	const { workspace } = await app.settingsState();
	await tellActor({ messages: app.messages, workspace }, place, failureSentence(failed, failure));
}
