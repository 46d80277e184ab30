import { translate } from '../src/i18n';
import { settingIds, settingOf, type SettingId } from '../src/settings';
import { markdownTable } from './markdown-table';

/** @returns a table of the app's settings for each section, as Markdown, made from their declarations and English texts */
export function settingsTable(): string {
	const sections = [...new Set(settingIds.map((id) => settingOf(id).sectionText))];
	return sections
		.map((section) => {
			const ids = settingIds.filter((id) => settingOf(id).sectionText === section);
			return `**${translate(section)}**\n\n${tableOf(ids)}`;
		})
		.join('\n\n');
}

function tableOf(ids: readonly SettingId[]): string {
	return markdownTable(
		['setting', 'default', 'meaning'],
		['---', '---', '---'],
		ids.map((id) => {
			const setting = settingOf(id);
			const choice = setting.choices?.[setting.default];
			const value = choice ? translate(choice) : setting.default && `\`${setting.default}\``;
			return [
				`${translate(setting.label)} (\`${id}\`)`,
				setting.secret === 'generated' ? 'generated' : value || 'empty',
				translate(setting.description),
			];
		}),
	);
}
