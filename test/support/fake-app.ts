import type { AppContext } from '../../src/app-context';
import type { ConfiguredBridge } from '../../src/configured-bridge';
import { HomeserverState } from '../../src/delivery/outage/homeserver-state';
import { textsFor } from '../../src/i18n';
import { Outgoing } from '../../src/outgoing';
import { linkRoom } from '../../src/to-matrix/link-room';
import { lookBack } from '../../src/to-matrix/recovery/look-back';
import { reconcileRoom } from '../../src/to-matrix/recovery/reconcile';

/** What differs from an app whose homeserver can be used. */
interface FakeAppParts {
	/** Asks the homeserver whether it can be used. */
	readonly probe?: () => Promise<void>;
	/** When the store was upgraded, milliseconds since 1970. */
	readonly upgradedAt?: number;
	/** Takes the place of the bridge. */
	readonly requireBridge?: () => Promise<ConfiguredBridge>;
}

/** An app around a bridge, with a real recovery, and what it has told about outages. */
export interface FakeApp {
	readonly app: AppContext;
	/** The people who were told of an outage: user, room and thread. */
	readonly toldOfOutage: readonly unknown[][];
	/** @returns when no room is behind, and the homeserver is not being probed */
	readonly whenRecovered: () => Promise<void>;
}

/** An app around a bridge. Rooms that are behind are compared as in the real app. */
export function fakeApp(given: ConfiguredBridge, parts: FakeAppParts = {}): FakeApp {
	const { probe = async () => undefined, upgradedAt = 0 } = parts;
	const toldOfOutage: unknown[][] = [];
	const homeserverState: HomeserverState = new HomeserverState({
		probe,
		recover: () => outgoing.resume(),
	});
	const outgoing: Outgoing = new Outgoing({
		state: homeserverState,
		queues: given.queues,
		instances: given.instances,
		store: given.store,
		log: given.log,
		openStore: async () => upgradedAt,
		linkRoom: (roomId) => linkRoom(bridge, roomId),
		reconcileRoom: (roomId) => reconcileRoom(bridge, roomId),
		lookBack: (roomId) => lookBack(bridge, roomId),
		tellDelay: async () => undefined,
	});
	outgoing.tellOfOutage = ({ id }, ...place) => void toldOfOutage.push([id, ...place]);
	const { recovery } = outgoing;
	const bridge: ConfiguredBridge = { ...given, outgoing, homeserverState };
	const app = {
		...bridge,
		memory: bridge,
		textsFor: async () => textsFor({}, { language: 'en' }),
		signs: { hear: () => undefined },
		settingsState: async () => ({ workspace: bridge.workspace }),
		requireBridge: parts.requireBridge ?? (async () => bridge),
		openStore: async () => upgradedAt,
	} as unknown as AppContext;
	return {
		app,
		toldOfOutage,
		whenRecovered: async () => {
			while (!recovery.isIdle) {
				await homeserverState.whenOnline();
				await new Promise((resolve) => setImmediate(resolve));
			}
		},
	};
}
