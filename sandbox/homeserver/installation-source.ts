import type { Progress } from './command';

/** A way to install a homeserver. */
export interface InstallationSource<Installation> {
	/** The name of its folder; for Synapse also what `SANDBOX_SYNAPSE_SOURCE` says. */
	readonly name: string;
	/** For display. */
	readonly title: string;
	/** @returns the complete installation in the folder; undefined if there is none */
	installed(folder: string): Promise<Installation | undefined>;
	/**
	 * Installs into an empty folder. The folder is renamed afterwards, so no installed file may contain its path.
	 * @returns the installed version
	 * @throws Error that says what is missing or what failed
	 */
	install(folder: string, progress?: Progress): Promise<string>;
}
