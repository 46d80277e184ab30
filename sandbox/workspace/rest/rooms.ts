import type { Router } from 'express';
import { MeteorError } from '../meteor-error';
import { collections } from '../functions/collections';
import { eraseRoom } from '../functions/delete-room';
import { readRoom } from '../functions/read-room';
import { leaveRoom } from '../functions/remove-user-from-room';
import { saveRoomSettings, type RoomSettings } from '../functions/room-settings';
import { subscriptionOf } from '../functions/subscriptions';
import type { Server } from '../server';
import { muting } from './channels';
import { Endpoints, type Params } from './endpoints';
import { visibleRoom } from './room-params';

/** `rooms.*` and `subscriptions.*` (`apps/meteor/app/api/server/v1/rooms.ts`, `subscriptions.ts`). */
export function roomsRoutes(server: Server): Router {
	const { rooms, subscriptions } = collections(server);
	return new Endpoints(server)
		.get('rooms.get', ({ user, params }) => {
			const ids = subscriptions.find({ 'u._id': user._id }).map(({ rid }) => rid);
			const since = params.date('updatedSince');
			return {
				update: rooms.find({ _id: { $in: ids }, ...(since && { _updatedAt: { $gt: since } }) }),
				remove: [],
			};
		})
		.get('rooms.info', ({ user, params }) => {
			const name = params.text('roomName');
			const id = params.text('roomId') ?? rooms.findOne({ name: name ?? '' })?._id ?? '';
			return { room: visibleRoom(server, id, user) };
		})
		.post('rooms.delete', async ({ user, params }) => {
			await eraseRoom(server, params.requiredText('roomId'), user);
		})
		.post('rooms.leave', async ({ user, params }) => {
			await leaveRoom(server, user, visibleRoom(server, params.requiredText('roomId'), user)._id);
		})
		.post('rooms.saveRoomSettings', ({ user, params }) => {
			const rid = params.requiredText('rid');
			saveRoomSettings(server, rid, settingsIn(params), user);
			return { rid };
		})
		.post('rooms.muteUser', muting(server, true))
		.post('rooms.unmuteUser', muting(server, false))
		.get('subscriptions.get', ({ user, params }) => {
			const since = params.date('updatedSince');
			return {
				update: subscriptions.find({
					'u._id': user._id,
					...(since && { _updatedAt: { $gt: since } }),
				}),
				remove: [],
			};
		})
		.get('subscriptions.getOne', ({ user, params }) => ({
			subscription: subscriptionOf(server, params.requiredText('roomId'), user._id) ?? null,
		}))
		.post('subscriptions.read', ({ user, params }) => {
			const roomId = params.text('rid') ?? params.requiredText('roomId');
			if (!subscriptionOf(server, roomId, user._id)) {
				throw new MeteorError('error-not-allowed', 'Not allowed');
			}
			readRoom(server, roomId, user._id);
		}).router;
}

function settingsIn(params: Params): RoomSettings {
	const settings: RoomSettings = {};
	for (const field of ['roomName', 'roomTopic', 'roomDescription', 'roomAnnouncement'] as const) {
		const value = params.text(field);
		if (value !== undefined) {
			settings[field] = value;
		}
	}
	for (const field of ['readOnly', 'reactWhenReadOnly', 'default'] as const) {
		const value = params.flag(field);
		if (value !== undefined) {
			settings[field] = value;
		}
	}
	const type = params.text('roomType');
	const systemMessages = params.texts('systemMessages');
	const roomCustomFields = params.object('roomCustomFields');
	return {
		...settings,
		...((type === 'c' || type === 'p') && { roomType: type }),
		...(systemMessages && { systemMessages }),
		...(roomCustomFields && { roomCustomFields }),
	};
}
