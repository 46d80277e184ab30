import type { AppContext } from '../app-context';
import { failureOf } from '../failure';
import type { Texts } from '../i18n';

/** @returns lines that say in which form avatars are carried over, in each direction, and why */
export async function avatarReport(app: AppContext, text: Texts): Promise<string[]> {
	const { configuration } = await app.settingsState();
	if (!configuration) {
		return [];
	}
	if (!configuration.syncAvatars) {
		return [`➖ ${text('status_avatars_off')}`];
	}
	const problems = [await problemToMatrix(app, text), problemToRocketChat(app, text)];
	const found = problems.filter((problem) => problem !== undefined);
	// Without a token they work to Matrix only, as the line about the token says.
	const work = found.length === 0 && (await app.avatars.isSettable());
	return work ? [`✅ ${text('status_avatars_work')}`] : found;
}

async function problemToMatrix({ avatars }: AppContext, text: Texts): Promise<string | undefined> {
	try {
		return (await avatars.isReadable()) ? undefined : `➖ ${text('status_avatars_hidden')}`;
	} catch (error) {
		const { text: key, parameters } = failureOf(error);
		return `❌ ${text(key, parameters)}`;
	}
}

function problemToRocketChat({ avatars: { refusal } }: AppContext, text: Texts): string | undefined {
	return refusal && `❌ ${text('status_avatars_by_message')} ${text(refusal.text, refusal.parameters)}`;
}
