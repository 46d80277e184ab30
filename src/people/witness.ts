import type { Federation } from '../federation';
import type { UserId } from '../matrix/ids';
import { isOurs } from '../matrix/namespace';

/** @returns the puppet of somebody local in a room, through whom the app sees its state on Matrix */
export async function witnessIn(
	{ rooms, store, configuration }: Federation,
	rocketChatRoomId: string,
): Promise<UserId | undefined> {
	for (const { id } of await rooms.members(rocketChatRoomId)) {
		const link = await store.users.byRocketChatId(id);
		if (link && isOurs(link.matrixId, configuration)) {
			return link.matrixId;
		}
	}
	return undefined;
}
