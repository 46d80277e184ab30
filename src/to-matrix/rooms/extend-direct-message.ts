import type { OpeningResult } from '../../bridge-memory';
import type { ConfiguredBridge } from '../../configured-bridge';
import { FederationError } from '../../errors';
import { workspaceTexts } from '../../i18n';
import type { UserId } from '../../matrix/ids';
import { ensureBotUser } from '../../people/bot-user';
import { aliasOf } from '../../people/external-name';
import { botUsernameOf } from '../../people/bot-username';
import { roomMembers } from '../../people/room-members';
import type { RocketChatRoom, RocketChatUser } from '../../rocketchat/entities';
import { openDirectRoom } from '../direct-messages/direct-room';

/**
 * Opens a direct message with the people of another one and further external people: Rocket.Chat cannot add anybody to a direct
 * message. The other one says where it goes on.
 * @returns `existed` if these people have a direct message already
 * @throws FederationError `plan-too-low`, `too-many-people`, or why somebody cannot be invited
 */
export async function extendDirectMessage(
	bridge: ConfiguredBridge,
	user: RocketChatUser,
	room: RocketChatRoom,
	invited: readonly UserId[],
): Promise<OpeningResult> {
	const { plan, rooms, messages, workspace } = bridge;
	await plan.require('federated_room');
	const members = await roomMembers(bridge, room.id);
	const external = [...new Set([...members.external, ...invited])];
	const usernames = [
		...members.local.map(({ username }) => username),
		...external.map((userId) => botUsernameOf(userId)),
	];
	if (usernames.length > workspace.directMessageLimit) {
		throw new FederationError('too-many-people', { limit: workspace.directMessageLimit });
	}
	const local = members.local.filter(({ id }) => id !== user.id);
	const result = await openDirectRoom(bridge, user, { external, local });
	const [poster] = members.external;
	const opened = result === 'opened' ? await rooms.directOf(usernames) : undefined;
	if (opened && poster) {
		const text = workspaceTexts(workspace)('direct_message_moved', {
			user: invited.join(', '),
			address: `${workspace.siteUrl}/direct/${opened.id}`,
		});
		await messages.post({
			...{ roomId: room.id, text },
			senderId: await ensureBotUser(bridge, poster),
			alias: await aliasOf(bridge, poster),
		});
	}
	return result;
}
