import type { Router } from 'express';
import type { RoomDocument } from '../database/documents';
import { collections } from '../functions/collections';
import { createDirectMessage } from '../functions/create-direct-room';
import { eraseRoom } from '../functions/delete-room';
import { saveRoomSettings } from '../functions/room-settings';
import { changeSubscription, subscriptionOf } from '../functions/subscriptions';
import type { Server } from '../server';
import { failure } from './answers';
import { Endpoints, invalid, type Call } from './endpoints';
import { page, pagination } from './pagination';
import { historyAnswer, membersAnswer, messagesAnswer } from './room-answers';
import { roomInParams } from './room-params';

/** `im.*` and the same under `dm.*` (`apps/meteor/app/api/server/v1/im.ts`). */
export function imRoutes(server: Server): Router {
	const { rooms, subscriptions } = collections(server);
	const endpoints = new Endpoints(server);
	const room = ({ params, user }: Call): RoomDocument => roomInParams(server, params, 'd', user);
	endpoints
		.post(named('create'), async ({ user, params }) => {
			const one = params.text('username');
			const several = params.text('usernames');
			if (!one && !several) {
				throw invalid("must have required property 'username'");
			}
			const usernames = one ? [one] : (several ?? '').split(',').map((name) => name.trim());
			const created = await createDirectMessage(
				server,
				usernames,
				user._id,
				params.flag('excludeSelf') ?? false,
			);
			return { room: answered(created.room) };
		})
		.post(named('delete'), async (call) => {
			await eraseRoom(server, room(call)._id, call.user);
		})
		.post([...named('close'), ...named('open')], (call) => {
			const { _id } = room(call);
			const subscription = subscriptionOf(server, _id, call.user._id);
			const open = call.request.path.endsWith('.open');
			if (!subscription || subscription.open === open) {
				throw failure(
					`The direct message room, is already ${open ? 'open' : 'closed'} to the sender`,
				);
			}
			changeSubscription(server, subscription, { open });
		})
		.post(named('setTopic'), (call) => {
			const topic = call.params.text('topic');
			if (topic === undefined) {
				throw failure('The body param "topic" is required');
			}
			saveRoomSettings(server, room(call)._id, { roomTopic: topic }, call.user);
			return { topic };
		})
		.get(named('list'), ({ user, request }) => {
			const ids = subscriptions.find({ 'u._id': user._id, t: 'd' }).map(({ rid }) => rid);
			const found = rooms.find({ _id: { $in: ids } }, { sort: { lm: -1 } });
			const { items, ...numbers } = page(found, pagination(server, request));
			return { ims: items, ...numbers };
		})
		.get(named('members'), (call) => membersAnswer(server, room(call), call))
		.get(named('messages'), (call) => messagesAnswer(server, room(call), call))
		.get(named('history'), (call) => historyAnswer(server, room(call), call.params));
	return endpoints.router;
}

/** What `im.create` answers of a room: its id twice, as Rocket.Chat has it. */
function answered({ _id, t, usernames }: RoomDocument): object {
	return { t, rid: _id, _id, usernames };
}

function named(name: string): string[] {
	return [`im.${name}`, `dm.${name}`];
}
