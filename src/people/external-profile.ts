import type { ConfiguredBridge } from '../configured-bridge';
import { failureOf } from '../failure';
import type { MemberProfile, Profile, RoomEvent } from '../matrix/events';
import type { UserId } from '../matrix/ids';
import { followExternalAvatar } from './external-avatar';
import { followExternalName } from './external-name';
import { readerOf } from './ghost-in-room';
import { profileOr } from './profile';

/**
 * Follows the name and the avatar in a member event or in the state of a room. What is for one room only changes nothing: the
 * profile decides, if the homeserver can read it. What fails is done at a later message or change.
 */
export async function followExternalPerson(
	bridge: ConfiguredBridge,
	userId: UserId,
	inRoom: MemberProfile,
): Promise<void> {
	const displayname = typeof inRoom.displayname === 'string' ? inRoom.displayname : undefined;
	let read: Promise<Profile> | undefined;
	const profile = async () => (read ??= profileOr(bridge, userId, inRoom as Profile));
	try {
		await followExternalName(bridge, userId, displayname, profile);
		await followExternalAvatar(bridge, userId, inRoom.avatar_url, profile);
	} catch (error) {
		bridge.log.failure('the profile of an external person was not followed', failureOf(error), {
			userId,
		});
	}
}

/**
 * Checks the name and the avatar of the sender of a new message, once since the app started: a change may have been missed while
 * it was away. The message is relayed in any case.
 */
export async function checkSender(
	bridge: ConfiguredBridge,
	{ sender, roomId, isNew }: Pick<RoomEvent, 'sender' | 'roomId' | 'isNew'>,
): Promise<void> {
	const { store, checkedSenders, homeserver, log } = bridge;
	if (!isNew || checkedSenders.has(sender) || !(await store.users.byMatrixId(sender))) {
		return;
	}
	checkedSenders.add(sender);
	try {
		const room = await store.rooms.byMatrixId(roomId);
		const ghostId = room && (await readerOf(bridge, room));
		const member = ghostId && (await homeserver.members.member(ghostId, roomId, sender));
		if (member) {
			await followExternalPerson(bridge, sender, member);
		}
	} catch (error) {
		log.failure('the profile of a sender could not be checked', failureOf(error), { userId: sender });
	}
}
