import type { ISettingRead, ISettingUpdater } from '@rocket.chat/apps-engine/definition/accessors';
import { randomSecret, secretSettings } from './settings';

/** Makes the secrets of the registration file where there are none yet; those that are there stay. */
export async function ensureSecrets(read: ISettingRead, update: ISettingUpdater): Promise<void> {
	for (const id of secretSettings) {
		const value: unknown = await read.getValueById(id);
		if (value === undefined || value === '') {
			await update.updateValue(id, randomSecret());
		}
	}
}
