import { spawn, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { AppManager } from '@rocket.chat/apps-engine/server/AppManager';
import { DenoRuntimeSubprocessController } from '@rocket.chat/apps-engine/server/runtime/deno/AppsEngineDenoRuntime';
import { enginePackage } from '../paths';

/** What the engine's controller has beyond its types. */
interface ControllerParts {
	deno: ChildProcess;
	spawnId: number;
	readonly tempFilePath: string;
	readonly messenger: { setReceiver(subprocess: ChildProcess): void };
	readonly livenessManager: { attach(subprocess: ChildProcess): void };
	setupListeners(): void;
}

/** Folders outside the runtime that an app may read: the engine's definitions, and a package that the server offers. */
const offeredPackages = [
	enginePackage,
	dirname(createRequire(`${enginePackage}/package.json`).resolve('uuid/package.json')),
];

/**
 * Has the engine run apps in Node. Only the start of an app's process is changed; requests, time limits, restarts and
 * logs stay the engine's own.
 * @param node path of the program
 * @param runtime path of the bundled runtime
 */
export function runAppsInNode(manager: AppManager, node: string, runtime: string): void {
	class NodeController extends DenoRuntimeSubprocessController {
		/**
		 * Follows packages/apps/src/server/runtime/node/AppsEngineNodeRuntime.ts and, around it,
		 * base/BaseRuntimeSubprocessController.ts: Node may read the runtime and the engine, write nothing and start
		 * nothing; its environment holds PATH only. The network is open to every app: Node has no permission for it, so
		 * that `networking` in app.json decides about the engine's own HTTP accessor only.
		 */
		override spawnProcess(): void {
			const parts = this as unknown as ControllerParts;
			const readable = [parts.tempFilePath, dirname(runtime), ...offeredPackages];
			const spawnId = String(parts.spawnId++);
			const subprocess = spawn(
				node,
				[
					'--permission',
					...readable.map((folder) => `--allow-fs-read=${folder}`),
					runtime,
					'--subprocess',
					this.getAppId(),
					'--spawnId',
					spawnId,
				],
				{ env: { PATH: process.env.PATH } },
			);
			parts.deno = subprocess;
			parts.messenger.setReceiver(subprocess);
			parts.livenessManager.attach(subprocess);
			parts.setupListeners();
		}
	}
	const runtimeFactory = (
		...given: ConstructorParameters<typeof DenoRuntimeSubprocessController>
	): NodeController => new NodeController(...given);
	Object.assign(manager.getRuntime(), { runtimeFactory });
}
