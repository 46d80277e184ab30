import type { ConfiguredBridge } from '../../configured-bridge';
import { TYPING_TIMEOUT_MS, type LocalTyping } from '../../delivery/signs/typing-requests';
import { withHostFailures } from '../../failure';
import { isErrcode } from '../../matrix/homeserver-error';
import { isOwnMatrixUser } from '../../matrix/namespace';
import type { RocketChatMessage, RocketChatUser } from '../../rocketchat/entities';

/**
 * Tells the homeserver that somebody of the workspace is typing in a federated room, or no more. A person without a ghost gets
 * none by that, and bot users are those who are shown as typing because they do on Matrix.
 * @throws FederationError or HomeserverError if the homeserver was not told; nothing is tried again
 */
export async function sendTyping(bridge: ConfiguredBridge, typing: LocalTyping): Promise<void> {
	const { store, homeserver, homeserverState, instances, configuration } = bridge;
	if (!configuration.syncTyping || !homeserverState.isUsable) {
		return;
	}
	await withHostFailures(async () => {
		const room = await store.rooms.byRocketChatId(typing.roomId);
		if (!room || room.isGone || room.blocked?.isEverybody || !instances.owns(room.matrixId)) {
			return;
		}
		const user = await personNamed(bridge, typing);
		const link = user && (await store.users.byRocketChatId(user.id));
		if (!link || !isOwnMatrixUser(link.matrixId, configuration)) {
			return;
		}
		try {
			await homeserver.signs.setTyping(
				link.matrixId,
				room.matrixId,
				typing.isTyping ? TYPING_TIMEOUT_MS : undefined,
			);
		} catch (error) {
			if (!isErrcode(error, 'M_FORBIDDEN')) {
				throw error; // otherwise the ghost is not in the room yet
			}
		}
	});
}

/** Tells the homeserver that the sender of a message types no more, if it was told that they do. Does not wait for it. */
export function endTyping(
	{ typingRequests, workspace }: ConfiguredBridge,
	{ room, sender }: Pick<RocketChatMessage, 'room' | 'sender'>,
): void {
	typingRequests.end(room.id, workspace.showsRealNames ? sender.name : sender.username);
}

/** @returns the member whom Rocket.Chat shows under this name; undefined if nobody is, or several are */
async function personNamed(
	{ people, rooms, workspace }: ConfiguredBridge,
	{ roomId, name }: LocalTyping,
): Promise<RocketChatUser | undefined> {
	if (!workspace.showsRealNames) {
		return people.byUsername(name);
	}
	const [found, ...more] = (await rooms.members(roomId)).filter((member) => member.name === name);
	return more.length === 0 ? found : undefined;
}
