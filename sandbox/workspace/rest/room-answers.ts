import type { RoomDocument, UserDocument } from '../database/documents';
import { collections } from '../functions/collections';
import { subscriptionsOf } from '../functions/subscriptions';
import type { Server } from '../server';
import type { Call } from './endpoints';
import { page, pagination } from './pagination';

/** A page of a room's members (`findUsersOfRoom`). */
export function membersAnswer(server: Server, room: RoomDocument, { request }: Call): object {
	const { users } = collections(server);
	const ids = subscriptionsOf(server, room._id).map(({ u }) => u._id);
	const members = users.find({ _id: { $in: ids } }, { sort: { username: 1 } }).map(shownMember);
	const { items, ...numbers } = page(members, pagination(server, request));
	return { members: items, ...numbers };
}

/** A page of a room's messages, the newest first (`channels.messages`). */
export function messagesAnswer(server: Server, room: RoomDocument, { request }: Call): object {
	const found = collections(server).messages.find(
		{ rid: room._id, _hidden: { $ne: true } },
		{ sort: { ts: -1 } },
	);
	const { items, ...numbers } = page(found, pagination(server, request));
	return { messages: items, ...numbers };
}

/**
 * A room's messages between `oldest` and `latest`, the newest first
 * (`apps/meteor/server/meteor-methods/messages/getChannelHistory.ts`).
 */
export function historyAnswer(server: Server, room: RoomDocument, { params, request }: Call): object {
	const [latest, oldest] = [params.date('latest'), params.date('oldest')];
	const found = collections(server).messages.find(
		{
			rid: room._id,
			_hidden: { $ne: true },
			ts: { $lt: latest ?? new Date(Date.now() + 1), ...(oldest && { $gt: oldest }) },
		},
		{ sort: { ts: -1 } },
	);
	return { messages: page(found, pagination(server, request)).items };
}

/** The members with the role moderator in the room. */
export function moderatorsOf(server: Server, room: RoomDocument): object[] {
	return subscriptionsOf(server, room._id)
		.filter(({ roles }) => roles?.includes('moderator'))
		.map(({ u }) => u);
}

function shownMember({ _id, username, name, status, statusText, utcOffset }: UserDocument): object {
	return {
		_id,
		username,
		...(name !== undefined && { name }),
		status,
		...(statusText !== undefined && { statusText }),
		...(utcOffset !== undefined && { utcOffset }),
	};
}
