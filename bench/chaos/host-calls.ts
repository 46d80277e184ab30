import type { ChildProcess } from 'node:child_process';
import { DenoRuntimeSubprocessController } from '@rocket.chat/apps-engine/server/runtime/deno/AppsEngineDenoRuntime';
import type { HostCallKill, HostCalls } from './workspace-protocol';

/** A request of the app's process, as the engine's controller receives it (AppsEngineDenoRuntime.js). */
interface HostRequest {
	readonly payload: HostCall;
}

/** A call of the app to the host: its name and what it passes. */
export interface HostCall {
	readonly method: string;
	readonly params: unknown;
}

type Handler = (this: ControllerParts, request: HostRequest) => Promise<unknown>;

/** What the engine's controller has beyond its types. */
interface ControllerParts {
	deno?: ChildProcess;
	handleAccessorMessage: Handler;
	handleBridgeMessage: Handler;
}

/**
 * Sees each call of the app to the host, where the engine's controller takes it from the app's process: accessors and
 * bridges, in both runtimes. Can kill the app's process before or after one of them.
 */
export class HostCallObserver {
	private names: string[] = [];
	private kill: HostCallKill | undefined;
	private killed = false;
	/** How often each call was made since the start, by its name. */
	readonly counts = new Map<string, number>();

	/** @param isCounted whether a call counts; all do unless given */
	constructor(private readonly isCounted: (call: HostCall) => boolean = () => true) {
		const controller = DenoRuntimeSubprocessController.prototype as unknown as ControllerParts;
		for (const name of ['handleAccessorMessage', 'handleBridgeMessage'] as const) {
			controller[name] = this.observed(controller[name]);
		}
	}

	/** Begins to list the calls. */
	watch(kill: HostCallKill): void {
		this.names = [];
		this.killed = false;
		this.kill = kill;
	}

	/** @returns the calls since `watch`; nothing is killed any more */
	end(): HostCalls {
		this.kill = undefined;
		return { names: this.names, killed: this.killed };
	}

	private observed(handle: Handler): Handler {
		const meets = (call: HostCall) => (this.isCounted(call) ? this.meets(call.method) : undefined);
		return async function (this: ControllerParts, request) {
			const when = meets(request.payload);
			if (when === 'before') {
				killProcess(this.deno);
				// The app that asked is dead, so that nobody waits for an answer.
				return new Promise(() => undefined);
			}
			const result = await handle.call(this, request);
			if (when === 'after') {
				killProcess(this.deno);
				return new Promise(() => undefined);
			}
			return result;
		};
	}

	/** Counts a call. @returns when the app has to be killed, if it is this call */
	private meets(name: string): HostCallKill['when'] | undefined {
		this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
		if (!this.kill) {
			return undefined;
		}
		this.names.push(name);
		if (this.killed || this.names.length !== this.kill.call) {
			return undefined;
		}
		this.killed = true;
		return this.kill.when;
	}
}

/** Kills as the operating system does: `ChildProcess.kill` would tell the engine that it killed the app itself. */
function killProcess(child: ChildProcess | undefined): void {
	if (child?.pid !== undefined && child.exitCode === null && child.signalCode === null) {
		process.kill(child.pid, 'SIGKILL');
	}
}
