import { translate } from '../src/i18n';
import { settingIds, settingOf } from '../src/settings';
import { markdownTable } from './markdown-table';

/** @returns the table of the app's settings as Markdown, made from their declarations and English texts */
export function settingsTable(): string {
	return markdownTable(
		['section', 'setting', 'id', 'default', 'meaning'],
		['---', '---', '---', '---', '---'],
		settingIds.map((id) => {
			const setting = settingOf(id);
			const choice = setting.choices?.[setting.default];
			const value = choice ? translate(choice) : setting.default && `\`${setting.default}\``;
			return [
				translate(setting.sectionText),
				translate(setting.label),
				`\`${id}\``,
				setting.secret === 'generated' ? 'generated' : value || 'empty',
				translate(setting.description),
			];
		}),
	);
}
