import { expect } from 'chai';
import { FederatedWorkspace } from '../support/federated-workspace';

describe('/federation status against a real homeserver', () => {
	let federated: FederatedWorkspace;
	let settings: Record<string, unknown>;

	before(async function () {
		this.timeout(600_000);
		federated = await FederatedWorkspace.start();
		settings = await federated.app.administration.appSettings(federated.app.appId);
	});
	after(() => federated.stop());

	const change = (values: Readonly<Record<string, unknown>>) =>
		federated.app.administration.setAppSettings(federated.app.appId, values);
	const status = () => federated.app.command(federated.app.admin, 'status', 40_000);

	it('says that all is well', async () => {
		const lines = (await status()).split('\n').filter((line) => /^[✅❌]/u.test(line));
		expect(lines.map((line) => line[0])).to.deep.equal(['✅', '✅', '✅', '✅']);
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
		['the id is another', { appservice_id: 'wrong' }, /❌ .* another application service id than wrong/],
		[
			'the bot is another',
			{ bot_localpart: 'wrong' },
			/❌ The homeserver knows this workspace as @rocketchat:/,
		],
	];
	for (const [what, values, sentence] of faults) {
		it(`says what to do when ${what}`, async () => {
			await change(values);
			try {
				expect(await status()).to.match(sentence);
			} finally {
				await change(Object.fromEntries(Object.keys(values).map((id) => [id, settings[id]])));
			}
		});
	}

	it('says what to do when this is another app or none at the callback', async () => {
		await federated.app.administration.setAppStatus(federated.app.appId, 'manually_disabled');
		await federated.app.administration.setAppStatus(federated.app.appId, 'manually_enabled');
		expect(await status()).not.to.include('❌');
	});
});
