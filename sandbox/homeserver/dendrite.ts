import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { configurationText, files, signingKeyText } from './dendrite-configuration';
import type { DendriteInstallation } from './dendrite-from-go';
import { commonFiles } from './homeserver-process';
import type { HomeserverSoftware } from './homeserver-software';
import { writeNewFile } from './new-file';

/** An installed Dendrite as the sandbox configures and starts it. */
export function dendrite(installation: DendriteInstallation): HomeserverSoftware {
	return {
		name: 'dendrite',
		origin: installation.origin,
		async configure(directory, configuration) {
			await writeNewFile(path.join(directory, files.signingKey), signingKeyText());
			await writeFile(path.join(directory, files.configuration), configurationText(configuration), {
				mode: 0o600,
			});
		},
		command: (_directory, { port, federationPort }) => ({
			file: installation.program,
			parameters: [
				...['--config', files.configuration, '--http-bind-address', `127.0.0.1:${port}`],
				...(federationPort === undefined ? [] : federationParameters(federationPort)),
			],
		}),
	};
}

function federationParameters(port: number): string[] {
	return [
		...['--https-bind-address', `127.0.0.1:${port}`],
		...['--tls-cert', commonFiles.certificate, '--tls-key', commonFiles.certificateKey],
	];
}
