import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CommandError, runCommand, type Progress } from './command';
import { completedVersion } from './completion-mark';
import { install } from './install';
import type { InstallationSource } from './installation-source';

/**
 * The version that the sandbox is tested with: the last one under the Apache License. Later ones have another module
 * name and the AGPL.
 */
const PINNED_VERSION = '0.13.8';
const MODULE = 'github.com/matrix-org/dendrite/cmd/dendrite';
const PROGRAM = 'dendrite';

/** A Dendrite that is installed on this machine. */
export interface DendriteInstallation {
	/** Version and source, for display. */
	readonly origin: string;
	/** Absolute path of the program. */
	readonly program: string;
}

/** The sandbox and the tests share this installation. Ignored by git. */
const sharedFolder = fileURLToPath(new URL('../../.sandbox/dendrite', import.meta.url));

/** Compiles Dendrite with the Go of this machine. Go's own caches get the modules; the program gets into the folder. */
const dendriteFromGo: InstallationSource<DendriteInstallation> = {
	name: 'go',
	title: 'Go modules',

	async installed(folder) {
		const program = path.join(folder, PROGRAM);
		const usable = await access(program, constants.X_OK).then(
			() => true,
			() => false,
		);
		return usable && (await completedVersion(folder)) === PINNED_VERSION
			? { origin: `Dendrite ${PINNED_VERSION} from Go modules`, program }
			: undefined;
	},

	async install(folder, progress) {
		await runCommand('go', ['install', `${MODULE}@v${PINNED_VERSION}`], {
			environment: { GOBIN: folder },
			purpose: 'compiling Dendrite',
			stageIn: stageOfGo,
			...(progress && { progress }),
		});
		return PINNED_VERSION;
	},
};

/**
 * Finds the project's own Dendrite. If there is none, compiles it, which takes some minutes.
 * @throws Error that says what failed and what to do
 */
export async function installedDendrite(
	progress?: Progress,
	folder: string = sharedFolder,
	source: InstallationSource<DendriteInstallation> = dendriteFromGo,
): Promise<DendriteInstallation> {
	const installation = await source.installed(path.join(folder, source.name));
	if (installation) {
		return installation;
	}
	progress?.(
		`installing Dendrite from ${source.title} (once, some minutes, into ${path.relative('', folder)})`,
	);
	try {
		return await install(source, folder, progress);
	} catch (error) {
		throw new Error(failureText(error), { cause: error });
	}
}

/** @returns the message of the error if Dendrite cannot be installed */
export function failureText(error: unknown): string {
	const isMissing = error instanceof CommandError && error.ending.startsWith('could not be started');
	const reason = error instanceof Error ? error.message : String(error);
	return isMissing
		? 'Dendrite needs Go 1.21 or newer on this machine, and there is none. Install Go, or use Synapse.'
		: `Dendrite could not be installed: ${reason}\nWhat to do: fix this and start again, or use Synapse.`;
}

/** @returns the stage that a line of `go install` begins, for display */
export function stageOfGo(line: string): string | undefined {
	const module = /^go: downloading (\S+ \S+)$/.exec(line)?.[1];
	return module === undefined ? undefined : `downloading ${module}`;
}
