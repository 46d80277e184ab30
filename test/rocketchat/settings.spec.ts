import type { IEnvironmentRead } from '@rocket.chat/apps-engine/definition/accessors';
import { expect } from 'chai';
import { readSettings } from '../../src/rocketchat/settings';

/** The settings of a workspace that has these; all others cannot be read. */
const environmentWith = (settings: Readonly<Record<string, unknown>>) =>
	({
		getSettings: () => ({ getValueById: async () => '' }),
		getServerSettings: () => ({
			getValueById: async (id: string) => {
				if (!(id in settings)) {
					throw new Error(`The setting "${id}" is not readable.`);
				}
				return settings[id];
			},
		}),
	}) as unknown as IEnvironmentRead;
const site = { Site_Url: 'https://chat.example.org/' };

describe('settings of the workspace', () => {
	it('are Rocket.Chat’s defaults if they cannot be read', async () => {
		const { workspace } = await readSettings(environmentWith(site));
		expect(workspace).to.deep.equal({
			siteUrl: 'https://chat.example.org',
			language: '',
			messageLimit: 5_000,
			directMessageLimit: 8,
			threads: true,
			showsRealNames: false,
			showsStatus: true,
			encryptsDirectMessages: false,
			maxFileSize: 104_857_600,
			markdown: {
				colors: true,
				emoticons: true,
				customDomains: [],
				katex: { dollarSyntax: false, parenthesisSyntax: true },
			},
		});
	});

	it('include whether threads are switched on', async () => {
		const { workspace } = await readSettings(environmentWith({ ...site, Threads_enabled: false }));
		expect(workspace.threads).to.equal(false);
	});

	it('include whether an administrator hides the status of everybody', async () => {
		const { workspace } = await readSettings(
			environmentWith({ ...site, Accounts_UserStatus_Enabled: false }),
		);
		expect(workspace.showsStatus).to.equal(false);
	});

	it('include the limit of files, -1 being none', async () => {
		const limited = await readSettings(environmentWith({ ...site, FileUpload_MaxFileSize: 1_000 }));
		expect(limited.workspace.maxFileSize).to.equal(1_000);
		const unlimited = await readSettings(environmentWith({ ...site, FileUpload_MaxFileSize: -1 }));
		expect(unlimited.workspace.maxFileSize).to.equal(undefined);
	});

	it('include which parts of the markdown are switched on', async () => {
		const { workspace } = await readSettings(
			environmentWith({
				...site,
				Katex_Enabled: true,
				Katex_Parenthesis_Syntax: false,
				Katex_Dollar_Syntax: true,
				HexColorPreview_Enabled: false,
				Message_CustomDomain_AutoLink: 'internal, corp',
			}),
		);
		expect(workspace.markdown).to.deep.equal({
			colors: false,
			emoticons: true,
			customDomains: ['internal', 'corp'],
			katex: { dollarSyntax: true, parenthesisSyntax: false },
		});
	});

	it('include no syntax of formulas if formulas are switched off', async () => {
		const { workspace } = await readSettings(
			environmentWith({
				...site,
				Katex_Enabled: false,
				Katex_Parenthesis_Syntax: true,
				Katex_Dollar_Syntax: true,
			}),
		);
		expect(workspace.markdown.katex).to.deep.equal({ dollarSyntax: false, parenthesisSyntax: false });
	});
});

describe('settings of the app', () => {
	it('are read without spaces around them, but keep their empty lines', async () => {
		const entered: Readonly<Record<string, string>> = {
			as_token: ' token\n',
			user_prefix: 'rc_ ',
			blocked_servers: '\nbad.example\n',
		};
		const environment = {
			...environmentWith(site),
			getSettings: () => ({ getValueById: async (id: string) => entered[id] ?? '' }),
		} as unknown as IEnvironmentRead;
		const { values } = await readSettings(environment);
		expect(values).to.include({
			as_token: 'token',
			user_prefix: 'rc_',
			blocked_servers: '\nbad.example\n',
		});
	});
});
