import type { AppRuntime } from '../../sandbox/workspace/engine/app-runtime';

/** What the workspace's process is started with, as JSON in its only argument. */
export interface WorkspaceStart {
	readonly port: number;
	readonly directory: string;
	readonly siteUrl: string;
	/** Several servers run on this directory. */
	readonly sharesDatabase: boolean;
	readonly runtime: AppRuntime;
	readonly admin: { readonly username: string; readonly password: string };
	/** Path of a module that makes a process follow a clock of the scenario; undefined: the machine's own. */
	readonly clockModule?: string | undefined;
}

/** Kills the app's process around one of its calls to the host. */
export interface HostCallKill {
	/** The call is counted from 1, beginning when this is set. */
	readonly call: number;
	/** Before the host does what it is asked, or after it, but before the app hears of it. */
	readonly when: 'before' | 'after';
}

/** What the parent asks of the workspace's process, one at a time. */
export type WorkspaceRequest =
	/** SIGKILL for the app's process. */
	| { readonly ask: 'kill-app' }
	/** SIGSTOP for the app's process; the engine's watchdog replaces it. */
	| { readonly ask: 'freeze-app' }
	/** SIGCONT for a frozen process that was not replaced yet. */
	| { readonly ask: 'thaw-app' }
	| { readonly ask: 'kill-at-host-call'; readonly kill: HostCallKill }
	/** Takes the last `kill-at-host-call` back. @returns the names of the calls since then */
	| { readonly ask: 'host-calls' }
	/** @returns how often the engine has started the app's process again */
	| { readonly ask: 'restarts' }
	/** @returns `WorkspaceCounts` */
	| { readonly ask: 'counts' }
	/** @returns figures about the app and its store */
	| { readonly ask: 'figures' };

/** Answer to `host-calls`. */
export interface HostCalls {
	readonly names: readonly string[];
	/** Whether the app was killed at the call that was named. */
	readonly killed: boolean;
}

/** Answer to `counts`. */
export interface WorkspaceCounts {
	/** Undefined while the engine starts the app. */
	readonly appProcess: number | undefined;
	readonly workspaceProcess: number;
	/** How often the app has made each call to the host since the workspace's start, by the call's name. */
	readonly hostCalls: Readonly<Record<string, number>>;
}

/** Answer to `figures`. */
export interface WorkspaceFigures {
	/** Resident memory of the app's process in bytes. */
	readonly appMemory: number;
	/** Resident memory of the workspace's process in bytes. */
	readonly workspaceMemory: number;
	/** Records of the app in the store, and the bytes of their JSON. */
	readonly records: number;
	readonly recordBytes: number;
	/** How often the engine has started the app's process again. */
	readonly restarts: number;
}

export interface NumberedRequest {
	readonly id: number;
	readonly request: WorkspaceRequest;
}

/** What the workspace's process reports. */
export type WorkspaceReport =
	| { readonly report: 'ready' }
	| { readonly report: 'failed'; readonly reason: string }
	| { readonly report: 'answer'; readonly id: number; readonly answer: unknown };
