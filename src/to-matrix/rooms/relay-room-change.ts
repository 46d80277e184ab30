import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import type { AppContext } from '../../app-context';
import type { ConfiguredBridge } from '../../configured-bridge';
import type { RoleChange } from '../../convert/roles';
import { failureOf, withHostFailures } from '../../failure';
import type { RoomId } from '../../matrix/ids';
import { pauseFor } from '../../pause-for';
import { hasSender, rocketChatMessage, type RocketChatUser } from '../../rocketchat/entities';
import { roleIn } from '../../rocketchat/message-fields';
import { isFederatedRoom } from '../../store/links';
import { reconcileRoles } from '../../to-rocketchat/room-state/reconcile-roles';
import { reconcileSettings } from '../../to-rocketchat/room-state/reconcile-settings';
import type { SettingName, SettingValue } from '../../to-rocketchat/room-state/settings';
import { isTemporary } from '../delivery';
import { compareDiscussionTopics } from './discussion-topics';
import { linkedMatrixRoom } from './federated-room';

/** What a system message says about a setting. */
interface SaidSetting {
	readonly name: SettingName;
	/** @returns what it was set to, where the message tells it */
	readonly value?: (text: string) => SettingValue;
}

/**
 * The settings that system messages of Rocket.Chat say were changed. They are the only events that the platform raises for it.
 * Rocket.Chat: apps/meteor/server/lib/rooms/settings, server/meteor-methods/rooms.
 */
const settings: Readonly<Partial<Record<string, SaidSetting>>> = {
	r: { name: 'name', value: (text) => text },
	room_changed_topic: { name: 'topic', value: (text) => text.trim() },
	room_changed_avatar: { name: 'avatar' },
	room_changed_privacy: { name: 'isPublic' },
	'room-set-read-only': { name: 'readOnly', value: () => true },
	'room-removed-read-only': { name: 'readOnly', value: () => false },
	'room-archived': { name: 'readOnly', value: () => true },
	'room-unarchived': { name: 'readOnly' },
};

/** The system messages that say that a role was given, or taken away; their text is the member's username. */
const roles: Readonly<Partial<Record<string, Pick<RoleChange, 'given'>>>> = {
	'subscription-role-added': { given: true },
	'subscription-role-removed': { given: false },
};

/**
 * A team's main room says by them that a channel, whose name is the text, is in the team from now on, or not any more. A private team's
 * channel is open to its members only. Rocket.Chat: apps/meteor/server/services/team/service.ts
 */
const teamChanges: ReadonlySet<string> = new Set(['user-added-room-to-team', 'user-removed-room-from-team']);

/**
 * Milliseconds within which Rocket.Chat removes the mark of an avatar that it says is removed, takes a room into the team into which
 * it says that it is taken, and gives the discussions of a room its new name as their topic.
 * Rocket.Chat: server/lib/rooms/setRoomAvatar.ts, server/services/team/service.ts, channel-settings/server/functions/saveRoomName.ts
 */
const DONE_WITHIN_MS = 1_000;

/**
 * Has a setting or the roles of a federated room compared with Matrix, because a system message says that somebody has changed
 * them. While the homeserver cannot be used, that is done afterwards.
 */
export async function relayRoomChange(app: AppContext, message: IMessage): Promise<void> {
	const { type = '', text = '' } = message;
	const stored = rocketChatMessage(message);
	const isOfTeam = teamChanges.has(type);
	if (!stored || !(isOfTeam || settings[type] || roles[type])) {
		return;
	}
	await app.openStore();
	const room = isOfTeam ? await app.rooms.channelNamed(text) : stored.room;
	const roomId = room && (await linkedMatrixRoom(app, room));
	const link = roomId && (await app.store.rooms.byMatrixId(roomId));
	if (!room || !link || !isFederatedRoom(link)) {
		return;
	}
	const by = hasSender(stored) ? stored.sender : undefined;
	if (isOfTeam || type === 'room_changed_avatar') {
		await pauseFor(DONE_WITHIN_MS);
	}
	try {
		await withHostFailures(async () => compareChanged(await app.requireBridge(), roomId, message, by));
	} catch (error) {
		const failure = failureOf(error);
		app.log.failure('a change of a room is not on Matrix yet', failure, { roomId, type });
		if (isTemporary(failure)) {
			app.memory.staleSettings.add(roomId);
			app.outgoing.reportOutageOf(failure);
			app.outgoing.leaveToRecovery(room.id, roomId);
		}
	}
	if (type === 'r') {
		await pauseFor(DONE_WITHIN_MS);
		await compareDiscussionTopics(app, room.id);
	}
}

/** Compares what a system message says was changed. */
async function compareChanged(
	bridge: ConfiguredBridge,
	roomId: RoomId,
	message: IMessage,
	by: RocketChatUser | undefined,
): Promise<void> {
	const { type = '', text = '' } = message;
	const said = roles[type];
	if (said) {
		const role = roleIn(message);
		await reconcileRoles(bridge, roomId, role && { role, given: said.given, username: text, by });
	} else {
		const { name, value }: SaidSetting = settings[type] ?? { name: 'isPublic' }; // the channel of a team
		await reconcileSettings(bridge, roomId, { name, by, value: value?.(text) });
	}
}
