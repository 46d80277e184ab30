import type { Progress } from './command';

/** A command ready to be started. */
export interface PreparedCommand {
	readonly file: string;
	readonly parameters: readonly string[];
}

/** A Synapse on this machine's disk. */
export interface SynapseInstallation {
	/** Version and place it came from, in words for a person. */
	readonly origin: string;
	/**
	 * How its Python is run.
	 * @param directory absolute path; becomes the working directory, so that `parameters` can name files in it
	 */
	python(directory: string, parameters: readonly string[]): PreparedCommand;
}

/** A place that Synapse can be had from. */
export interface SynapseSource {
	/** As `SANDBOX_SYNAPSE_SOURCE` names it; also the name of its folder. */
	readonly name: string;
	/** In words for a person. */
	readonly title: string;
	/** @returns what stands complete in the folder, or undefined */
	installed(folder: string): Promise<SynapseInstallation | undefined>;
	/**
	 * Installs into an empty folder, which is given its place afterwards: nothing may hold the folder's own path.
	 * @returns the installed version
	 * @throws Error that says what was missing or what failed
	 */
	install(folder: string, progress?: Progress): Promise<string>;
}
