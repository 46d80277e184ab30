import type { ConfiguredBridge } from '../../configured-bridge';
import type { UserId } from '../../matrix/ids';
import type { RoomLink } from '../../store/store';
import { ensureBotUser } from '../bot-user';
import { botUsernameOf } from '../bot-username';

/**
 * Makes an external person who does something in a federated room a member of it in Rocket.Chat: a large room does not show all of
 * them, and only members may write. Costs no call for a known member.
 * @returns whether they were no member before
 */
export async function showMember(
	bridge: ConfiguredBridge,
	{ matrixId: roomId, rocketChatId }: RoomLink,
	person: UserId,
): Promise<boolean> {
	const { store, rooms, queues } = bridge;
	if ((await store.members.of(roomId)).has(person)) {
		return false;
	}
	return queues.run(`members ${roomId}`, 0, async () => {
		const members = await store.members.of(roomId);
		if (members.has(person)) {
			return false;
		}
		await ensureBotUser(bridge, person);
		await store.members.begin(roomId, person, 'there');
		await rooms.addMember(rocketChatId, botUsernameOf(person));
		await store.members.settle(roomId, new Map([[person, true]]));
		return true;
	});
}
