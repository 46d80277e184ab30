import type { Instances } from '../../src/delivery/instances/instances';

/** The instances of a workspace that has one. */
export const theOnlyInstance: Pick<
	Instances,
	'isAlone' | 'isPaused' | 'agreements' | 'lastAgreedAt' | 'owns' | 'requireLease' | 'requireOwned' | 'run'
> = {
	isAlone: true,
	isPaused: false,
	agreements: 1,
	lastAgreedAt: 0,
	owns: () => true,
	requireLease: () => undefined,
	requireOwned: () => undefined,
	async run(_matrixRoomId, work) {
		await work();
		return true;
	},
};
