import type { AppContext } from '../app-context';
import type { Texts } from '../i18n';

/** @returns a line that says whether each side sees who is online on the other one, or what to do; none if the setting is off */
export async function presenceReport(app: AppContext, text: Texts): Promise<string[]> {
	const { configuration, workspace } = await app.settingsState();
	if (!configuration?.syncPresence) {
		return [];
	}
	if (!workspace.showsStatus) {
		return [`➖ ${text('status_presence_hidden')}`];
	}
	const { presenceRequests, shownPresence } = app.signs;
	const problems = [
		...(presenceRequests.isIgnored ? [`➖ ${text('status_presence_ignored')}`] : []),
		...(shownPresence.isTextOnly ? [`➖ ${text('status_presence_text_only')}`] : []),
	];
	return problems.length > 0 ? problems : [`✅ ${text('status_presence_works')}`];
}
