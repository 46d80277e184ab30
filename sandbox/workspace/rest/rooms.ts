import type { Router } from 'express';
import { MeteorError } from '../meteor-error';
import { collections } from '../functions/collections';
import { leaveRoom } from '../functions/remove-user-from-room';
import { readRoom } from '../functions/read-room';
import { subscriptionOf } from '../functions/subscriptions';
import type { Server } from '../server';
import { muting } from './channels';
import { answeredRoom } from './declared-answers';
import { Endpoints } from './endpoints';
import { visibleRoom } from './room-params';

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
		.post('rooms.leave', async ({ user, params }) => {
			await leaveRoom(server, user, params.requiredText('roomId'));
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
		.post('subscriptions.read', ({ user, given }) => {
			const roomId = 'rid' in given ? given.rid : given.roomId;
			if (!subscriptionOf(server, roomId, user._id)) {
				throw new MeteorError('error-not-allowed', 'Not allowed');
			}
			readRoom(server, roomId, user._id);
		}).router;
}
