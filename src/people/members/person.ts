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

/** @returns the person of a Matrix id */
export async function personOf(
	{ store, people, configuration }: ConfiguredBridge,
	userId: UserId,
): Promise<Person> {
	const isLocal = isOwnMatrixUser(userId, configuration);
	const link = await store.users.byMatrixId(userId);
	const known = link && (await people.byId(link.rocketChatId));
	const user = known ?? (isLocal ? undefined : await people.byUsername(botUsernameOf(userId)));
	return { userId, isLocal, user: user && (isLocal || people.isMadeByApp(user)) ? user : undefined };
}

/** @returns whether the ghost of a member of a room is to be in its Matrix room: bots of other apps need none until they write */
export function needsGhost({ type, isEnabled }: RocketChatUser): boolean {
	return type === UserType.USER && isEnabled;
}
