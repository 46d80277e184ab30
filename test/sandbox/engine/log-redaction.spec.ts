import { expect } from 'chai';
import { redactLogged } from '../../../sandbox/workspace/engine/log-redaction';
import { describeOnRuntimes } from '../../support/runtimes';
import { probeId } from '../support/probe-package';
import { ProbeWorkspace } from '../support/probe-workspace';

// apps/meteor/ee/server/apps/lib/redactor.ts
describe('the redaction of log entries', () => {
	const redacted = '[REDACTED]';

	it('takes out fields by their names, at any depth', () => {
		const logged = [
			{
				headers: { authorization: 'Bearer a', cookie: 'b', 'x-auth-token': 'c', host: 'd' },
				query: { access_token: 'e' },
				content: { deep: [{ password: 'f', pass: 'g', email: 'h', other: null }] },
			},
		];
		redactLogged(logged);
		expect(logged).to.deep.equal([
			{
				headers: { authorization: redacted, cookie: redacted, 'x-auth-token': redacted, host: 'd' },
				query: { access_token: redacted },
				content: { deep: [{ password: redacted, pass: redacted, email: redacted, other: null }] },
			},
		]);
	});

	it('takes out the addresses in emails and the values of customFields', () => {
		const user = {
			emails: [{ address: 'a@example.org', verified: true }],
			customFields: { matrixRoom: '!a:b', nested: { c: 'd' } },
		};
		redactLogged(user);
		expect(user).to.deep.equal({
			emails: [{ address: redacted, verified: true }],
			customFields: { matrixRoom: redacted, nested: redacted },
		});
	});

	it('leaves tokens of other names, texts and missing values', () => {
		const logged = { hs_token: 'a', body: 'b', password: undefined, list: ['authorization: c', 1, null] };
		redactLogged(logged);
		expect(logged).to.deep.equal({
			hs_token: 'a',
			body: 'b',
			password: undefined,
			list: ['authorization: c', 1, null],
		});
	});
});

describeOnRuntimes("an app's stored log", (runtime) => {
	let probe: ProbeWorkspace;

	before(async () => {
		probe = await ProbeWorkspace.start(undefined, undefined, runtime);
	});
	after(() => probe.stop());

	it('holds the whole request to an endpoint; in Node without what newer servers redact', async () => {
		await fetch(probe.endpoint('echo/a/b'), {
			method: 'PUT',
			headers: { authorization: 'Bearer a-token', 'content-type': 'application/json' },
			body: '{"body":"a text","token":"another-token"}',
		});
		const { body } = await probe.rest('GET', `/api/apps/${probeId}/logs?count=0`);
		const text = JSON.stringify(body);
		expect(text).to.include('a text').and.to.include('another-token');
		expect(text.includes('Bearer a-token')).to.equal(runtime === 'deno');
	});
});
