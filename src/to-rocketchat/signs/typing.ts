import type { ConfiguredBridge } from '../../configured-bridge';
import type { TypingList } from '../../matrix/ephemeral';
import { isOwnMatrixUser } from '../../matrix/namespace';
import { isServerBlocked } from '../../people/server-gate';
import type { Typist } from '../../rocketchat/shown-typing';

/** People who are shown in one room at most. More fit into no line. */
const MAX_SHOWN = 20;

/**
 * Shows in Rocket.Chat who of the external people is typing in a room, by their bot users. Nobody gets a bot user by typing.
 * @throws what the store and the host throw
 */
export async function showTyping(bridge: ConfiguredBridge, list: TypingList): Promise<void> {
	if (bridge.configuration.syncTyping) {
		await bridge.shownTyping.replace(list.roomId, () => typistsOf(bridge, list));
	}
}

async function typistsOf(bridge: ConfiguredBridge, { roomId, userIds }: TypingList): Promise<Typist[]> {
	const { store, people, workspace, configuration } = bridge;
	const external = userIds
		.filter((userId) => !isOwnMatrixUser(userId, configuration) && !isServerBlocked(bridge, userId))
		.slice(0, MAX_SHOWN);
	// A list without anybody needs no room to end what is shown.
	const room = external.length > 0 ? await store.rooms.byMatrixId(roomId) : undefined;
	if (!room || room.isGone) {
		return [];
	}
	const typists: Typist[] = [];
	for (const userId of external) {
		const link = await store.users.byMatrixId(userId);
		const user = link && !link.isGone ? await people.byId(link.rocketChatId) : undefined;
		if (user) {
			const name = (workspace.showsRealNames && user.name) || user.username;
			typists.push({ roomId: room.rocketChatId, userId: user.id, name });
		}
	}
	return typists;
}
