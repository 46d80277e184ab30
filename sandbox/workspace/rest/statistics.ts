import type { Router } from 'express';
import { collections } from '../functions/collections';
import type { Server } from '../server';
import { Endpoints } from './endpoints';
import { page, pagination } from './pagination';
import { assertPermission } from './users';

/**
 * `statistics`, `statistics.list` (`apps/meteor/server/api/v1/stats.ts`, `server/lib/statistics/statistics.ts`): the
 * numbers of users, rooms and messages. They are counted at the call; Rocket.Chat counts them at intervals.
 */
export function statisticsRoutes(server: Server): Router {
	return new Endpoints(server)
		.get('statistics', ({ user }) => {
			assertPermission(server, user, 'view-statistics');
			return statistics(server);
		})
		.get('statistics.list', ({ user, request }) => {
			assertPermission(server, user, 'view-statistics');
			const { items, ...numbers } = page([statistics(server)], pagination(server, request));
			return { statistics: items, ...numbers };
		}).router;
}

function statistics(server: Server): object {
	const { users, rooms, messages, uploads } = collections(server);
	const people = users.find({});
	const withStatus = (wanted: string): number => people.filter(({ status }) => status === wanted).length;
	const active = people.filter((person) => person.active).length;
	const found = { c: rooms.find({ t: 'c' }), p: rooms.find({ t: 'p' }), d: rooms.find({ t: 'd' }) };
	const messagesIn = (type: keyof typeof found): number =>
		found[type].reduce((sum, { msgs }) => sum + msgs, 0);
	const now = new Date();
	return {
		_id: 'sandbox',
		version: server.version,
		totalUsers: people.length,
		activeUsers: active,
		nonActiveUsers: people.length - active,
		onlineUsers: withStatus('online'),
		awayUsers: withStatus('away'),
		busyUsers: withStatus('busy'),
		offlineUsers: withStatus('offline'),
		totalRooms: found.c.length + found.p.length + found.d.length,
		totalChannels: found.c.length,
		totalPrivateGroups: found.p.length,
		totalDirect: found.d.length,
		totalMessages: messages.count({}),
		totalThreads: messages.count({ tcount: { $gt: 0 } }),
		totalChannelMessages: messagesIn('c'),
		totalPrivateGroupMessages: messagesIn('p'),
		totalDirectMessages: messagesIn('d'),
		uploadsTotal: uploads.count({}),
		createdAt: now,
		_updatedAt: now,
	};
}
