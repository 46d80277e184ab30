import type { ISettingRead, ISettingUpdater } from '@rocket.chat/apps-engine/definition/accessors';
import { generatedSecrets } from '../settings';

/** Generates the secrets of the registration file that are empty; the others stay. */
export async function ensureSecrets(read: ISettingRead, update: ISettingUpdater): Promise<void> {
	for (const id of generatedSecrets) {
		const value: unknown = await read.getValueById(id);
		if (value === undefined || value === '') {
			await update.updateValue(id, randomSecret());
		}
	}
}

/** @returns a secret of 256 random bits, written with letters, digits, `-` and `_` */
function randomSecret(): string {
	return Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url');
}
