import { SettingType } from '@rocket.chat/apps-engine/definition/settings';
import { expect } from 'chai';
import { ensureSecrets } from '../src/admin/secrets';
import { engineSettings } from '../src/settings';

const settingNamed = (id: string) => engineSettings.find((setting) => setting.id === id);

describe('settings of the app', () => {
	it('are declared to the engine with their texts', () => {
		expect(settingNamed('homeserver_url')).to.deep.equal({
			id: 'homeserver_url',
			type: SettingType.STRING,
			packageValue: '',
			required: true,
			public: false,
			section: 'section_homeserver',
			i18nLabel: 'setting_homeserver_url',
			i18nDescription: 'setting_homeserver_url_description',
		});
	});

	it('are passwords if they are secret', () => {
		const secrets = engineSettings.filter(({ type }) => type === SettingType.PASSWORD);
		expect(secrets.map(({ id }) => id)).to.deep.equal(['as_token', 'hs_token', 'workspace_token']);
	});

	it('are a selection if they have choices', () => {
		expect(settingNamed('invite_policy')).to.deep.include({
			type: SettingType.SELECT,
			packageValue: 'ask',
			values: [
				{ key: 'ask', i18nLabel: 'setting_invite_policy_ask' },
				{ key: 'accept', i18nLabel: 'setting_invite_policy_accept' },
			],
		});
	});

	it('are a switch if they are on or off', () => {
		expect(settingNamed('sync_avatars')).to.deep.include({
			type: SettingType.BOOLEAN,
			packageValue: true,
		});
	});

	it('are numbers if they count something in bytes', () => {
		expect(settingNamed('max_file_size')).to.deep.include({ type: SettingType.NUMBER, packageValue: 0 });
	});

	it('are not public', () => {
		expect(engineSettings.filter((setting) => setting.public)).to.deep.equal([]);
	});
});

describe('secrets of the registration file', () => {
	it('are generated if they are empty, and no other secret is', async () => {
		const values: Record<string, string> = { as_token: 'kept', hs_token: '', workspace_token: '' };
		const read = { getValueById: async (id: string) => values[id] };
		const update = { updateValue: async (id: string, value: string) => void (values[id] = value) };
		await ensureSecrets(
			read as unknown as Parameters<typeof ensureSecrets>[0],
			update as unknown as Parameters<typeof ensureSecrets>[1],
		);
		const { hs_token, ...others } = values;
		expect(others).to.deep.equal({ as_token: 'kept', workspace_token: '' });
		expect(hs_token).to.match(/^[\w-]{43}$/);
	});
});
