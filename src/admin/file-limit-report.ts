import type { AppContext } from '../app-context';
import { ENGINE_FILE_LIMIT, fileLimitOf, readableSize } from '../convert/file-limit';
import { fileLimits } from '../file-limits';
import type { TextKey, Texts } from '../i18n';

/**
 * Asks both servers for their limits of files.
 * @param answers whether the homeserver answers; one that does not is not waited for again
 * @returns a line with the limit that counts; none while the app is not configured
 */
export async function fileLimitReport(app: AppContext, answers: boolean, text: Texts): Promise<string[]> {
	const { configuration } = await app.settingsState();
	if (!configuration) {
		return [];
	}
	const bridge = await app.requireBridge();
	const asked = answers ? await fileLimits(bridge).catch(() => undefined) : undefined;
	const { workspace, homeserver } = asked ?? { workspace: bridge.workspace.maxFileSize };
	const { maxFileSize: setting } = configuration;
	const { bytes, owner } = fileLimitOf({ setting, workspace, homeserver });
	const sizeOr = (size: number | undefined, otherwise: TextKey) =>
		size === undefined ? text(otherwise) : readableSize(size);
	return [
		text('status_files', {
			limit: readableSize(bytes),
			owner: text(`limit_${owner}`),
			workspace: sizeOr(workspace, 'limit_none'),
			homeserver: sizeOr(homeserver, asked ? 'limit_none' : 'limit_unknown'),
			setting: sizeOr(setting === 0 ? undefined : setting, 'limit_none'),
			engine: readableSize(ENGINE_FILE_LIMIT),
		}),
	];
}
