import { UserType } from '@rocket.chat/apps-engine/definition/users';
import type { ConfiguredBridge } from '../../configured-bridge';
import type { UserId } from '../../matrix/ids';
import { isOwnMatrixUser } from '../../matrix/namespace';
import type { RocketChatUser } from '../../rocketchat/entities';
import { botUsernameOf } from '../bot-username';

/** Somebody who is, or was, a member of a federated room. */
export interface Person {
	/** The id on Matrix: of the ghost of a local user, or of an external person. */
	readonly userId: UserId;
	/** Whether it is a local user. */
	readonly isLocal: boolean;
	/** The user in Rocket.Chat; undefined if there is none, or not any more. */
	readonly user: RocketChatUser | undefined;
}

/** @returns the person of a Matrix id; an external one also by the name of the bot user, which may have no link */
export async function personOf(bridge: ConfiguredBridge, userId: UserId): Promise<Person> {
	const { people } = bridge;
	const linked = await linkedPersonOf(bridge, userId);
	if (linked.user || linked.isLocal) {
		return linked;
	}
	const named = await people.byUsername(botUsernameOf(userId));
	return { ...linked, user: named && people.isMadeByApp(named) ? named : undefined };
}

/** @returns the person of a Matrix id, with the user only if there is a link */
export async function linkedPersonOf(
	{ store, people, configuration }: ConfiguredBridge,
	userId: UserId,
): Promise<Person> {
	const isLocal = isOwnMatrixUser(userId, configuration);
	const link = await store.users.byMatrixId(userId);
	const user = link && (await people.byId(link.rocketChatId));
	return { userId, isLocal, user: user && (isLocal || people.isMadeByApp(user)) ? user : undefined };
}

/** @returns whether the ghost of a member of a room is to be in its Matrix room: bots of other apps need none until they write */
export function needsGhost({ type, isEnabled }: RocketChatUser): boolean {
	return type === UserType.USER && isEnabled;
}
