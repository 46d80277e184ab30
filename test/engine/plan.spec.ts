import { expect } from 'chai';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageApp } from '../../scripts/package';
import { issueLicense, issueOlderLicense } from '../../sandbox/workspace/licensing/issue';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { InstalledApp } from '../support/installed-app';
import { describeOnRuntimes } from '../support/runtimes';
import { ticks } from '../support/plan-table';

const probedApp = fileURLToPath(new URL('../support/probed-app/FederationApp.ts', import.meta.url));
const plans = ['community', 'starter', 'pro', 'enterprise'] as const;
const names = { community: 'Community', starter: 'Starter', pro: 'Pro', enterprise: 'Enterprise' };

/** The sentence that Community shows for a feature that it lacks. */
const refusals: Readonly<Record<string, string>> = {
	federated_room:
		'Federated channels and direct messages of several people need the Starter plan or higher; this workspace has Community. Nothing was changed.',
	invitation:
		'Inviting people on Matrix into federated channels and direct messages needs the Starter plan or higher; this workspace has Community. Nobody was invited.',
	public_room:
		'Searching and joining public rooms on Matrix needs the Starter plan or higher; this workspace has Community. Nothing was changed.',
	several_by_command:
		'Opening a direct message with several people by command needs the Starter plan or higher; this workspace has Community. Nobody was invited. With one person it works: `/federation dm @user:server`.',
	mention:
		'Mentioning people here and on Matrix needs the Starter plan or higher; this workspace has Community. What you wrote is on Matrix, but nobody there was notified.',
	role: 'Roles inside rooms need the Starter plan or higher; this workspace has Community. The role was changed here only.',
};

/** The lines of the table for the features, in order. */
const lines: readonly [name: string, feature: keyof typeof ticks][] = [
	['Direct messages with one person', 'direct_message'],
	['Federated channels and direct messages of several people', 'federated_room'],
	['Inviting people on Matrix into federated channels and direct messages', 'invitation'],
	['Searching and joining public rooms on Matrix', 'public_room'],
	['Opening a direct message with several people by command', 'several_by_command'],
	['Opening a direct message with one person by command', 'one_by_command'],
	['Files, pictures, audio and video', 'attachment'],
	['Editing, deleting and quoting messages', 'edit_delete_quote'],
	['Reactions and emoji', 'reaction'],
	['Mentioning people here and on Matrix', 'mention'],
	['Avatars', 'avatar'],
	['Seeing that somebody is typing', 'typing'],
	['Roles inside rooms', 'role'],
	['Formatted text', 'markdown'],
	['Allowed and blocked servers', 'server_list'],
];

/** The notes about features that this version does not implement. */
const notes: Readonly<Partial<Record<keyof typeof ticks, string>>> = {};

