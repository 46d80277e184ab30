import { UserNotAllowedException } from '@rocket.chat/apps-engine/definition/exceptions';
import type { IRoom, IRoomUserJoinedContext } from '@rocket.chat/apps-engine/definition/rooms';
import { UserType } from '@rocket.chat/apps-engine/definition/users';
import type { AppContext } from '../../app-context';
import { FederationError } from '../../errors';
import { failureOf } from '../../failure';
import { textsFor } from '../../i18n';
import {
	isChannelOrGroup,
	rocketChatRoom,
	rocketChatUser,
	type RocketChatUser,
} from '../../rocketchat/entities';
import { hasAutoJoin } from '../../rocketchat/rooms';
import { isMarkedFederated } from './federated-room';
import { permitOpening } from '../direct-messages/opening-permission';

/** A room that is about to be created. The engine's type lacks the names of its future members. */
type RoomDraft = IRoom & { readonly _USERNAMES?: readonly string[] };

/**
 * Keeps the bot user of an external person out of a channel or group that is not federated, where they could read nothing. In a room with
 * auto-join that would also fail what has brought them into the room's team, after they are in its main room, so there they are taken
 * out again, see `takeOutOfAutoJoin`.
 * @param app undefined before the platform has called the app once
 * @throws UserNotAllowedException, which whoever adds them reads. Rocket.Chat: apps/meteor/app/lib/server/functions/addUserToRoom.ts
 */
export async function refuseMember(
	app: AppContext | undefined,
	appId: string,
	{ room, joiningUser, inviter }: IRoomUserJoinedContext,
): Promise<void> {
	const isExternal = joiningUser.type === UserType.BOT && joiningUser.appId === appId;
	if (isExternal && isUnfederated(room) && !hasAutoJoin(room)) {
		const text = app ? await app.textsFor(inviter ?? {}) : textsFor({}, { language: '' });
		throw new UserNotAllowedException(
			text('member_needs_federation', { user: `@${joiningUser.username}` }),
		);
	}
}

/** Takes the bot user of an external person out of a room that is not federated, into which a team's auto-join has brought them. */
export async function takeOutOfAutoJoin(
	app: AppContext,
	{ room, joiningUser }: IRoomUserJoinedContext,
): Promise<void> {
	const user = rocketChatUser(joiningUser);
	const isExternal = user.type === UserType.BOT && app.people.isMadeByApp(user);
	if (!isExternal || !isUnfederated(room) || !hasAutoJoin(room)) {
		return;
	}
	try {
		const { rooms } = await app.requireBridge();
		await rooms.removeMember(rocketChatRoom(room).id, user.username);
	} catch (error) {
		app.log.failure('somebody could not be taken out of a room', failureOf(error), { roomId: room.id });
	}
}

/**
 * Refuses a new channel or group with external people among its members, if its creator may not federate it.
 * @throws UserNotAllowedException, which the creator reads. Rocket.Chat: apps/meteor/app/lib/server/functions/createRoom.ts
 */
export async function refuseRoom(app: AppContext, room: RoomDraft): Promise<void> {
	const creator = room.creator as RoomDraft['creator'] | undefined;
	if (!creator || !isChannelOrGroup(room) || isMarkedFederated(room) || app.people.isMadeByApp(creator)) {
		return;
	}
	const { _USERNAMES: names = [] } = room;
	if (!(await hasExternal(app, names))) {
		return;
	}
	try {
		const bridge = await app.requireBridge();
		await permitOpening(bridge, rocketChatUser(creator), names.length);
	} catch (error) {
		if (error instanceof FederationError) {
			const text = await app.textsFor(creator);
			throw new UserNotAllowedException(text(error.text, error.parameters));
		}
		throw error;
	}
}

/** @returns whether one of the names is that of an external person's bot user; only those have a colon */
async function hasExternal({ people }: AppContext, usernames: readonly string[]): Promise<boolean> {
	for (const username of usernames.filter((name) => name.includes(':'))) {
		const user: RocketChatUser | undefined = await people.byUsername(username);
		if (user && people.isMadeByApp(user)) {
			return true;
		}
	}
	return false;
}

function isUnfederated(room: IRoom): boolean {
	return isChannelOrGroup(room) && !isMarkedFederated(room);
}
