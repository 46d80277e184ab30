import type { IMessage, ISubscription, IUser } from '@rocket.chat/core-typings';
import type { RoomDocument, UserDocument } from '../database/documents';
import { collections } from '../functions/collections';
import { subscriptionsOf } from '../functions/subscriptions';
import type { Server } from '../server';
import { answeredUser } from './declared-answers';
import type { Call } from './endpoints';
import { page, pagination, type Page } from './pagination';

/** A page of a room's members (`findUsersOfRoom`). */
export function membersAnswer(
	server: Server,
	room: RoomDocument,
	{ request }: Call,
): Page & { members: IUser[] } {
	const { users } = collections(server);
	const ids = subscriptionsOf(server, room._id).map(({ u }) => u._id);
	const members = users.find({ _id: { $in: ids } }, { sort: { username: 1 } }).map(shownMember);
	const { items, ...numbers } = page(members, pagination(server, request));
	return { members: items, ...numbers };
}

/** A page of the members of a direct message, each with fields of the subscription (`im.members`). */
export function directMembersAnswer(
	server: Server,
	room: RoomDocument,
	call: Call,
): Page & { members: (IUser & { subscription: MemberSubscription })[] } {
	const { members, ...numbers } = membersAnswer(server, room, call);
	const subscriptions = subscriptionsOf(server, room._id);
	const withSubscription = members.flatMap((member) =>
		subscriptions
			.filter(({ u }) => u._id === member._id)
			.map(({ _id, ts, roles }) => ({ ...member, subscription: { _id, ts, ...(roles && { roles }) } })),
	);
	return { members: withSubscription, ...numbers };
}

type MemberSubscription = Pick<ISubscription, '_id' | 'ts' | 'roles'>;

/** A page of a room's messages, the newest first (`channels.messages`). */
export function messagesAnswer(
	server: Server,
	room: RoomDocument,
	{ request }: Call,
): Page & { messages: IMessage[] } {
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
export function historyAnswer(
	server: Server,
	room: RoomDocument,
	{ params, request }: Call,
): { messages: IMessage[] } {
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

function shownMember({ _id, username, name, status, statusText, utcOffset }: UserDocument): IUser {
	return answeredUser({
		_id,
		username,
		...(name !== undefined && { name }),
		status,
		...(statusText !== undefined && { statusText }),
		...(utcOffset !== undefined && { utcOffset }),
	});
}
