import { expect } from 'chai';
import { waitFor } from '../../sandbox/clients/waiting';
import { FederatedWorkspace } from '../support/federated-workspace';

describe('/federation status against a real homeserver', () => {
	let federated: FederatedWorkspace;
	let settings: Record<string, unknown>;

	before(async () => {
		federated = await FederatedWorkspace.start();
		settings = await federated.app.administration.appSettings(federated.app.appId);
	});
	after(() => federated.stop());

	const change = (values: Readonly<Record<string, unknown>>) =>
		federated.app.administration.setAppSettings(federated.app.appId, values);
	const status = () => federated.app.command(federated.app.admin, 'status');

	/** A homeserver without the test call waits before it pushes again after refused pushes: Dendrite up to 64 s. */
	const waitUntilMended = () =>
		waitFor({
			what: 'a status without an error',
			timeout: 180_000,
			look: async () => !(await status()).includes('❌') || undefined,
		});

	it('passes every check if all is well', async () => {
		const lines = (await status()).split('\n').filter((line) => /^[✅❌]/u.test(line));
		expect(lines.map((line) => line[0])).to.deep.equal(['✅', '✅', '✅', '✅', '✅', '✅']);
		expect(lines.at(-1)).to.equal(
			`✅ The callback address in the settings, ${federated.app.publicApi}, leads to this app, and the homeserver uses it.`,
		);
	});

	const faults: readonly [what: string, values: Record<string, unknown>, sentence: RegExp][] = [
		['the address is missing', { homeserver_url: '' }, /❌ The homeserver's address is missing/],
		['nothing listens', { homeserver_url: 'http://127.0.0.1:9' }, /❌ The homeserver does not answer at/],
		[
			'the domain is another',
			{ homeserver_domain: 'other.test' },
			/❌ The homeserver's domain is not other\.test/,
		],
		[
			'the as_token is another',
			{ as_token: 'wrong' },
			/❌ The homeserver does not know this workspace's token/,
		],
		[
			'the hs_token is another',
			{ hs_token: 'wrong' },
			/❌ This workspace refuses the homeserver's token/,
		],
		[
			'the bot is another',
			{ bot_localpart: 'wrong' },
			/❌ The homeserver knows this workspace as @rocketchat:/,
		],
		[
			'the prefix is another',
			{ user_prefix: 'wrong_' },
			/❌ The homeserver has not reserved names that begin with `wrong_`/,
		],
	];
	for (const [what, values, sentence] of faults) {
		it(`says what to do if ${what}`, async () => {
			await change(values);
			try {
				const report = await status();
				expect(report).to.match(sentence);
				const file = `The registration file: ${federated.app.publicApi}/registration (see`;
				expect(report.includes(file), file).to.equal(what !== 'the address is missing');
			} finally {
				await change(Object.fromEntries(Object.keys(values).map((id) => [id, settings[id]])));
				await waitUntilMended();
			}
		});
	}

	it('says what to do when the id is another, where the homeserver has a test call', async () => {
		await change({ appservice_id: 'wrong' });
		try {
			expect(await status()).to.match(
				federated.software === 'dendrite'
					? /✅ The homeserver reaches this workspace: an event of the federation bot came back/
					: /❌ .* another application service id than wrong/,
			);
		} finally {
			await change({ appservice_id: settings.appservice_id });
		}
	});

	it('says which address the homeserver uses when the callback address is dead', async () => {
		await change({ callback_url: 'http://127.0.0.1:9/dead' });
		try {
			const report = await status();
			const { host } = new URL(federated.app.publicApi);
			expect(report).to.match(/✅ The homeserver reaches this workspace/);
			expect(report).to.include(
				'❌ The callback address in the settings, http://127.0.0.1:9/dead, is not the one that the homeserver uses: ' +
					`nothing answers there, and the homeserver calls ${host}.`,
			);
		} finally {
			await change({ callback_url: settings.callback_url });
		}
	});

	it('says so when the callback address leads to another place of this server', async () => {
		const elsewhere = `${federated.app.url}/elsewhere`;
		await change({ callback_url: elsewhere });
		try {
			expect(await status()).to.include(
				`❌ The callback address in the settings, ${elsewhere}, is not the one that the homeserver uses: ` +
					'it does not lead to this app (status 404)',
			);
		} finally {
			await change({ callback_url: settings.callback_url });
		}
	});

	it('stops no message when a check fails', async () => {
		const alice = await federated.app.person('alice');
		const bob = await federated.matrixPerson('bob');
		await change({ callback_url: 'http://127.0.0.1:9/dead', appservice_id: 'wrong' });
		try {
			expect(await status()).to.include('❌');
			const room = await federated.directMessage(alice, bob);
			await alice.send(room.rocketChatId, 'to Matrix');
			await bob.waitForMessage(room.matrixId, ({ body }) => body === 'to Matrix');
			await bob.send(room.matrixId, 'to Rocket.Chat');
			await alice.waitForMessage(room.rocketChatId, ({ text }) => text === 'to Rocket.Chat');
		} finally {
			await change({ callback_url: settings.callback_url, appservice_id: settings.appservice_id });
		}
	});

	it('still passes every check after the app was disabled and enabled', async () => {
		await federated.app.administration.setAppStatus(federated.app.appId, 'manually_disabled');
		await federated.app.administration.setAppStatus(federated.app.appId, 'manually_enabled');
		expect(await status()).not.to.include('❌');
	});

	it('is also written to the log, when something breaks and when it is fixed', async () => {
		/** The app's own log entries, newest first. Those of the background are stored with the next handler. */
		const log = async () => {
			await federated.app.command(federated.app.admin, 'help');
			const { logs } = await federated.app.admin.rest.get<{
				logs: { entries: { severity: string; args: { msg?: string }[] }[] }[];
			}>(`/api/apps/${federated.app.appId}/logs`, { count: '0' });
			return logs
				.flatMap(({ entries }) => entries)
				.map(({ severity, args }) => `${severity}: ${args[0]?.msg ?? ''}`);
		};
		const broken =
			"error: The homeserver does not know this workspace's token. Download the registration file, name it in the homeserver's configuration (Synapse: app_service_config_files) and restart the homeserver.";
		const fixed = 'info: The homeserver and this workspace reach each other.';
		/** Makes a change and waits until the log has a sentence once more than before. */
		const changeLogs = async (values: Readonly<Record<string, unknown>>, sentence: string) => {
			const count = async () => (await log()).filter((entry) => entry === sentence).length;
			const before = await count();
			await change(values);
			await waitFor({
				what: sentence,
				timeout: 60_000,
				look: async () => (await count()) > before || undefined,
			});
		};
		await changeLogs({ as_token: 'wrong' }, broken);
		await changeLogs({ as_token: settings.as_token }, fixed);
	});
});
