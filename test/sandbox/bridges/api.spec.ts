import { expect } from 'chai';
import { ProbeWorkspace } from '../support/probe-workspace';

// apps/meteor/app/apps/server/bridges/router.ts, bridges/api.ts and
// apps/meteor/app/api/server/middlewares/authentication.ts
describe("an app's endpoint", () => {
	let probe: ProbeWorkspace;

	before(async () => {
		probe = await ProbeWorkspace.start();
	});

	after(() => probe.stop());

	const put = (body: string, type = 'application/json'): Promise<Response> =>
		fetch(probe.endpoint('echo/a/b'), { method: 'PUT', headers: { 'Content-Type': type }, body });

	/** What the app saw of a request. */
	const echoed = async (path: string, init?: RequestInit): Promise<Record<string, unknown>> =>
		(await (await fetch(probe.endpoint(path), init)).json()) as Record<string, unknown>;

	it('gets a JSON body of exactly 100 kB', async () => {
		const text = 'x'.repeat(102_400 - '{"a":""}'.length);
		const response = await put(JSON.stringify({ a: text }));
		expect(response.status).to.equal(200);
		expect(await response.json())
			.to.have.property('content')
			.that.deep.equals({ a: text });
	});

	it('never sees a body over 100 kB, which is answered 413 (router.ts)', async () => {
		const response = await put(JSON.stringify({ a: 'x'.repeat(102_400) }));
		expect(response.status).to.equal(413);
		expect(response.headers.get('content-type')).to.match(/^text\/html/);
	});

	it('never sees malformed JSON, which is answered 400 (router.ts)', async () => {
		expect((await put('{"a":')).status).to.equal(400);
	});

	it('sees forms and JSON, and nothing of bodies of other types (router.ts)', async () => {
		expect(
			await (await put('a=1&b=2', 'application/x-www-form-urlencoded')).json(),
		).to.have.deep.property('content', { a: '1', b: '2' });
		expect(await (await put('bytes', 'application/octet-stream')).json()).to.have.deep.property(
			'content',
			{},
		);
	});

	it('does not see access_token in the query (authentication.ts)', async () => {
		expect(await echoed('echo/a/b?access_token=secret&other=1')).to.have.deep.property('query', {
			other: '1',
		});
	});

	it('sees access_token if the request carries a login as well: only then it is left alone (authentication.ts)', async () => {
		expect(
			await echoed('echo/a/b?access_token=secret', { headers: probe.admin.headers }),
		).to.have.deep.property('query', { access_token: 'secret' });
	});

	it('sees the names of headers in lower case, Authorization among them', async () => {
		const { headers } = (await echoed('echo/a/b', {
			headers: { Authorization: 'Bearer token', 'X-Some-Header': 'Value' },
		})) as { headers: Record<string, string> };
		expect(headers).to.include({ authorization: 'Bearer token', 'x-some-header': 'Value' });
		expect(Object.keys(headers).filter((name) => name !== name.toLowerCase())).to.deep.equal([]);
	});

	it('sees path parameters decoded, slashes and hashes included', async () => {
		expect(await echoed('echo/a%2Fb%23c/%40alice%3Aexample.org')).to.have.deep.property('params', {
			first: 'a/b#c',
			second: '@alice:example.org',
		});
	});

	it('sees who is logged in, and nobody if the token is wrong (authentication.ts)', async () => {
		const { user } = await echoed('echo/a/b', { headers: probe.admin.headers });
		expect(user).to.include({ id: probe.admin.userId, username: 'admin' });
		const wrong = { ...probe.admin.headers, 'X-Auth-Token': 'wrong' };
		expect(await echoed('echo/a/b', { headers: wrong })).not.to.have.property('user');
	});

	it('that asks for a login answers 401 without one', async () => {
		const response = await fetch(probe.endpoint('guarded'));
		expect(response.status).to.equal(401);
		expect(await response.text()).to.equal('Unauthorized');
		expect((await fetch(probe.endpoint('guarded'), { headers: probe.admin.headers })).status).to.equal(
			200,
		);
	});

	it('that does not exist is answered 404, of an unknown app too (api.ts)', async () => {
		const response = await fetch(probe.endpoint('nothing'));
		expect(response.status).to.equal(404);
		expect(await response.text()).to.equal('Not Found');
		expect((await fetch(`${probe.url}/api/apps/public/no-app/echo/a/b`)).status).to.equal(404);
	});

	it('without the method of the request is answered 500, not 405 (api.ts)', async () => {
		expect((await fetch(probe.endpoint('echo/a/b'), { method: 'PATCH' })).status).to.equal(500);
	});
});
