import type { ConfiguredBridge } from '../../src/configured-bridge';
import type { Instances } from '../../src/delivery/instances/instances';

type OnlyInstance = Pick<
	Instances,
	| 'self'
	| 'hasEnded'
	| 'isAlone'
	| 'isPaused'
	| 'agreements'
	| 'lastAgreedAt'
	| 'lastEndedAt'
	| 'owns'
	| 'requireLease'
	| 'requireOwned'
	| 'run'
>;

/** The instances of a workspace that has one. @param self its id; those with another id have ended */
function onlyInstance(self: string): OnlyInstance {
	return {
		self,
		hasEnded: async (id) => id !== self,
		isAlone: true,
		isPaused: false,
		agreements: 1,
		lastAgreedAt: 0,
		lastEndedAt: -Infinity,
		owns: () => true,
		requireLease: () => undefined,
		requireOwned: () => undefined,
		async run(_matrixRoomId, work) {
			await work();
			return true;
		},
	};
}

export const theOnlyInstance = onlyInstance('instance 1');

/** @returns the bridge of the process that the engine starts when that of another bridge has ended */
export function restarted<Bridge extends ConfiguredBridge>(bridge: Bridge): Bridge {
	return { ...bridge, startedAt: Date.now() + 1, instances: onlyInstance('instance 2') };
}

/** @returns the bridge of another server, which has come just now, while that of the first one runs */
export function joinedBySecond<Bridge extends ConfiguredBridge>(bridge: Bridge): Bridge {
	const instances = { ...onlyInstance('instance 2'), isAlone: false, hasEnded: async () => false };
	return { ...bridge, startedAt: Date.now() + 1, instances };
}

/** @returns the bridge of another server, which has run all the time, when that of the first one has ended */
export function survivor<Bridge extends ConfiguredBridge>(bridge: Bridge): Bridge {
	return { ...restarted(bridge), startedAt: 0 };
}
