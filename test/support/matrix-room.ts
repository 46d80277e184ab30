import type { RocketChatMessage } from '../../src/rocketchat/entities';
import type { RoomEvent } from '../../src/matrix/events';
import type { EventId, RoomId, UserId } from '../../src/matrix/ids';
import { relayToRocketChat } from '../../src/to-rocketchat/dispatch';
import { fakeBridge, type Answers, type Call } from './fake-bridge';
import type { RocketChatUserId, RocketChatRoomId } from '../../src/rocketchat/ids';

export const roomId = '!room:example.org' as RoomId;
export const elsewhere = '!elsewhere:example.org' as RoomId;
/** A room that is not federated. */
export const unlinkedRoomId = '!unlinked:example.org' as RoomId;
export const bob = '@bob:far.example' as UserId;
export const dan = '@dan:far.example' as UserId;
export const alice = '@rc_alice:example.org' as UserId;

/** An event of Bob's in the room. */
export function eventOf(type: string, content: object, change: Partial<RoomEvent> = {}): RoomEvent {
	return {
		eventId: '$event' as EventId,
		roomId,
		sender: bob,
		type,
		at: 1_000,
		content: { ...content },
		unsigned: {},
		...change,
	};
}

/** A message that Bob's bot user has posted. */
export function messageOf(
	id: string,
	text: string,
	change: Partial<RocketChatMessage> = {},
): RocketChatMessage {
	return {
		id,
		text,
		room: { id: 'rid' },
		sender: { id: 'bot-bob', username: 'bob:far.example' },
		...change,
	} as unknown as RocketChatMessage;
}

/**
 * Two rooms on Matrix that are linked, with Bob, Dan and Alice, whose users are linked already.
 * @param posted the messages of the workspace, which a deletion removes
 */
export async function linkedRoom(answers: Answers = {}, posted: readonly RocketChatMessage[] = []) {
	const there = new Map<string, RocketChatMessage>(posted.map((message) => [message.id, message]));
	const { bridge, calls } = fakeBridge({
		'messages.byId': (id: string) => there.get(id),
		'messages.isStored': (id: string) => there.has(id),
		'messages.remove': ({ id }: RocketChatMessage) => void there.delete(id),
		'messages.edit': (id: string, _editorId: string, text: string) =>
			void there.set(id, { ...messageOf(id, text), ...there.get(id), text }),
		'messages.post': ({ origin, text }: { origin: { messageId: string }; text: string }) => {
			there.set(origin.messageId, messageOf(origin.messageId, text));
			return origin.messageId;
		},
		'rooms.byId': () => ({ id: 'rid', customFields: { federation: { roomId } } }),
		...answers,
	});
	const { store } = bridge;
	await store.rooms.add({ matrixId: roomId, rocketChatId: 'rid' as RocketChatRoomId });
	await store.rooms.add({ matrixId: elsewhere, rocketChatId: 'rid' as RocketChatRoomId });
	await store.users.add({ matrixId: bob, rocketChatId: 'bot-bob' as RocketChatUserId });
	await store.users.add({ matrixId: dan, rocketChatId: 'bot-dan' as RocketChatUserId });
	await store.users.add({ matrixId: alice, rocketChatId: 'uid-alice' as RocketChatUserId });
	return { bridge, calls, done: () => calls.filter(isDeed) };
}

/** @returns the texts that are posted in Rocket.Chat when these events come from Matrix */
export async function postedTexts(...events: readonly RoomEvent[]): Promise<unknown[]> {
	const { bridge, calls } = await linkedRoom();
	for (const event of events) {
		await relayToRocketChat(bridge, event);
	}
	return calls
		.filter(([method]) => method === 'messages.post')
		.map(([, post]) => (post as { text: string }).text);
}

/** The calls that change something, without those that only read. */
function isDeed([method]: Call): boolean {
	return method !== 'messages.byId' && method !== 'rooms.byId';
}
