import type { ConfiguredBridge } from '../../configured-bridge';
import { workspaceTexts } from '../../i18n';
import { isInvitedOrJoined, type RoomEvent } from '../../matrix/events';
import { parseRoomId, type RoomId, type UserId } from '../../matrix/ids';
import { roomMembers } from '../../people/room-members';
import { matrixRoomIdIn } from '../../rocketchat/rooms';
import { isFederatedRoom } from '../../store/links';
import type { RoomLink } from '../../store/store';
import { MEMBERS_OF_TWO } from './members-of-two';
import { postText } from '../messages/parts';

const leftTexts = { partner: 'partner_left', member: 'member_left' } as const;
const declinedTexts = { partner: 'partner_declined', member: 'member_declined' } as const;

/**
 * Says in a direct message that an external person has left its Matrix room, declined the invitation, was removed or
 * banned, and how to open it again. When all external people are gone, messages wait until one of them is back, and their
 * writers are told.
 * @param membership of the person from now on
 * @param isDeclined whether they were only invited
 */
export async function relayDeparture(
	bridge: ConfiguredBridge,
	{ eventId, roomId }: Pick<RoomEvent, 'eventId' | 'roomId'>,
	person: UserId,
	membership: unknown,
	isDeclined = false,
): Promise<void> {
	const { store, workspace } = bridge;
	const room = await store.rooms.byMatrixId(roomId);
	if (!room || isFederatedRoom(room)) {
		return;
	}
	const { departed = [], untold = [], rocketChatId: rocketChatRoomId } = room;
	const isKnown = departed.includes(person);
	if (membership === 'join' && room.isInvitedByMessage) {
		await store.rooms.change({ ...room, isInvitedByMessage: false });
	}
	if (isInvitedOrJoined(membership)) {
		if (isKnown) {
			await forgetDeparture(bridge, roomId, person);
			await bridge.outgoing.startRelaying(rocketChatRoomId, roomId, Date.now());
		}
		return;
	}
	const isTold = isKnown && !untold.includes(eventId);
	if (isTold || !hasEnded(membership) || !(await isPresentRoom(bridge, room))) {
		return;
	}
	const { external, local } = await roomMembers(bridge, rocketChatRoomId);
	if (!external.includes(person)) {
		return;
	}
	const isOfTwo = external.length + local.length <= MEMBERS_OF_TWO;
	const text = workspaceTexts(workspace);
	const texts = isDeclined ? declinedTexts : leftTexts;
	const line = isOfTwo ? text(texts.partner, { user: person }) : text(texts.member);
	// Stored first: somebody who reads the line and answers at once has to be told, too.
	await store.rooms.change({
		...room,
		departed: [...departed.filter((other) => other !== person), person],
		untold: untold.filter((id) => id !== eventId),
	});
	try {
		await postText(bridge, { eventId, roomId, sender: person }, line, { rocketChatRoomId });
	} catch (error) {
		await forgetDeparture(bridge, roomId, person); // otherwise the retry would not post the line
		throw error;
	}
}

/**
 * Stores that an external person is not in the Matrix room of a direct message, as its state says it before the event comes: nothing
 * is sent to nobody. The line is left to the event, which alone says whether the person has declined.
 * @param membership of the person in the state
 */
export async function noteDeparture(
	bridge: ConfiguredBridge,
	event: Pick<RoomEvent, 'eventId' | 'roomId'>,
	person: UserId,
	membership: unknown,
): Promise<void> {
	if (isInvitedOrJoined(membership)) {
		return relayDeparture(bridge, event, person, membership);
	}
	const room = await bridge.store.rooms.byMatrixId(event.roomId);
	if (!room || isFederatedRoom(room) || !hasEnded(membership) || !(await isPresentRoom(bridge, room))) {
		return;
	}
	const { departed = [], untold = [] } = room;
	const { external } = await roomMembers(bridge, room.rocketChatId);
	if (external.includes(person) && !departed.includes(person)) {
		await bridge.store.rooms.change({
			...room,
			departed: [...departed, person],
			untold: [...untold, event.eventId],
		});
	}
}

async function forgetDeparture({ store }: ConfiguredBridge, roomId: RoomId, person: UserId): Promise<void> {
	const room = await store.rooms.byMatrixId(roomId);
	if (room) {
		const departed = room.departed?.filter((other) => other !== person) ?? [];
		await store.rooms.change({ ...room, departed });
	}
}

/**
 * Says in a direct message that somebody on Matrix has removed a local person from its Matrix room, or banned them. Only
 * members can post a line; if somebody else has removed the person, it is a notice.
 * @param membership of the ghost from now on
 */
export async function relayRemoval(
	bridge: ConfiguredBridge,
	{ eventId, roomId, sender }: RoomEvent,
	ghostId: UserId,
	membership: unknown,
): Promise<void> {
	const { store, workspace, messages } = bridge;
	const room = hasEnded(membership) ? await store.rooms.byMatrixId(roomId) : undefined;
	if (!room || isFederatedRoom(room) || !(await isPresentRoom(bridge, room))) {
		return;
	}
	const link = await store.users.byMatrixId(ghostId);
	const { external, local } = await roomMembers(bridge, room.rocketChatId);
	const person = local.find(({ id }) => id === link?.rocketChatId);
	if (!person) {
		return;
	}
	const line = workspaceTexts(workspace)('member_removed', { user: person.username, by: sender });
	if (external.includes(sender)) {
		await postText(bridge, { eventId, roomId, sender }, line, { rocketChatRoomId: room.rocketChatId });
	} else {
		await messages.tellRoom(room.rocketChatId, line);
	}
}

function hasEnded(membership: unknown): boolean {
	return membership === 'leave' || membership === 'ban';
}

/** Whether messages from Rocket.Chat go to this Matrix room. A direct message may have older ones, which stay linked. */
export async function isPresentRoom(
	{ rooms }: ConfiguredBridge,
	{ matrixId, rocketChatId }: RoomLink,
): Promise<boolean> {
	const room = await rooms.byId(rocketChatId);
	return room !== undefined && parseRoomId(matrixRoomIdIn(room)) === matrixId;
}
