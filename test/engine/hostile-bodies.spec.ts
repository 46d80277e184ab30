import { expect } from 'chai';
import { waitFor } from '../../sandbox/clients/waiting';
import { InstalledApp } from '../support/installed-app';
import { shortenRequests } from '../support/kill-app';
import { describeOnRuntimes } from '../support/runtimes';

// The app's handlers see none of these requests. docs/fidelity.md names what they do.
describeOnRuntimes('a body that the engine cannot pass to an app', (runtime) => {
	let app: InstalledApp;
	let token: string;

	before(async () => {
		app = await InstalledApp.start(
			{ homeserver_url: 'http://127.0.0.1:9', homeserver_domain: 'matrix.test' },
			{ runtime },
		);
		({ hs_token: token } = (await app.administration.appSettings(app.appId)) as { hs_token: string });
	});
	after(() => app.stop());

	/** @returns the status of the answer */
	async function ping(body: string, authorization = `Bearer ${token}`): Promise<number> {
		const answer = await fetch(`${app.publicApi}/_matrix/app/v1/ping`, {
			method: 'POST',
			headers: { authorization, 'content-type': 'application/json' },
			body,
		});
		await answer.arrayBuffer();
		return answer.status;
	}
	const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
	const ofBytes = (count: number) => JSON.stringify({ text: 'x'.repeat(count) });

	it('because it has the key __proto__ ends the app, also without a token, and the engine starts it again at once', async () => {
		const before = app.processId;
		shortenRequests(app.workspace.server.appManager(), app.appId);
		const answer = ping('{"__proto__":1}', '');
		await waitFor({
			what: 'another process of the app, before the engine would miss four of its pings',
			timeout: 20_000,
			interval: 20,
			look: () => ![before, undefined].includes(app.processId) || undefined,
		});
		expect(await answer).to.equal(500);
		await waitFor({
			what: 'an app that answers again',
			timeout: 60_000,
			interval: 100,
			look: async () => (await ping('{}')) === 200 || undefined,
		});
	});

	it('because it is nested too deeply gets 500, and the app runs on', async () => {
		const before = app.processId;
		expect(await ping(nested(80))).to.equal(200);
		expect(await ping(nested(110))).to.equal(500);
		expect(await ping('{}')).to.equal(200);
		expect(app.processId).to.equal(before);
	});

	it('because it is larger than 100 kB gets 413, and the app runs on', async () => {
		const before = app.processId;
		expect(await ping(ofBytes(95_000))).to.equal(200);
		expect(await ping(ofBytes(110_000))).to.equal(413);
		expect(app.processId).to.equal(before);
	});
});
