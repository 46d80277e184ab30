import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import { UserType, type IUser } from '@rocket.chat/apps-engine/definition/users';
import type { AppContext } from '../../app-context';
import { failureOf, withHostFailures } from '../../failure';
import { rocketChatRoom, rocketChatUser } from '../../rocketchat/entities';
import { markedMatrixRoom } from './federated-room';

/** Somebody has joined or left a room in Rocket.Chat. */
interface MemberEvent {
	readonly room: IRoom;
	readonly user: IUser;
	/** Who has added or removed them; undefined if they did it themselves. */
	readonly by: IUser | undefined;
}

/**
 * Has the members of a federated room compared with Matrix, because somebody has joined or left it in Rocket.Chat. Leaves if the room
 * has no mark, or if the app did it: it adds and removes bot users without saying who does it. Neither costs a call.
 */
export async function relayMemberEvent(app: AppContext, { room, user, by }: MemberEvent): Promise<void> {
	const matrixRoomId = markedMatrixRoom(room);
	const isOwnDoing = user.type === UserType.BOT && app.people.isMadeByApp(user) && by === undefined;
	if (!matrixRoomId || isOwnDoing) {
		return;
	}
	try {
		await withHostFailures(async () => {
			await app.openStore();
			const roomId = rocketChatRoom(room).id;
			await app.store.memberHints.add({
				...{ roomId, userId: rocketChatUser(user).id },
				...(by && by.id !== user.id && { byId: rocketChatUser(by).id }),
			});
			app.outgoing.leaveToRecovery(roomId, matrixRoomId);
		});
	} catch (error) {
		// The next comparison of all members finds it, without who did it.
		app.log.failure('a change of members could not be stored', failureOf(error), { roomId: room.id });
	}
}
