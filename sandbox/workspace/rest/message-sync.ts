import type { Router } from 'express';
import type { MessageDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import { collections } from '../functions/collections';
import { followThread } from '../functions/follow-thread';
import { assertAccess, canAccessRoom } from '../functions/room-access';
import { changeSubscription, subscriptionOf } from '../functions/subscriptions';
import type { Server } from '../server';
import { Endpoints } from './endpoints';

/** What changed since a time, threads that somebody follows, reports, receipts (`apps/meteor/server/api/v1/chat.ts`). */
export function messageSyncRoutes(server: Server): Router {
	const endpoints = new Endpoints(server);
	addSync(server, endpoints);
	addFollowing(server, endpoints);
	addReports(server, endpoints);
	return endpoints.router;
}

function addSync(server: Server, endpoints: Endpoints): void {
	const { messages, deletedMessages } = collections(server);
	endpoints
		.get('chat.syncMessages', ({ user, given, params }) => {
			const { _id: rid } = assertAccess(server, given.roomId, user._id);
			const since = requiredDate(params.date('lastUpdate'), 'lastUpdate');
			const updated = messages.find(
				{ rid, _updatedAt: { $gt: since }, _hidden: { $ne: true } },
				{ sort: { ts: -1 } },
			);
			const deleted = deletedMessages
				.find({ rid, _deletedAt: { $gt: since } })
				.map(({ _id, _deletedAt }) => ({ _id, _deletedAt }));
			return { result: { updated, deleted } };
		})
		.get('chat.syncThreadsList', ({ user, given, params }) => {
			const { _id: rid } = assertAccess(server, given.rid, user._id);
			const since = requiredDate(params.date('updatedSince'), 'updatedSince');
			const update = messages.find({ rid, tcount: { $exists: true }, _updatedAt: { $gt: since } });
			// A deleted thread stays as a message of type rm, because it has replies.
			return { threads: { update, remove: [] } };
		})
		.get('chat.syncThreadMessages', ({ user, given, params }) => {
			const { tmid } = given;
			const since = requiredDate(params.date('updatedSince'), 'updatedSince');
			const thread = messages.findById(tmid);
			if (!thread) {
				throw new MeteorError('error-invalid-message', 'Invalid Message');
			}
			assertAccess(server, thread.rid, user._id);
			const update = messages.find({ tmid, _updatedAt: { $gt: since } });
			const remove = deletedMessages.find({ tmid, _deletedAt: { $gt: since } });
			return { messages: { update, remove } };
		});
}

function requiredDate(date: Date | undefined, name: string): Date {
	if (!date) {
		throw new MeteorError(
			`error-${name}-param-invalid`,
			`The "${name}" query parameter must be a valid date`,
		);
	}
	return date;
}

function addFollowing(server: Server, endpoints: Endpoints): void {
	for (const followed of [true, false]) {
		endpoints.post(followed ? 'chat.followMessage' : 'chat.unfollowMessage', ({ user, params }) =>
			followThread(server, user, params.requiredText('mid'), followed),
		);
	}
	endpoints.get('chat.ignoreUser', ({ user, given }) => {
		const ignoredId = given.userId;
		const subscription = subscriptionOf(server, given.rid, user._id);
		if (!subscription || !subscriptionOf(server, subscription.rid, ignoredId)) {
			throw new MeteorError('error-invalid-subscription', 'Invalid subscription');
		}
		const others = (subscription.ignored ?? []).filter((id) => id !== ignoredId);
		const ignores = /true|1/.test(given.ignore);
		changeSubscription(server, subscription, { ignored: ignores ? [...others, ignoredId] : others });
	});
}

function addReports(server: Server, endpoints: Endpoints): void {
	endpoints
		.post('chat.reportMessage', async ({ user, given }) => {
			const message = accessibleMessage(server, user._id, given.messageId);
			if (!message) {
				throw new Error('error-invalid-message_id');
			}
			await server.appEvents.messageReported(message, user, given.description);
		})
		.get('chat.getMessageReadReceipts', ({ user, given }) =>
			readReceipts(server, user._id, given.messageId),
		);
}

/**
 * `apps/meteor/ee/server/api/chat.ts`: the sandbox stores no receipts, as a server whose setting
 * `Message_Read_Receipt_Enabled` is off.
 */
function readReceipts(server: Server, userId: string, messageId: string): { receipts: [] } {
	if (!server.licensing.hasModule('message-read-receipt')) {
		throw new MeteorError('error-action-not-allowed', 'This is an enterprise feature');
	}
	if (!accessibleMessage(server, userId, messageId)) {
		throw new MeteorError('error-invalid-message', 'The required "messageId" param is invalid.');
	}
	return { receipts: [] };
}

function accessibleMessage(server: Server, userId: string, id: string): MessageDocument | undefined {
	const { messages, rooms } = collections(server);
	const message = messages.findById(id);
	const room = message && rooms.findById(message.rid);
	return room && canAccessRoom(server, room, userId) ? message : undefined;
}
