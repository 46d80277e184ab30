import type { IUploadWithUser } from '@rocket.chat/core-typings';
import type { RoomDocument, SubscriptionDocument, UploadDocument } from '../database/documents';
import { collections } from '../functions/collections';
import { hasPermission } from '../functions/permissions';
import { assertAccess, canAccessRoom } from '../functions/room-access';
import { roomRoles, subscriptionOf, subscriptionsOf } from '../functions/subscriptions';
import type { Server } from '../server';
import { failure, forbidden } from './answers';
import { Params, parsedJson, type Call } from './endpoints';
import { page, pagination, type Page } from './pagination';

/**
 * How many messages a member has not read (`channels.counters`, `groups.counters`, `im.counters`). Somebody who may see
 * the administration of rooms can ask for another user.
 * @throws {RestError} 403 for another user without that permission
 */
export function countersAnswer(server: Server, room: RoomDocument, { user, params }: Call): Counters {
	const access = hasPermission(server, user._id, 'view-room-administration');
	const asked = params.text('userId');
	if (asked !== undefined && !access) {
		throw forbidden();
	}
	const subscription = subscriptionOf(server, room._id, asked ?? user._id);
	const joined = subscription !== undefined;
	const latest = room.lm ?? room._updatedAt;
	const seen = access || joined;
	return {
		joined,
		members: seen ? activeMembers(server, room).length : null,
		...(room.t === 'd' ? directUnread(subscription, room) : unread(server, subscription, latest)),
		msgs: seen ? room.msgs : null,
		latest: seen ? latest.toISOString() : null,
		userMentions: subscription?.userMentions ?? null,
	};
}

/** The fields of `im.counters`; the other two have the same. */
interface Counters extends Unread {
	joined: boolean;
	members: number | null;
	msgs: number | null;
	latest: string | null;
	userMentions: number | null;
}

interface Unread {
	unreads: number | null;
	unreadsFrom: string | null;
}

function unread(server: Server, subscription: SubscriptionDocument | undefined, latest: Date): Unread {
	if (!subscription) {
		return { unreads: null, unreadsFrom: null };
	}
	const since = subscription.ls ?? subscription.ts;
	const found = collections(server).messages.find({
		rid: subscription.rid,
		_hidden: { $ne: true },
		ts: { $gte: since, $lte: latest },
	});
	return { unreads: found.length, unreadsFrom: since.toISOString() };
}

function directUnread(subscription: SubscriptionDocument | undefined, room: RoomDocument): Unread {
	const from = room.msgs > 0 ? subscription?.ls : undefined;
	return { unreads: subscription?.unread ?? null, unreadsFrom: from?.toISOString() ?? null };
}

function activeMembers(
	server: Server,
	room: RoomDocument,
): { _id: string; username: string; status: string }[] {
	const ids = subscriptionsOf(server, room._id).map(({ u }) => u._id);
	return collections(server)
		.users.find({ _id: { $in: ids } })
		.filter(({ active }) => active);
}

/**
 * The members who are not offline (`channels.online`, `groups.online`). The room is given by `_id`, in older clients as
 * JSON in `query`; not by `roomId` as elsewhere.
 * @throws {RestError} 400; {MeteorError} `error-not-allowed` if the caller may not see the room
 */
export function onlineAnswer(server: Server, type: 'c' | 'p', { user, params }: Call): object {
	const id = params.text('_id') ?? new Params(parsedJson(params.text('query'))).text('_id');
	if (!id) {
		throw failure('Invalid query');
	}
	const room = collections(server).rooms.findById(id);
	if (room?.t !== type) {
		throw failure(type === 'c' ? 'Channel does not exists' : 'Group does not exists');
	}
	assertAccess(server, room._id, user._id);
	const online = activeMembers(server, room).filter(({ status }) => status !== 'offline');
	return { online: online.map(({ _id, username }) => ({ _id, username })) };
}

/** The members with a role in the room (`channels.roles`, `groups.roles`). */
export function rolesAnswer(server: Server, room: RoomDocument): object {
	return { roles: roomRoles(server, room._id) };
}

/** Where a member was mentioned (`channels.getAllUserMentionsByChannel`). */
export function mentionsAnswer(server: Server, room: RoomDocument, { user, request }: Call): object {
	const found = collections(server)
		.messages.find({ rid: room._id, _hidden: { $ne: true } }, { sort: { ts: 1 } })
		.filter(({ mentions }) => mentions?.some(({ _id }) => _id === user._id));
	const { items, ...numbers } = page(found, pagination(server, request));
	return { mentions: items, ...numbers };
}

/**
 * The files of a room, by name, without thumbnails (`channels.files`, `groups.files`, `im.files`).
 * @throws {RestError} 403 if the caller may not see the room
 */
export function filesAnswer(
	server: Server,
	room: RoomDocument,
	{ user, params, request }: Call,
): Page & { files: IUploadWithUser[] } {
	if (!canAccessRoom(server, room, user._id)) {
		throw forbidden();
	}
	const name = params.text('name')?.toLowerCase() ?? '';
	const typeGroup = params.text('typeGroup');
	const onlyConfirmed = params.flag('onlyConfirmed') ?? false;
	const found = collections(server)
		.uploads.find({ rid: room._id, _hidden: { $ne: true } }, { sort: { name: 1 } })
		.filter(
			(file) =>
				file.typeGroup !== 'thumb' &&
				file.name.toLowerCase().includes(name) &&
				(!typeGroup || file.typeGroup === typeGroup) &&
				!(onlyConfirmed && file.expiresAt),
		);
	const { items, ...numbers } = page(found, pagination(server, request));
	return { files: items.map((file) => withUploader(server, file)), ...numbers };
}

/** `server/api/lib/addUserToFileObj.ts` */
function withUploader(server: Server, file: UploadDocument): IUploadWithUser {
	const uploader = file.userId ? collections(server).users.findById(file.userId) : undefined;
	if (!uploader) {
		return file;
	}
	const { _id, username, name } = uploader;
	return { ...file, user: { _id, username, ...(name !== undefined && { name }) } };
}
