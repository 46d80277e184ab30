import { expect } from 'chai';
import type { IEnvironmentRead } from '@rocket.chat/apps-engine/definition/accessors';
import type { IncomingHttpHeaders } from 'node:http';
import type { License } from '../../src/plan/license';
import { SourceFailure } from '../../src/plan/plan';
import { restLicense, settingsLicense } from '../../src/rocketchat/license-sources';
import { WorkspaceRest } from '../../src/rocketchat/rest';
import { startStub } from '../support/stub-server';

const access = { userId: 'rocket', token: 'a token' };
const pro: License = { valid: true, tags: ['Pro'], modules: ['auditing'], trial: false, readable: true };

describe('license from the REST API', () => {
	let answer: { status: number; body: string; headers?: Record<string, string> };
	let asked: { url: string | undefined; headers: IncomingHttpHeaders }[];
	let breaksOff: boolean;
	let server: Awaited<ReturnType<typeof startStub>>;

	before(async () => {
		server = await startStub((request, response) => {
			asked.push({ url: request.url, headers: request.headers });
			response.writeHead(answer.status, answer.headers ?? {});
			if (breaksOff) {
				response.write(answer.body, () => response.destroy());
			} else {
				response.end(answer.body);
			}
		});
	});
	beforeEach(() => {
		asked = [];
		breaksOff = false;
		answer = { status: 200, body: '{}' };
	});
	after(() => server.stop());

	const ask = (given: { userId: string; token: string } = access, siteUrl = server.url) =>
		restLicense(
			new WorkspaceRest(async () => ({ siteUrl, ...given }), {
				hasWorked: async () => false,
				noteWorked: async () => undefined,
			}),
		).ask();
	const problemOf = async (asking: Promise<unknown>) => {
		const error = await asking.then(
			() => undefined,
			(thrown: unknown) => thrown,
		);
		return error instanceof SourceFailure ? error.problem : error;
	};

	it('is asked for with the personal access token', async () => {
		answer.body =
			'{"license":{"activeModules":["auditing"],"tags":[{"name":"Pro"}],"hasValidLicense":true},"success":true}';
		expect(await ask()).to.deep.equal(pro);
		const [{ url, headers } = { url: '', headers: {} }] = asked;
		expect([url, headers['x-user-id'], headers['x-auth-token']]).to.deep.equal([
			'/api/v1/licenses.info',
			'rocket',
			'a token',
		]);
	});

	it('is not asked for without a token', async () => {
		expect(await ask({ userId: '', token: '' })).to.equal(undefined);
		expect(asked).to.deep.equal([]);
	});

	it('is not asked for with only one of user id and token', async () => {
		expect(await problemOf(ask({ userId: 'rocket', token: '' }))).to.equal('token_incomplete');
		expect(await problemOf(ask({ userId: '', token: 'a token' }))).to.equal('token_incomplete');
		expect(asked).to.deep.equal([]);
	});

	const failures: readonly [what: string, answer: typeof answer, problem: string][] = [
		['401', { status: 401, body: '{"status":"error"}' }, 'token_refused'],
		['403', { status: 403, body: '{}' }, 'token_refused'],
		['404', { status: 404, body: '{}' }, 'not_offered'],
		['404 with a web page', { status: 404, body: '<html>' }, 'outage'],
		['another form', { status: 200, body: '{"license":7}' }, 'not_offered'],
		['a web page', { status: 200, body: '<html>' }, 'outage'],
		['429', { status: 429, body: '{}' }, 'outage'],
		['502', { status: 502, body: '' }, 'outage'],
	];
	for (const [what, failing, problem] of failures) {
		it(`fails with ${problem} at ${what}`, async () => {
			answer = failing;
			expect(await problemOf(ask())).to.equal(problem);
		});
	}

	it('does not send the token to the target of a redirect', async () => {
		answer = { status: 302, body: '', headers: { location: `${server.url}/elsewhere` } };
		expect(await problemOf(ask())).to.equal('not_offered');
		expect(asked.map(({ url }) => url)).to.deep.equal(['/api/v1/licenses.info']);
	});

	it('fails if the answer breaks off', async () => {
		answer = { status: 200, body: '{"license"', headers: { 'content-length': '5000' } };
		breaksOff = true;
		expect(await problemOf(ask())).to.equal('outage');
	});

	it('fails if the connection is refused', async () => {
		expect(await problemOf(ask(access, 'http://127.0.0.1:9'))).to.equal('outage');
	});
});

describe('license from the settings', () => {
	it('is read from the settings, for the address of the workspace', async () => {
		const payload = {
			version: '3.0',
			information: { tags: [{ name: 'Pro' }] },
			grantedModules: [{ module: 'auditing' }],
			validation: { serverUrls: [{ type: 'url', value: 'chat.example.org' }] },
		};
		const values: Record<string, unknown> = {
			Enterprise_License_Status: 'Valid',
			Site_Url: 'https://chat.example.org',
			Enterprise_License: `RCV3_e30.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.x`,
		};
		const environment = { getServerSettings: () => ({ getValueById: async (id: string) => values[id] }) };
		const source = settingsLicense(() => environment as unknown as IEnvironmentRead);
		expect(await source.ask()).to.deep.equal(pro);
		values.Site_Url = 'https://elsewhere.example.org';
		expect(await source.ask()).to.deep.include({ valid: false });
	});
});
