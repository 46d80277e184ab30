import type { ConfiguredBridge } from './configured-bridge';
import { fileLimitOf, type FileLimit, type FileLimits } from './convert/file-limit';

/**
 * Reads the limits of files.
 * @throws HomeserverError if the homeserver cannot be asked
 */
export async function fileLimits({
	configuration,
	workspace,
	media,
}: Pick<ConfiguredBridge, 'configuration' | 'workspace' | 'media'>): Promise<Omit<FileLimits, 'engine'>> {
	return {
		setting: configuration.maxFileSize,
		workspace: workspace.maxFileSize,
		homeserver: await media.limit(),
	};
}

/** @returns the limit that counts; without the homeserver's if it cannot be asked */
export async function fileLimit(
	bridge: Pick<ConfiguredBridge, 'configuration' | 'workspace' | 'media'>,
): Promise<FileLimit> {
	const { configuration, workspace } = bridge;
	const known = { setting: configuration.maxFileSize, workspace: workspace.maxFileSize };
	return fileLimitOf(await fileLimits(bridge).catch(() => known));
}
