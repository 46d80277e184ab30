import { access, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from './command';
import type { HomeserverSoftware } from './homeserver-software';
import { configurationText, files, logConfigurationText } from './synapse-configuration';
import type { SynapseInstallation } from './synapse-source';

/** An installed Synapse as the sandbox configures and starts it. */
export function synapse(installation: SynapseInstallation): HomeserverSoftware {
	return {
		name: 'synapse',
		origin: installation.origin,
		async configure(directory, configuration) {
			await ensureSigningKey(installation, directory);
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

async function ensureSigningKey(installation: SynapseInstallation, directory: string): Promise<void> {
	const exists = await access(path.join(directory, files.signingKey)).then(
		() => true,
		() => false,
	);
	if (!exists) {
		const { file, parameters } = installation.python(directory, [
			...['-m', 'synapse._scripts.generate_signing_key', '-o', files.signingKey],
		]);
		await runCommand(file, parameters, { directory });
	}
}
