import type { Router } from 'express';
import { collections } from '../functions/collections';
import { createDirectMessage } from '../functions/create-direct-room';
import type { Server } from '../server';
import { Endpoints, invalid } from './endpoints';
import { page, pagination } from './pagination';
import { messagesAnswer } from './room-answers';
import { roomInParams } from './room-params';

/** `im.*` (`apps/meteor/app/api/server/v1/im.ts`). */
export function imRoutes(server: Server): Router {
	const { rooms, subscriptions } = collections(server);
	return new Endpoints(server)
		.post('im.create', async ({ user, params }) => {
			const one = params.text('username');
			const several = params.text('usernames');
			if (!one && !several) {
				throw invalid("must have required property 'username'");
			}
			const usernames = one ? [one] : (several ?? '').split(',').map((name) => name.trim());
			const excludeSelf = params.flag('excludeSelf') ?? false;
			const created = await createDirectMessage(server, usernames, user._id, excludeSelf);
			const { t, _id, usernames: members } = created.room;
			// The id comes twice, as in Rocket.Chat.
			return { room: { t, rid: _id, _id, usernames: members } };
		})
		.get('im.list', ({ user, request }) => {
			const ids = subscriptions.find({ 'u._id': user._id, t: 'd' }).map(({ rid }) => rid);
			const found = rooms.find({ _id: { $in: ids } }, { sort: { lm: -1 } });
			const { items, ...numbers } = page(found, pagination(server, request));
			return { ims: items, ...numbers };
		})
		.get('im.messages', (call) =>
			messagesAnswer(server, roomInParams(server, call.params, 'd', call.user), call),
		).router;
}
