import type { IThreadMainMessage } from '@rocket.chat/core-typings';
import type { Router } from 'express';
import type { MessageDocument, UserDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import { collections, update } from '../functions/collections';
import { messageChanged } from '../functions/notifications';
import { assertAccess } from '../functions/room-access';
import { searchMessages } from '../functions/search';
import { subscriptionOf } from '../functions/subscriptions';
import type { Server } from '../server';
import { Endpoints, type Call } from './endpoints';
import { page, pagination, type Page } from './pagination';

/** The lists of `chat.*`, and stars (`apps/meteor/server/api/v1/chat.ts`, `server/api/lib/messages.ts`). */
export function messageListsRoutes(server: Server): Router {
	const endpoints = new Endpoints(server);
	addStars(server, endpoints);
	addRoomLists(server, endpoints);
	addThreads(server, endpoints);
	return endpoints.router;
}

function addStars(server: Server, endpoints: Endpoints): void {
	for (const starred of [true, false]) {
		endpoints.post(starred ? 'chat.starMessage' : 'chat.unStarMessage', async ({ user, params }) => {
			const message = collections(server).messages.findById(params.requiredText('messageId'));
			if (!message) {
				throw new MeteorError(
					'error-message-not-found',
					'The provided "messageId" does not match any existing message.',
				);
			}
			await setStarred(server, message, user, starred);
		});
	}
}

/** `server/lib/messaging/stars/starMessage.ts`: only members can star. `IPostMessageStarred`. */
async function setStarred(
	server: Server,
	message: MessageDocument,
	user: UserDocument,
	starred: boolean,
): Promise<void> {
	if (!subscriptionOf(server, message.rid, user._id)) {
		return;
	}
	const others = (message.starred ?? []).filter(({ _id }) => _id !== user._id);
	update(collections(server).messages, message._id, {
		starred: starred ? [...others, { _id: user._id }] : others,
	});
	messageChanged(server, message._id);
	await server.appEvents.messageStarred(message, user, starred);
}

function addRoomLists(server: Server, endpoints: Endpoints): void {
	const { messages, deletedMessages } = collections(server);
	const visible = (roomId: string): MessageDocument[] =>
		messages
			.find({ rid: roomId, _hidden: { $ne: true } }, { sort: { ts: -1 } })
			.filter(({ t }) => t !== 'rm');
	const list = (
		name:
			| 'chat.getPinnedMessages'
			| 'chat.getStarredMessages'
			| 'chat.getMentionedMessages'
			| 'chat.getDiscussions',
		matches: (message: MessageDocument, userId: string) => boolean,
	): void => {
		endpoints.get(name, (call) => {
			const roomId = accessibleRoom(server, call, call.given.roomId);
			const found = visible(roomId).filter((message) => matches(message, call.user._id));
			return listed(server, call, found);
		});
	};
	list('chat.getPinnedMessages', ({ pinned }) => pinned === true);
	list('chat.getStarredMessages', ({ starred }, userId) =>
		Boolean(starred?.some(({ _id }) => _id === userId)),
	);
	list('chat.getMentionedMessages', ({ mentions }, userId) =>
		Boolean(mentions?.some(({ _id }) => _id === userId)),
	);
	list('chat.getDiscussions', ({ drid }) => drid !== undefined);
	endpoints
		.get('chat.search', (call) => {
			const roomId = accessibleRoom(server, call, call.given.roomId);
			const found = searchMessages(visible(roomId), call.given.searchText);
			return { messages: page(found, pagination(server, call.request)).items };
		})
		.get('chat.getDeletedMessages', (call) => {
			const roomId = accessibleRoom(server, call, call.given.roomId);
			const since = new Date(call.given.since);
			const found = deletedMessages.find({ rid: roomId, _deletedAt: { $gt: since } });
			return listed(
				server,
				call,
				found.map(({ _id }) => ({ _id })),
			);
		});
}

function addThreads(server: Server, endpoints: Endpoints): void {
	const { messages } = collections(server);
	endpoints
		.get('chat.getThreadsList', (call) => {
			const rid = accessibleRoom(server, call, call.given.rid);
			const where = { rid, tcount: { $gt: 0 }, _hidden: { $ne: true } };
			const found = messages.find(where, { sort: { tlm: -1 } }).filter(isThreadMain);
			const { messages: threads, ...numbers } = listed(server, call, found);
			return { threads, ...numbers };
		})
		.get('chat.getThreadMessages', (call) => {
			const { tmid } = call.given;
			const thread = messages.findById(tmid);
			if (!thread) {
				throw new MeteorError('error-invalid-message', 'Invalid Message');
			}
			assertAccess(server, thread.rid, call.user._id);
			const where = { tmid, _hidden: { $ne: true } };
			return listed(server, call, messages.find(where, { sort: { ts: 1 } }));
		});
}

/** @returns the id of a room which the caller may see */
function accessibleRoom(server: Server, { user }: { readonly user: UserDocument }, roomId: string): string {
	return assertAccess(server, roomId, user._id)._id;
}

/** One page of messages, with its position. */
function listed<Item>(
	server: Server,
	{ request }: Pick<Call, 'request'>,
	found: readonly Item[],
): Page & { messages: Item[] } {
	const { items: messages, ...numbers } = page(found, pagination(server, request));
	return { messages, ...numbers };
}

function isThreadMain(message: MessageDocument): message is MessageDocument & IThreadMainMessage {
	return message.tcount !== undefined && message.tlm !== undefined && message.replies !== undefined;
}
