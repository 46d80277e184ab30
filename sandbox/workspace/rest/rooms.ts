import type { Router } from 'express';
import { MeteorError } from '../meteor-error';
import { archiveRoom, unarchiveRoom } from '../functions/archive-room';
import { cleanHistory } from '../functions/clean-history';
import { collections } from '../functions/collections';
import { createDiscussion } from '../functions/discussions';
import { leaveRoom } from '../functions/remove-user-from-room';
import { markRoomUnread, markUnreadFrom, readRoom } from '../functions/read-room';
import { saveRoomSettings } from '../functions/room-settings';
import { changeSubscription, subscriptionOf } from '../functions/subscriptions';
import type { Server } from '../server';
import { muting } from './channels';
import { answeredRoom } from './declared-answers';
import { Endpoints } from './endpoints';
import { page, pagination } from './pagination';
import { visibleRoom } from './room-params';
import { assertPermission } from './users';

/** `rooms.*` and `subscriptions.*` (`apps/meteor/app/api/server/v1/rooms.ts`, `subscriptions.ts`). */
export function roomsRoutes(server: Server): Router {
	const { rooms, subscriptions } = collections(server);
	return new Endpoints(server)
		.get('rooms.info', ({ user, params }) => {
			const name = params.text('roomName');
			const id = params.text('roomId') ?? rooms.findOne({ name: name ?? '' })?._id ?? '';
			return { room: answeredRoom(visibleRoom(server, id, user)) };
		})
		.get('rooms.get', ({ user }) => {
			const ids = subscriptions.find({ 'u._id': user._id }).map(({ rid }) => rid);
			return { update: rooms.find({ _id: { $in: ids } }).map(answeredRoom), remove: [] };
		})
		.get('rooms.adminRooms', ({ user, given, request }) => {
			assertPermission(server, user, 'view-room-administration');
			const filter = given.filter?.toLowerCase() ?? '';
			const types = given.types ?? ['c', 'd', 'p'];
			const found = rooms.find({}, { sort: { name: 1 } }).filter(({ t, name, usernames }) => {
				const names = [name ?? '', ...(usernames ?? [])];
				return types.includes(t) && names.some((each) => each.toLowerCase().includes(filter));
			});
			const { items, ...numbers } = page(found, pagination(server, request));
			return { rooms: items.map(answeredRoom), ...numbers };
		})
		.post('rooms.favorite', ({ user, params }) => {
			const name = params.text('roomName');
			const id = params.text('roomId') ?? rooms.findOne({ name: name ?? '' })?._id ?? '';
			const subscription = subscriptionOf(server, visibleRoom(server, id, user)._id, user._id);
			if (!subscription) {
				throw new MeteorError('error-invalid-subscription', 'Invalid subscription');
			}
			changeSubscription(server, subscription, { f: params.flag('favorite') ?? false });
		})
		.post('rooms.cleanHistory', ({ user, given }) => {
			const { _id } = visibleRoom(server, given.roomId, user);
			const count = cleanHistory(server, _id, user, {
				latest: new Date(given.latest),
				oldest: new Date(given.oldest),
				inclusive: given.inclusive ?? false,
				excludePinned: given.excludePinned ?? false,
			});
			return { _id, count, success: true };
		})
		.post('rooms.createDiscussion', async ({ user, params }) => {
			const discussion = await createDiscussion(server, user, {
				prid: params.requiredText('prid'),
				t_name: params.requiredText('t_name'),
				pmid: params.text('pmid'),
				reply: params.text('reply'),
				users: params.texts('users') ?? [],
				topic: params.text('topic'),
			});
			return { discussion: { ...answeredRoom(discussion), rid: discussion._id } };
		})
		.post('rooms.leave', async ({ user, params }) => {
			await leaveRoom(server, user, params.requiredText('roomId'));
		})
		.post('rooms.saveRoomSettings', ({ user, given: { rid, ...settings } }) => {
			saveRoomSettings(server, rid, settings, user);
			return { rid, success: true };
		})
		.post('rooms.changeArchivationState', ({ user, given: { rid, action } }) => {
			const room = rooms.findById(rid);
			if (!room) {
				throw new MeteorError('error-invalid-room', 'Invalid room');
			}
			(action === 'archive' ? archiveRoom : unarchiveRoom)(server, room, user);
			return { success: true };
		})
		.post('rooms.muteUser', muting(server, true))
		.post('rooms.unmuteUser', muting(server, false))
		.get('subscriptions.get', ({ user }) => ({
			update: subscriptions.find({ 'u._id': user._id }),
			remove: [],
		}))
		.get('subscriptions.getOne', ({ user, given }) => ({
			subscription: subscriptionOf(server, given.roomId, user._id) ?? null,
		}))
		.post('subscriptions.unread', ({ user, given }) => {
			if ('roomId' in given) {
				markRoomUnread(server, user._id, given.roomId);
			} else {
				markUnreadFrom(server, user._id, given.firstUnreadMessage._id);
			}
		})
		.post('subscriptions.read', ({ user, given }) => {
			const roomId = 'rid' in given ? given.rid : given.roomId;
			if (!subscriptionOf(server, roomId, user._id)) {
				throw new MeteorError('error-not-allowed', 'Not allowed');
			}
			readRoom(server, roomId, user._id);
		}).router;
}