describeOnRuntimes('plan of the workspace, in the real engine', (runtime) => {
	let folder: string;
	let app: InstalledApp;
	let alice: WorkspacePerson;
	let access: { userId: string; token: string };
	const noAccess = { userId: '', token: '' };

	before(async () => {
		folder = await mkdtemp(path.join(tmpdir(), 'probed-'));
		app = await InstalledApp.start({}, { runtime, zip: await packageApp(folder, probedApp) });
		alice = await app.person('alice');
		access = { userId: alice.userId, token: alice.authToken };
	});
	after(async () => {
		await app.stop();
		await rm(folder, { recursive: true });
	});

	const planLines = async (person = app.admin) => (await app.command(person, 'plan')).split('\n');
	/** The lines for administrators below the table, without the age of the answer. */
	const sourceOf = async () =>
		(await planLines())
			.slice(17, -2)
			.join('\n')
			.replace(/\d+ s ago/, 'n s ago');

	const sources: readonly [source: string, said: string][] = [
		['settings', "Read from the workspace's settings n s ago."],
		['licenses.info', "Read from the workspace's REST API (`licenses.info`) n s ago."],
	];
	for (const [source, said] of sources) {
		for (const [column, plan] of plans.entries()) {
			describe(`${plan}, read from ${source}`, () => {
				before(async () => {
					await app.putOnPlan(plan);
					await app.changeAccess(source === 'settings' ? noAccess : access);
				});

				const has = (feature: keyof typeof ticks) => ticks[feature].split(' ')[column] === '✓';

				// The probed app checks each feature, also one that no part of the app implements yet.
				for (const feature of Object.keys(ticks) as (keyof typeof ticks)[]) {
					it(`${has(feature) ? 'allows' : 'refuses'} ${feature}`, async () => {
						expect(await app.command(alice, `try_${feature}`)).to.equal(
							has(feature) ? 'allowed' : refusals[feature],
						);
					});
				}

				it('is shown to everybody with a mark for each feature', async () => {
					expect(await planLines(alice)).to.deep.equal([
						`**This workspace has the ${names[plan]} plan**`,
						...lines.map(([name, feature]) => {
							const note = notes[feature];
							if (has(feature)) {
								return note ? `➖ ${name} (${note})` : `✅ ${name}`;
							}
							return `❌ ${name} (Starter plan or higher${note ? `; ${note}` : ''})`;
						}),
					]);
				});

				it('is shown to administrators with its source', async () => {
					const rule =
						plan === 'community'
							? 'Plan: Community, because there is no valid license.'
							: `Plan: ${names[plan]}, as the license says.`;
					expect(await sourceOf()).to.equal(`${rule}\n${said}`);
					expect((await planLines()).slice(-2)).to.deep.equal([
						'',
						plan === 'community'
							? "On the Community plan, Rocket.\u2060Chat 7.0 and newer does not enable uploaded apps and does not update them. Such a workspace has to install this app from Rocket.\u2060Chat's marketplace."
							: "If the license ends, Rocket.\u2060Chat disables apps that were uploaded, this one too, and messages to and from Matrix stop. An app from Rocket.\u2060Chat's marketplace stays enabled.",
					]);
					expect(await app.command(app.admin, 'status')).to.include(rule);
				});
			});
		}
	}

	// Below the others, since mocha runs what is not nested first.
	describe('with other licenses and sources', () => {
		const workspaceFolder = () => path.join(app.directory, 'workspace');
		const licenses: readonly [what: string, text: () => string, settings: string, rest: string][] = [
			[
				'an unknown tag with the module federation',
				() => issueLicense(workspaceFolder(), { tags: ['Gold'], modules: ['federation'] }),
				'Plan: Enterprise, because the license names no plan that this app knows, but includes the module federation.',
				'Plan: Enterprise, because the license names no plan that this app knows, but includes the module federation.',
			],
			[
				'an unknown tag without it',
				() => issueLicense(workspaceFolder(), { tags: ['Gold'], modules: ['auditing'] }),
				'Plan: Starter, because the license is valid, but names no plan that this app knows and does not include the module federation.',
				'Plan: Starter, because the license is valid, but names no plan that this app knows and does not include the module federation.',
			],
			[
				'a trial',
				() => issueLicense(workspaceFolder(), { tags: ['PRO'], trial: true }),
				'Plan: Pro, as the license says.\nIt is a trial license. Its plan applies all the same.',
				'Plan: Pro, as the license says.\nIt is a trial license. Its plan applies all the same.',
			],
			[
				'an older form',
				() => issueOlderLicense(workspaceFolder(), { tags: ['Enterprise'] }),
				"Plan: Starter, because the valid license has an older form that apps cannot read. Enter a user id and a personal access token for this workspace's REST API in the app's settings, so that the app can ask the server for the plan.",
				'Plan: Enterprise, as the license says.',
			],
			[
				'one that has expired',
				() => issueLicense(workspaceFolder(), { tags: ['Pro'], validUntil: new Date(2020, 0, 1) }),
				'Plan: Community, because there is no valid license.',
				'Plan: Community, because there is no valid license.',
			],
		];
		for (const [what, text, fromSettings, fromRest] of licenses) {
			it(`is read from ${what}`, async () => {
				await app.administration.changeSetting('Enterprise_License', text());
				await app.changeAccess(noAccess);
				expect(await sourceOf()).to.equal(`${fromSettings}\n${sources[0]?.[1] ?? ''}`);
				await app.changeAccess(access);
				expect(await sourceOf()).to.equal(`${fromRest}\n${sources[1]?.[1] ?? ''}`);
			});
		}

		it('is read from the settings while the token is refused, and says what to fix', async () => {
			await app.putOnPlan('pro');
			await app.changeAccess({ ...access, token: 'wrong' });
			expect(await sourceOf()).to.equal(
				[
					'Plan: Pro, as the license says.',
					"Read from the workspace's settings n s ago.",
					"⚠️ The workspace's REST API refuses the personal access token. Make a new one and enter it in the app's settings together with the id of its user.",
				].join('\n'),
			);
		});

		it('stays the same while the REST API is unreachable and the settings cannot be read, also after a restart of the app', async () => {
			await app.administration.changeSetting(
				'Enterprise_License',
				issueOlderLicense(workspaceFolder(), { tags: ['Enterprise'] }),
			);
			await app.changeAccess(access);
			const held = [
				'Plan: Enterprise, as the license says.',
				"Read from the workspace's REST API (`licenses.info`) n s ago.",
			];
			expect(await sourceOf()).to.equal(held.join('\n'));
			await app.administration.changeSetting('Site_Url', 'http://127.0.0.1:9');
			try {
				const problem =
					"⚠️ The app cannot read the workspace's license at the moment; the last known plan counts for a day. If a personal access token is entered, check that this server reaches its own Site URL.";
				await app.changeAccess();
				expect(await sourceOf()).to.equal([...held, problem].join('\n'));
				await app.kill();
				expect(await sourceOf()).to.equal([...held, problem].join('\n'));
			} finally {
				await app.administration.changeSetting('Site_Url', app.workspace.url);
			}
		});
	});

	it('does not write the token to the log', async () => {
		const { logs } = await app.admin.rest.get<{ logs: unknown[] }>(`/api/apps/${app.appId}/logs`, {
			count: '0',
		});
		expect(logs).not.to.deep.equal([]);
		expect(JSON.stringify(logs).includes(alice.authToken)).to.equal(false);
	});

	// The last ones: a restart logs Alice out.
	describe('when the app starts', () => {
		it('is asked for again when the app is enabled, not only within a minute', async () => {
			await app.putOnPlan('pro');
			expect((await planLines())[0]).to.include('Pro');
			await app.administration.setAppStatus(app.appId, 'manually_disabled');
			await app.administration.putOnPlan('community', path.join(app.directory, 'workspace'));
			await app.administration.setAppStatus(app.appId, 'manually_enabled');
			expect((await planLines())[0]).to.include('Community');
		});

		it('is asked for again after a restart of the server', async () => {
			await app.putOnPlan('pro');
			expect((await planLines())[0]).to.include('Pro');
			await app.administration.putOnPlan('community', path.join(app.directory, 'workspace'));
			await app.restart();
			expect((await planLines())[0]).to.include('Community');
		});
	});
});
