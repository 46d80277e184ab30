import type { MessageDocument, RoomDocument, SubscriptionDocument } from '../database/documents';
import type { Server } from '../server';
import { collections, updateWith, update } from './collections';
import { showDiscussionCount } from './discussion-count';
import { messageChanged } from './notifications';
import { changeSubscription, roomChanged, subscriptionsOf } from './subscriptions';

const minute = 60_000;

/**
 * Updates what depends on a message that was saved or edited: the room's counters and last message, the members' unread
 * counters, the thread (`notifyUsersOnMessage.ts`, `threads/server/hooks/aftersavemessage.ts`), and the realtime API.
 */
export function afterSaveMessage(server: Server, message: MessageDocument, room: RoomDocument): void {
	if (message.editedAt) {
		afterEdit(server, message, room);
	} else {
		countMessage(server, message, room);
		updateThread(server, message);
	}
	showDiscussionCount(server, room._id);
	messageChanged(server, message._id);
	roomChanged(server, room._id);
}

function afterEdit(server: Server, message: MessageDocument, room: RoomDocument): void {
	const isInRoom = !message.tmid || message.tshow;
	const isLast = !room.lastMessage || room.lastMessage._id === message._id;
	if (storesLastMessage(server) && isInRoom && isLast) {
		update(collections(server).rooms, room._id, { lastMessage: message });
	}
}

function countMessage(server: Server, message: MessageDocument, room: RoomDocument): void {
	const { rooms } = collections(server);
	const onlyInThread = message.tmid && !message.tshow;
	if (onlyInThread || Math.abs(Date.now() - message.ts.getTime()) > minute) {
		updateWith(rooms, room._id, ({ msgs }) => ({ msgs: msgs + 1 }));
		return;
	}
	updateWith(rooms, room._id, ({ msgs }) => ({
		msgs: msgs + 1,
		lm: message.ts,
		...(storesLastMessage(server) && { lastMessage: message }),
	}));
	countUnread(server, message, room);
}

/** `updateUsersSubscriptions`: settings `Unread_Count` and `Unread_Count_DM` say what counts. */
function countUnread(server: Server, message: MessageDocument, room: RoomDocument): void {
	const mentioned = mentionedIds(message);
	const toGroup = message.mentions?.some(({ _id }) => _id === 'all' || _id === 'here') ?? false;
	const setting = room.t === 'd' ? 'Unread_Count_DM' : 'Unread_Count';
	const counts = server.settings.get<string>(setting);
	for (const member of subscriptionsOf(server, room._id)) {
		if (member.u._id !== message.u._id) {
			changeSubscription(server, member, {
				alert: true,
				open: true,
				...(!message.tmid && unreadAfter(member, room, mentioned, toGroup, counts)),
			});
		}
	}
}

function unreadAfter(
	member: SubscriptionDocument,
	room: RoomDocument,
	mentioned: readonly string[],
	toGroup: boolean,
	counts: string,
): Partial<SubscriptionDocument> {
	const step = (countedBy: string): number =>
		room.t === 'd' || counts === 'all_messages' || counts.includes(countedBy) ? 1 : 0;
	if (mentioned.includes(member.u._id)) {
		return { userMentions: member.userMentions + 1, unread: member.unread + step('user') };
	}
	if (toGroup && mentioned.length === 0) {
		return { groupMentions: member.groupMentions + 1, unread: member.unread + step('group') };
	}
	return !toGroup && counts === 'all_messages' ? { unread: member.unread + 1 } : {};
}

function updateThread(server: Server, message: MessageDocument): void {
	const { messages } = collections(server);
	const parent = message.tmid ? messages.findById(message.tmid) : undefined;
	if (!parent) {
		return;
	}
	const mentioned = mentionedIds(message);
	const followers = parent.replies?.length ? parent.replies : [parent.u._id];
	const replies = [...new Set([...followers, ...mentioned, message.u._id])];
	update(messages, parent._id, { replies, tlm: message.ts, tcount: (parent.tcount ?? 0) + 1 });
	for (const member of subscriptionsOf(server, message.rid)) {
		if (replies.includes(member.u._id) && member.u._id !== message.u._id) {
			const tunread = [...new Set([...(member.tunread ?? []), parent._id])];
			changeSubscription(server, member, { tunread, alert: true, open: true, lr: new Date() });
		}
	}
	messageChanged(server, parent._id);
}

function mentionedIds(message: MessageDocument): string[] {
	return (message.mentions ?? [])
		.filter(
			({ _id, type }) => (!type || type === 'user') && !['all', 'here', message.u._id].includes(_id),
		)
		.map(({ _id }) => _id);
}

function storesLastMessage(server: Server): boolean {
	return server.settings.get('Store_Last_Message') === true;
}
