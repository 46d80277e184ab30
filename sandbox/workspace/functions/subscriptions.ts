import type { RoomDocument, SubscriptionDocument, UserDocument } from '../database/documents';
import type { Server } from '../server';
import { collections, updateWith, update } from './collections';
import { randomId } from './random-id';

/** A member's subscription to a room, if the user is one. */
export function subscriptionOf(
	server: Server,
	roomId: string,
	userId: string,
): SubscriptionDocument | undefined {
	return collections(server).subscriptions.findOne({ rid: roomId, 'u._id': userId });
}

/** The subscriptions of all members of the room. */
export function subscriptionsOf(server: Server, roomId: string): SubscriptionDocument[] {
	return collections(server).subscriptions.find({ rid: roomId });
}

/** The members with a role in the room (`server/lib/roles/getRoomRoles.ts`). */
export function roomRoles(
	server: Server,
	roomId: string,
): Pick<SubscriptionDocument, '_id' | 'rid' | 'u' | 'roles'>[] {
	return subscriptionsOf(server, roomId)
		.filter(({ roles }) => roles?.length)
		.map(({ _id, rid, u, roles = [] }) => ({ _id, rid, u, roles }));
}

/**
 * Makes a user a member of a channel or group and increments the room's count
 * (`packages/models/src/models/Subscriptions.ts`, `createWithRoomAndUser`). No event, no system message.
 */
export function createSubscription(
	server: Server,
	room: RoomDocument,
	user: UserDocument,
	extra: Partial<SubscriptionDocument> = {},
): SubscriptionDocument {
	const { subscriptions, rooms } = collections(server);
	const now = new Date();
	const subscription = subscriptions.insert({
		_id: randomId(),
		open: false,
		alert: false,
		unread: 0,
		userMentions: 0,
		groupMentions: 0,
		ts: room.ts,
		rid: room._id,
		name: room.name ?? '',
		...(room.fname !== undefined && { fname: room.fname }),
		...(room.customFields && { customFields: room.customFields }),
		t: room.t,
		u: userReference(user),
		...(room.prid && { prid: room.prid }),
		_updatedAt: now,
		...extra,
	});
	updateWith(rooms, room._id, (stored) => ({ usersCount: stored.usersCount + 1 }));
	subscriptionChanged(server, 'inserted', subscription);
	return subscription;
}

/** Ends a membership (`removeByRoomIdAndUserId`): decrements the count of channels and groups. */
export function removeSubscription(server: Server, room: RoomDocument, userId: string): boolean {
	const { subscriptions, rooms } = collections(server);
	const subscription = subscriptionOf(server, room._id, userId);
	if (!subscription) {
		return false;
	}
	subscriptions.remove(subscription._id);
	if (room.t !== 'd') {
		updateWith(rooms, room._id, (stored) => ({ usersCount: Math.max(0, stored.usersCount - 1) }));
	}
	subscriptionChanged(server, 'removed', subscription);
	return true;
}

/** Changes a subscription and tells its owner's clients. */
export function changeSubscription(
	server: Server,
	subscription: SubscriptionDocument,
	fields: Partial<SubscriptionDocument>,
): void {
	const changed = update(collections(server).subscriptions, subscription._id, fields);
	subscriptionChanged(server, 'updated', changed);
}

/**
 * Tells the members' clients that a room changed (`notifyOnRoomChangedById` in
 * `app/lib/server/lib/notifyListener.ts`).
 */
export function roomChanged(
	server: Server,
	roomId: string,
	action: 'inserted' | 'updated' | 'removed' = 'updated',
): void {
	const room = collections(server).rooms.findById(roomId);
	if (!room) {
		return;
	}
	for (const { u } of subscriptionsOf(server, roomId)) {
		server.streams.emit('notify-user', `${u._id}/rooms-changed`, [action, room]);
	}
}

/** A reference to a user: id, username and, if there is one, name. */
function userReference(user: Pick<UserDocument, '_id' | 'username' | 'name'>): SubscriptionDocument['u'] {
	return { _id: user._id, username: user.username, ...(user.name !== undefined && { name: user.name }) };
}

export function subscriptionChanged(
	server: Server,
	action: 'inserted' | 'updated' | 'removed',
	subscription: SubscriptionDocument,
): void {
	server.streams.emit('notify-user', `${subscription.u._id}/subscriptions-changed`, [action, subscription]);
}
