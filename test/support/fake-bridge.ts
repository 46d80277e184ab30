import { newBridgeMemory } from '../../src/bridge-memory';
import type { Configuration } from '../../src/configuration';
import { defaultOptions } from '../../src/convert/markdown/options';
import { HomeserverState } from '../../src/delivery/outage/homeserver-state';
import { ReadEvents } from '../../src/delivery/signs/read-events';
import { RoomQueues } from '../../src/delivery/room-queues';
import type { ConfiguredBridge } from '../../src/configured-bridge';
import { Log } from '../../src/log';
import type { ServerName } from '../../src/matrix/ids';
import { serverListFrom } from '../../src/matrix/server-list';
import { Outgoing } from '../../src/outgoing';
import type { People } from '../../src/rocketchat/people';
import { Store } from '../../src/store/store';
import { relayToRocketChat } from '../../src/to-rocketchat/dispatch';
import { theOnlyInstance } from './only-instance';
import { planOn } from './fake-plan';
import { memoryPersistence } from './memory-persistence';

/** A call of a part: the part's name and the method, and the arguments. */
export type Call = readonly [method: string, ...given: unknown[]];

/**
 * The answers of parts, by `part.method`, for the homeserver without the group of the method; a call of any other method fails
 * the test.
 */
export type Answers = Readonly<Record<string, (...given: never[]) => unknown>>;

export const configuration: Configuration = {
	homeserverUrl: 'http://homeserver.test',
	publicApi: 'http://workspace.test/api/apps/public/app',
	callbackUrl: 'http://workspace.test/api/apps/public/app',
	intake: 'push',
	domain: 'example.org' as ServerName,
	appserviceId: 'rocketchat',
	asToken: 'a',
	hsToken: 'h',
	botLocalpart: 'rocketchat',
	userPrefix: 'rc_',
	aliasPrefix: 'rc_',
	invitePolicy: 'accept',
	readAlong: 'tell',
	historyMessages: 20,
	allowedServers: '',
	blockedServers: '',
	eraseDeletedUsers: 'keep',
	// Avatars are followed in the background; their own tests switch it on.
	syncAvatars: false,
	syncTyping: true,
	syncPresence: false,
	syncReadReceipts: false,
	deliveryDays: 3,
	maxFileSize: 0,
};

/** A bridge with a store in memory. Its other parts return the given answers and record their calls. */
export function fakeBridge(
	answers: Answers,
	plan = planOn('enterprise'),
): { bridge: ConfiguredBridge; calls: Call[] } {
	const calls: Call[] = [];
	const part = (name: string, known: object = {}): unknown =>
		new Proxy(known, {
			get(target, method: string) {
				if (method in target) {
					return Reflect.get(target, method) as unknown;
				}
				return async (...given: never[]) => {
					const answer = answers[`${name}.${method}`];
					if (!answer) {
						throw new Error(`unexpected call of ${name}.${method}`);
					}
					calls.push([`${name}.${method}`, ...given]);
					return answer(...given);
				};
			},
		});
	const call = part('homeserver');
	const groupsOfCalls: Record<string, unknown> = {
		...{ accounts: call, directory: call, events: call, members: call, rooms: call, signs: call },
	};
	const isMadeByApp = ({ type }: { type: string }) => type === 'bot' || type === 'app';
	const isMemberOf: People['isMemberOf'] = async (id, roomId) =>
		(await people.roomIdsOf(id)).includes(roomId);
	const people = part('people', { isMadeByApp, isMemberOf }) as People;
	const store = new Store(memoryPersistence());
	const queues = new RoomQueues();
	const log = new Log();
	const homeserverState = new HomeserverState({
		probe: async () => undefined,
		recover: async () => undefined,
	});
	const bridge: ConfiguredBridge = {
		configuration,
		homeserver: part('homeserver', groupsOfCalls) as ConfiguredBridge['homeserver'],
		media: part('media') as ConfiguredBridge['media'],
		servers: serverListFrom('', '', configuration.domain),
		people,
		rooms: part('rooms', {
			...(!answers['rooms.isOpen'] && { isOpen: async ({ type }: { type: string }) => type === 'c' }),
		}) as ConfiguredBridge['rooms'],
		fileMessages: part('fileMessages') as ConfiguredBridge['fileMessages'],
		uploads: part('uploads') as ConfiguredBridge['uploads'],
		readEvents: new ReadEvents(),
		typingRequests: { end: () => undefined },
		shownPresence: { note: () => undefined },
		shownTyping: { replace: async () => undefined, end: () => undefined },
		messages: part('messages') as ConfiguredBridge['messages'],
		restRooms: part('restRooms') as ConfiguredBridge['restRooms'],
		avatars: part('avatars') as ConfiguredBridge['avatars'],
		customEmoji: part('customEmoji', {
			...(!answers['customEmoji.list'] && { list: async () => ({ byName: new Map() }) }),
		}) as ConfiguredBridge['customEmoji'],
		workspace: {
			siteUrl: 'http://workspace.test',
			language: '',
			messageLimit: 5_000,
			directMessageLimit: 8,
			threads: true,
			encryptsDirectMessages: false,
			maxFileSize: undefined,
			showsRealNames: false,
			showsStatus: true,
			markdown: defaultOptions,
		},
		commandRoles: ['user'],
		plan,
		store,
		queues,
		...newBridgeMemory(),
		startedAt: 0,
		homeserverState,
		instances: theOnlyInstance,
		outgoing: new Outgoing({
			state: homeserverState,
			queues,
			instances: theOnlyInstance,
			store,
			log,
			openStore: async () => undefined,
			linkRoom: async () => undefined,
			reconcileRoom: async () => undefined,
			lookBack: async () => undefined,
			tellDelay: async () => undefined,
		}),
		handleEvent: relayToRocketChat,
		log,
	};
	return { bridge, calls };
}
