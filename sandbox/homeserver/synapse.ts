import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { HomeserverSoftware } from './homeserver-software';
import { writeNewFile } from './new-file';
import { configurationText, files, logConfigurationText, signingKeyText } from './synapse-configuration';
import type { SynapseInstallation } from './synapse-source';

/** An installed Synapse as the sandbox configures and starts it. */
export function synapse(installation: SynapseInstallation): HomeserverSoftware {
	return {
		name: 'synapse',
		origin: installation.origin,
		async configure(directory, configuration) {
			await writeNewFile(path.join(directory, files.signingKey), signingKeyText());
			await writeFile(path.join(directory, files.logConfiguration), logConfigurationText());
			await writeFile(path.join(directory, files.configuration), configurationText(configuration), {
				mode: 0o600,
			});
		},
		command: (directory) =>
			installation.python(directory, [
				...['-m', 'synapse.app.homeserver', '--config-path', files.configuration],
			]),
	};
}
