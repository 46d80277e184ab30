import type { AppContext } from '../app-context';
import { failureOf } from '../failure';
import type { Texts } from '../i18n';

/**
 * @returns a line that says whether custom emoji are shown as pictures on Matrix, or what to do; none without a token, whose
 * line says so
 */
export async function emojiReport({ customEmoji }: AppContext, text: Texts): Promise<string[]> {
	if (!(await customEmoji.isReadable())) {
		return [];
	}
	const { byName, refusal } = await customEmoji.list();
	if (refusal) {
		const { text: key, parameters } = failureOf(refusal);
		return [`❌ ${text('status_emoji_failing')} ${text(key, parameters)}`];
	}
	return [`✅ ${text('status_emoji_work', { count: new Set(byName.values()).size })}`];
}
