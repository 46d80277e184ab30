import type { ConfiguredBridge } from '../../src/configured-bridge';

/** The instances of a workspace that has one. */
export const theOnlyInstance: ConfiguredBridge['instances'] = {
	isAlone: true,
	lastAgreedAt: 0,
	owns: () => true,
	requireLease: () => undefined,
	requireOwned: () => undefined,
	async run(_matrixRoomId, work) {
		await work();
		return true;
	},
};
