import { cleanName } from '../../convert/clean-name';
import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf } from '../../failure';
import { workspaceTexts, type TextKey, type Texts } from '../../i18n';
import type { StateEvent } from '../../matrix/events';
import { parseUserId, type UserId } from '../../matrix/ids';
import { isOwnMatrixUser } from '../../matrix/namespace';
import type { RoomLink } from '../../store/store';
import { tellAside } from '../tell-aside';
import type { Person } from './person';

/**
 * Says why somebody is not in a federated room any more, if others have removed them on Matrix. The removed local user reads it in
 * the direct message with the federation bot, everybody else in a line of the person who did it. A failure is only logged, because
 * the person is out of the room all the same.
 */
export async function tellRemoval(
	bridge: ConfiguredBridge,
	link: RoomLink,
	reader: UserId,
	person: Person,
): Promise<void> {
	const { homeserver, log } = bridge;
	try {
		const event = await homeserver.rooms.memberEvent(reader, link.matrixId, person.userId);
		const remover = parseUserId(event?.sender);
		if (event && remover && remover !== person.userId) {
			await tell(bridge, link, person, remover, event);
		}
	} catch (error) {
		const { userId } = person;
		log.failure('a removal could not be told', failureOf(error), { roomId: link.matrixId, userId });
	}
}

async function tell(
	bridge: ConfiguredBridge,
	{ matrixId: roomId, rocketChatId }: RoomLink,
	{ userId, isLocal, user }: Person,
	remover: UserId,
	{ content }: StateEvent,
): Promise<void> {
	const { store, messages, rooms, workspace } = bridge;
	const isBan = content.membership === 'ban';
	const reason = cleanName(content.reason);
	const by = await nameOf(bridge, remover);
	const sentence = (key: TextKey, parameters: Readonly<Record<string, string>>) => (text: Texts) =>
		[
			text(key, { by, ...parameters }),
			...(reason === undefined ? [] : [text('removal_reason', { reason })]),
		].join(' ');
	if (isLocal && user) {
		const room = (await rooms.nameOf(rocketChatId)) ?? '';
		await tellAside(bridge, user, sentence(isBan ? 'you_were_banned' : 'you_were_removed', { room }));
	}
	const poster = await store.users.byMatrixId(remover);
	const isShown =
		!isOwnMatrixUser(remover, bridge.configuration) && (await store.members.of(roomId)).has(remover);
	if (isShown && poster) {
		const name = isLocal ? (user?.username ?? userId) : userId;
		const line = sentence(isBan ? 'member_was_banned' : 'member_was_removed', { user: name });
		await messages.post({
			roomId: rocketChatId,
			senderId: poster.rocketChatId,
			text: `_${line(workspaceTexts(workspace))}_`,
		});
	}
}

/** @returns the username of a local user by their ghost; any other id as it is */
async function nameOf({ store, people, configuration }: ConfiguredBridge, userId: UserId): Promise<string> {
	const link = isOwnMatrixUser(userId, configuration) ? await store.users.byMatrixId(userId) : undefined;
	return (link && (await people.byId(link.rocketChatId)))?.username ?? userId;
}
