import type { Bed } from './bed';
import type { ChaosProxy, PassingRequest } from './proxy';
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
	return killerAt(bed, side === 'rocketchat' ? bed.toHomeserver : bed.toWorkspace, () => true);
}

/** Steps are the app's uploads to the homeserver and its downloads from there. */
export function transferKiller(bed: Bed): Killer {
	return killerAt(bed, bed.toHomeserver, isTransfer);
}

/** @returns whether a file passes between the app and the homeserver. Client-Server API, "Content repository" */
export function isTransfer({ path }: PassingRequest): boolean {
	return /^\/_matrix\/(?:media|client\/v1\/media)\/.*(?:upload|download)/.test(path);
}

function killerAt(bed: Bed, proxy: ChaosProxy, counts: (request: PassingRequest) => boolean): Killer {
	let killed = false;
	return {
		arm: async ({ step, when }) => {
			let passed = 0;
			killed = false;
			proxy.plan = (request) => {
				passed += counts(request) ? 1 : 0;
				if (killed || passed !== step) {
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
