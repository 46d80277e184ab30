import type { Router } from 'express';
import type { RoomDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import { collections } from '../functions/collections';
import { createDirectMessage, directRoomOf } from '../functions/create-direct-room';
import { eraseRoom } from '../functions/delete-room';
import { saveRoomSettings } from '../functions/room-settings';
import { changeSubscription, subscriptionOf } from '../functions/subscriptions';
import type { Server } from '../server';
import { answeredRoom } from './declared-answers';
import { Endpoints, type Call } from './endpoints';
import { page, pagination } from './pagination';
import { directMembersAnswer, historyAnswer, messagesAnswer } from './room-answers';
import { countersAnswer, filesAnswer } from './room-numbers';
import { roomInParams } from './room-params';
import { assertPermission } from './users';

/** `im.*` and `dm.*`, two names of the same endpoints (`apps/meteor/server/api/v1/im.ts`). */
export function imRoutes(server: Server): Router {
	const endpoints = new Endpoints(server);
	for (const prefix of ['im', 'dm'] as const) {
		addRooms(server, endpoints, prefix);
		addOneRoom(server, endpoints, prefix);
	}
	return endpoints.router;
}

type Prefix = 'im' | 'dm';

function addRooms(server: Server, endpoints: Endpoints, prefix: Prefix): void {
	const { rooms, subscriptions } = collections(server);
	endpoints
		.post(`${prefix}.create`, async ({ user, given }) => {
			const usernames =
				'username' in given
					? [given.username]
					: given.usernames.split(',').map((name) => name.trim());
			const excludeSelf = given.excludeSelf ?? false;
			const created = await createDirectMessage(server, usernames, user._id, excludeSelf);
			const { t, _id, usernames: members } = created.room;
			// The id comes twice, as in Rocket.Chat.
			return { room: { t, rid: _id, _id, usernames: members } };
		})
		.get(`${prefix}.list`, ({ user, request }) => {
			const ids = subscriptions.find({ 'u._id': user._id, t: 'd' }).map(({ rid }) => rid);
			const found = rooms.find({ _id: { $in: ids } }, { sort: { lm: -1 } });
			const { items, ...numbers } = page(found, pagination(server, request));
			return { ims: items.map(answeredRoom), ...numbers };
		})
		.get(`${prefix}.list.everyone`, ({ user, request }) => {
			assertPermission(server, user, 'view-room-administration');
			const found = rooms.find({ t: 'd' }, { sort: { name: 1 } });
			const { items, ...numbers } = page(found, pagination(server, request));
			return { ims: items.map(answeredRoom), ...numbers };
		})
		.get(`${prefix}.messages.others`, () => {
			// The setting API_Enable_Direct_Message_History_EndPoint is off by default; the sandbox does not have it.
			throw new MeteorError('error-endpoint-disabled', 'This endpoint is disabled');
		});
}

function addOneRoom(server: Server, endpoints: Endpoints, prefix: Prefix): void {
	endpoints
		.get(`${prefix}.messages`, (call) => messagesAnswer(server, directRoom(server, call), call))
		.get(`${prefix}.history`, (call) => historyAnswer(server, directRoom(server, call), call))
		.get(`${prefix}.members`, (call) => directMembersAnswer(server, directRoom(server, call), call))
		.get(`${prefix}.counters`, (call) => countersAnswer(server, directRoom(server, call), call))
		.get(`${prefix}.files`, (call) => filesAnswer(server, directRoom(server, call), call))
		.post(`${prefix}.setTopic`, (call) => {
			const topic = call.params.text('topic') ?? '';
			saveRoomSettings(server, directRoom(server, call)._id, { roomTopic: topic }, call.user);
			return { topic };
		})
		.post(`${prefix}.open`, (call) => setOpen(server, call, true))
		.post(`${prefix}.close`, (call) => setOpen(server, call, false))
		.post(`${prefix}.delete`, async (call) => {
			await eraseRoom(server, directRoom(server, call)._id, call.user);
		});
}

/**
 * The direct message that `roomId` names, or that the caller has with `username` (`findDirectMessageRoom`).
 * @throws {MeteorError} `error-room-param-not-provided`, `error-room-not-found`
 */
function directRoom(server: Server, { params, user }: Call): RoomDocument {
	const username = params.text('username');
	if (username === undefined || params.text('roomId') !== undefined) {
		return roomInParams(server, params, 'd', user);
	}
	const partner = collections(server).users.findOne({ username });
	const room = partner && directRoomOf(server, [...new Set([user._id, partner._id])]);
	if (!room) {
		throw new MeteorError(
			'error-room-not-found',
			'The required "roomId" param provided does not match any direct message',
		);
	}
	return room;
}

/** Shows the room in the caller's list, or hides it. */
function setOpen(server: Server, call: Call, open: boolean): void {
	const subscription = subscriptionOf(server, directRoom(server, call)._id, call.user._id);
	if (subscription) {
		changeSubscription(server, subscription, { open });
	}
}
