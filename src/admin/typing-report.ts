import type { AppContext } from '../app-context';
import type { Texts } from '../i18n';

/**
 * @returns a line that says whether people on Matrix see who types here, or what to do; none if the setting is off, or without
 * a token, whose line says so
 */
export async function typingReport(app: AppContext, text: Texts): Promise<string[]> {
	const { configuration } = await app.settingsState();
	if (!configuration?.syncTyping) {
		return [];
	}
	const state = app.signs.activityState;
	switch (state.kind) {
		case 'off':
			return [];
		case 'failing': {
			const { text: key, parameters } = state.failure;
			return [`❌ ${text('status_typing_failing')} ${text(key, parameters)}`];
		}
		case 'listening': {
			const { heard, refused } = state;
			return refused === 0
				? [`✅ ${text('status_typing_works', { heard })}`]
				: [`➖ ${text('status_typing_partly', { heard, refused })}`];
		}
	}
}
