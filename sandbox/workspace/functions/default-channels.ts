import type { UserDocument } from '../database/documents';
import type { Server } from '../server';
import { collections } from './collections';
import { createSubscription, subscriptionOf } from './subscriptions';
import { saveSystemMessage } from './system-message';

/**
 * Makes a new user a member of every default channel
 * (`apps/meteor/app/lib/server/functions/addUserToDefaultChannels.ts`). Apps see the system message `uj` and no
 * `IPostRoomUserJoined`.
 */
export function addUserToDefaultChannels(server: Server, user: UserDocument): void {
	const { rooms } = collections(server);
	for (const room of rooms.find({ default: true, t: { $in: ['c', 'p'] } })) {
		if (!subscriptionOf(server, room._id, user._id)) {
			createSubscription(server, room, user, {
				ts: new Date(),
				open: true,
				alert: true,
				unread: 1,
				userMentions: 1,
			});
			saveSystemMessage(server, 'uj', room._id, user.username, user);
		}
	}
}
