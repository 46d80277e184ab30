import type { ConfiguredBridge } from '../../src/configured-bridge';
import { Attempts } from '../../src/delivery/attempts';
import { RecentIds } from '../../src/delivery/recent-ids';
import { UnconfirmedParts } from '../../src/delivery/unconfirmed-parts';
import type { RoomId, UserId } from '../../src/matrix/ids';
import type { RocketChatMessage, RocketChatUser } from '../../src/rocketchat/entities';
import type { RocketChatRoomId } from '../../src/rocketchat/ids';
import type { ListedMessage } from '../../src/rocketchat/messages';
import { Store } from '../../src/store/store';
import { lookBack } from '../../src/to-matrix/recovery/look-back';
import { reconcileRoom } from '../../src/to-matrix/recovery/reconcile';
import { fakeBridge, type Answers } from './fake-bridge';
import { FakeHomeserver } from './fake-homeserver';
import { memoryPersistence } from './memory-persistence';

export const rid = 'rid' as RocketChatRoomId;
export const roomId = '!room:example.org' as RoomId;
export const userOf = (name: string, type = 'user') =>
	({ id: `uid-${name}`, username: name, type, isEnabled: true }) as unknown as RocketChatUser;
export const alice = userOf('alice');
export const carol = userOf('carol');
export const bot = userOf('bob:far.example', 'bot');

/** A message of Alice's in the room. */
export const written = (id: string, text: string, createdAt: Date, more: object = {}) =>
	({ id, text, createdAt, sender: alice, room: { id: rid }, ...more }) as unknown as RocketChatMessage;

/**
 * A federated room of the workspace, with what people wrote in it. The app can be killed and started again on the same store.
 * @param checkedTo the progress of the room
 */
export async function waitingRoom(
	checkedTo: number,
	messages: readonly RocketChatMessage[],
	more: Answers = {},
) {
	const there = new Map<string, RocketChatMessage>(messages.map((message) => [message.id, message]));
	const homeserver = new FakeHomeserver();
	const persistence = memoryPersistence();
	const people = [alice, carol, bot];
	const { bridge: fake, calls } = fakeBridge({
		...homeserver.answers,
		'messages.listSince': (_room: string, since: number) =>
			[...there.values()]
				.map(listedOf)
				.filter(({ createdAt }) => createdAt >= since)
				.sort((a, b) => a.createdAt - b.createdAt),
		'messages.byId': (id: string) => there.get(id),
		'messages.tell': () => undefined,
		'rooms.byId': () => ({ id: rid, lastModifiedAt: new Date() }),
		'people.byId': (id: string) => people.find((user) => user.id === id),
		'people.byUsername': (name: string) => people.find(({ username }) => username === name),
		'rooms.members': () => people,
		...more,
	});
	const bridge: ConfiguredBridge = { ...fake, store: new Store(persistence) };
	await bridge.store.rooms.add({ matrixId: roomId, rocketChatId: rid });
	for (const { id, username } of [alice, carol]) {
		const matrixId = `@rc_${username}:example.org` as UserId;
		await bridge.store.users.add({ matrixId, rocketChatId: id });
	}
	await bridge.store.progress.save({ roomId: rid, matrixRoomId: roomId, from: 0, checkedTo });
	return {
		bridge,
		calls,
		homeserver,
		persistence,
		/** What people wrote, as it is now. */
		there,
		write: (message: RocketChatMessage) => void there.set(message.id, message),
		told: () =>
			calls.filter(([method]) => method === 'messages.tell').map(([, who, , text]) => [who, text]),
		/** Compares the room, and its older messages if that is due. */
		reconcile: async (as = bridge) => {
			await reconcileRoom(as, rid);
			await lookBack(as, rid);
		},
		/**
		 * The app as it is after a restart: it has the store, and nothing else.
		 * @param lastEndedAt when the process before ended, according to the store
		 */
		restarted: (startedAt = Date.now() + 1, lastEndedAt = Date.now()): ConfiguredBridge => ({
			...bridge,
			instances: { ...bridge.instances, lastEndedAt },
			store: new Store(persistence),
			unconfirmedParts: new UnconfirmedParts(),
			deletedMessages: new RecentIds(100),
			settledMessages: new RecentIds(100),
			attempts: new Attempts(),
			startedAt,
		}),
		/** The app whose next writes are lost, as if it were killed before them. */
		dying: (writesLeft = 0): ConfiguredBridge => {
			let left = writesLeft;
			const write: typeof persistence.write = {
				...persistence.write,
				createWithAssociations: (data, keys) => {
					left -= 1;
					return left < 0
						? Promise.reject(new TypeError('killed'))
						: persistence.write.createWithAssociations(data, keys);
				},
			};
			return { ...bridge, store: new Store({ write, read: persistence.read }) };
		},
	};
}

function listedOf({ id, sender, createdAt, editedAt, reactions }: RocketChatMessage): ListedMessage {
	return {
		id,
		senderId: sender.id,
		createdAt: createdAt?.getTime() ?? 0,
		editedAt: editedAt?.getTime(),
		...(reactions && { reactions }),
	};
}
