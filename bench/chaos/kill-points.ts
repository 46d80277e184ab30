import type { Bed } from './bed';
import type { Side } from './numbered-text';

/** One of the app's steps at which its process is killed. */
export interface KillPoint {
	/** Counted from 1. */
	readonly step: number;
	readonly when: 'before' | 'after';
}

/** A way to kill the app's process at a chosen step of its work. */
export interface Killer {
	/** Kills it at the next step with this number. */
	arm(point: KillPoint): Promise<void>;
	/** Kills no more. @returns whether the process was killed since `arm` */
	disarm(): Promise<boolean>;
}

/** Steps are the app's calls to the host. */
export function hostCallKiller({ workspace }: Bed): Killer {
	return {
		arm: ({ step, when }) => workspace.killAtHostCall({ call: step, when }),
		disarm: async () => (await workspace.hostCalls()).killed,
	};
}

/** Steps are requests that pass a proxy: of the app to the homeserver, or of the homeserver to the workspace. */
export function requestKiller(bed: Bed, side: Side): Killer {
	const proxy = side === 'rocketchat' ? bed.toHomeserver : bed.toWorkspace;
	let killed = false;
	return {
		arm: async ({ step, when }) => {
			let passed = 0;
			killed = false;
			proxy.plan = () => {
				passed += 1;
				if (passed !== step) {
					return undefined;
				}
				killed = true;
				return { kind: 'act', when, act: () => bed.workspace.killApp() };
			};
		},
		disarm: async () => {
			proxy.plan = () => undefined;
			return killed;
		},
	};
}
