import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import type { AppContext } from '../../app-context';
import { failureOf, withHostFailures } from '../../failure';
import { hasSender, rocketChatMessage } from '../../rocketchat/entities';
import { isFederatedRoom } from '../../store/links';
import { reconcileRoles } from '../../to-rocketchat/room-state/reconcile-roles';
import { reconcileSettings } from '../../to-rocketchat/room-state/reconcile-settings';
import type { SettingName } from '../../to-rocketchat/room-state/settings';
import { isTemporary } from '../delivery';
import { linkedMatrixRoom } from './federated-room';
import { pauseFor } from '../../pause-for';

/**
 * What each system message of Rocket.Chat says was changed. They are the only events that the platform raises for it.
 * Rocket.Chat: apps/meteor/server/lib/rooms/settings, server/meteor-methods/rooms.
 */
const changes: Readonly<Partial<Record<string, SettingName | 'roles'>>> = {
	r: 'name',
	room_changed_topic: 'topic',
	room_changed_avatar: 'avatar',
	room_changed_privacy: 'isPublic',
	'room-set-read-only': 'readOnly',
	'room-removed-read-only': 'readOnly',
	'room-archived': 'readOnly',
	'room-unarchived': 'readOnly',
	'subscription-role-added': 'roles',
	'subscription-role-removed': 'roles',
};

/**
 * A team's main room says by them that a channel, whose name is the text, is in the team from now on, or not any more. A private team's
 * channel is open to its members only. Rocket.Chat: apps/meteor/server/services/team/service.ts
 */
const teamChanges: ReadonlySet<string> = new Set(['user-added-room-to-team', 'user-removed-room-from-team']);

/**
 * Milliseconds within which Rocket.Chat removes the mark of an avatar that it says is removed, and takes a room into the team into which
 * it says that it is taken. Rocket.Chat: server/lib/rooms/setRoomAvatar.ts, server/services/team/service.ts
 */
const DONE_WITHIN_MS = 1_000;

/**
 * Has a setting or the roles of a federated room compared with Matrix, because a system message says that somebody has changed
 * them. While the homeserver cannot be used, that is done afterwards.
 */
export async function relayRoomChange(app: AppContext, message: IMessage): Promise<void> {
	const { type = '', text: name = '' } = message;
	const stored = rocketChatMessage(message);
	const changed = changes[type] ?? (teamChanges.has(type) ? 'isPublic' : undefined);
	if (!changed || !stored) {
		return;
	}
	await app.openStore();
	const room = teamChanges.has(type) ? await app.rooms.channelNamed(name) : stored.room;
	const roomId = room && (await linkedMatrixRoom(app, room));
	const link = roomId && (await app.store.rooms.byMatrixId(roomId));
	if (!room || !link || !isFederatedRoom(link)) {
		return;
	}
	const by = hasSender(stored) ? stored.sender : undefined;
	if (changed === 'avatar' || teamChanges.has(type)) {
		await pauseFor(DONE_WITHIN_MS);
	}
	try {
		await withHostFailures(async () => {
			const bridge = await app.requireBridge();
			await (changed === 'roles'
				? reconcileRoles(bridge, roomId, { by })
				: reconcileSettings(bridge, roomId, { only: [changed], by }));
		});
	} catch (error) {
		const failure = failureOf(error);
		app.log.failure('a change of a room is not on Matrix yet', failure, { roomId, changed });
		if (isTemporary(failure)) {
			app.memory.staleSettings.add(roomId);
			app.outgoing.reportOutageOf(failure);
			app.outgoing.leaveToRecovery(room.id, roomId);
		}
	}
}
