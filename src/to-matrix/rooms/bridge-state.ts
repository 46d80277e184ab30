import { RoomType } from '@rocket.chat/apps-engine/definition/rooms';
import { bridgeState } from '../../convert/bridge-state';
import type { ConfiguredBridge } from '../../configured-bridge';
import type { UserId } from '../../matrix/ids';
import { botIdOf } from '../../matrix/namespace';
import type { RocketChatRoom } from '../../rocketchat/entities';

/**
 * @param creatorId the ghost of the person who bridges the room
 * @returns the state events that tell people on Matrix to which room of Rocket.Chat theirs is bridged
 */
export function bridgeStateOf(
	{ configuration, workspace }: ConfiguredBridge,
	{ id: roomId, type, displayName, slugifiedName }: RocketChatRoom,
	creatorId: UserId,
) {
	const path = `${type === RoomType.CHANNEL ? 'channel' : 'group'}/${slugifiedName}`;
	return bridgeState({
		...{ botId: botIdOf(configuration), creatorId, siteUrl: workspace.siteUrl },
		...{ roomId, name: displayName || slugifiedName, path },
	});
}
