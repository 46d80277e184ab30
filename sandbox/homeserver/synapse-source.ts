import type { Progress } from './command';

/** A program and its parameters. */
export interface PreparedCommand {
	readonly file: string;
	readonly parameters: readonly string[];
}

/** A Synapse that is installed on this machine. */
export interface SynapseInstallation {
	/** Version and source, for display. */
	readonly origin: string;
	/**
	 * The command that runs the Python of this installation.
	 * @param directory absolute path of the working directory; `parameters` can name files in it
	 */
	python(directory: string, parameters: readonly string[]): PreparedCommand;
}

/** A way to install Synapse. */
export interface SynapseSource {
	/** As `SANDBOX_SYNAPSE_SOURCE` names it; also the name of its folder. */
	readonly name: string;
	/** For display. */
	readonly title: string;
	/** @returns the complete installation in the folder; undefined if there is none */
	installed(folder: string): Promise<SynapseInstallation | undefined>;
	/**
	 * Installs into an empty folder. The folder is renamed afterwards, so no installed file may contain its path.
	 * @returns the installed version
	 * @throws Error that says what is missing or what failed
	 */
	install(folder: string, progress?: Progress): Promise<string>;
}
