import type { ConfiguredBridge } from '../configured-bridge';
import type { UserId } from '../matrix/ids';
import type { RocketChatUser } from '../rocketchat/entities';
import type { RocketChatRoomId, RocketChatUserId } from '../rocketchat/ids';

/** The members of a room in Rocket.Chat, by where they come from. */
interface RoomMembers {
	/** Ids of the external people whose bot users are members. */
	readonly external: readonly UserId[];
	readonly local: readonly RocketChatUser[];
}

/** Sorts the members of a room. The federation bot and bots of other apps are neither external nor local people. */
export async function roomMembers(
	{ rooms, store, people }: ConfiguredBridge,
	rocketChatRoomId: RocketChatRoomId,
): Promise<RoomMembers> {
	const external: UserId[] = [];
	const local: RocketChatUser[] = [];
	for (const member of await rooms.members(rocketChatRoomId)) {
		if (!people.isMadeByApp(member)) {
			local.push(member);
			continue;
		}
		const link = await store.users.byRocketChatId(member.id);
		external.push(...(link ? [link.matrixId] : []));
	}
	return { external, local };
}

/**
 * @param memberId the member who opens the direct message
 * @returns how this member names the others after `/federation dm`
 */
export function namesForCommand({ external, local }: RoomMembers, memberId: RocketChatUserId): string {
	const colleagues = local.filter(({ id }) => id !== memberId).map(({ username }) => username);
	return [...external, ...colleagues].join(' ');
}
