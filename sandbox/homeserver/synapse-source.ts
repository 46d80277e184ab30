import type { InstallationSource } from './installation-source';
import type { PreparedCommand } from './prepared-command';

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
export type SynapseSource = InstallationSource<SynapseInstallation>;
