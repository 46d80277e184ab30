import { SettingType, type ISetting } from '@rocket.chat/apps-engine/definition/settings';
import type { SettingDocument } from '../settings/server-settings';

const types: Record<string, SettingType> = {
	boolean: SettingType.BOOLEAN,
	code: SettingType.CODE,
	color: SettingType.COLOR,
	font: SettingType.FONT,
	int: SettingType.NUMBER,
	select: SettingType.SELECT,
	string: SettingType.STRING,
};

/** What apps see of a server setting (apps/meteor/app/apps/server/converters/settings.ts): without most flags. */
export function settingToApp(setting: SettingDocument): ISetting {
	const converted = {
		id: setting._id,
		type: types[setting.type] ?? setting.type,
		packageValue: setting.packageValue,
		values: setting.values,
		value: setting.value,
		public: setting.public,
		hidden: setting.hidden,
		i18nLabel: setting.i18nLabel,
		i18nDescription: setting.i18nDescription,
		createdAt: setting.ts,
		updatedAt: setting._updatedAt,
		group: setting.group,
	};
	// Rocket.Chat's converter does not give `required` and some other fields of the engine's type.
	return converted as unknown as ISetting;
}
