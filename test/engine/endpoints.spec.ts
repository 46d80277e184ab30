import { expect } from 'chai';
import { InstalledApp } from '../support/installed-app';

describe('endpoints for the homeserver, in the real engine', () => {
	let app: InstalledApp;
	let token: string;

	before(async () => {
		app = await InstalledApp.start({
			homeserver_url: 'http://127.0.0.1:9',
			homeserver_domain: 'matrix.test',
		});
		({ hs_token: token } = (await app.administration.appSettings(app.appId)) as { hs_token: string });
	});
	after(() => app.stop());

	async function ask(
		method: string,
		path: string,
		{ authorization = `Bearer ${token}`, body }: { authorization?: string; body?: string } = {},
	): Promise<[status: number, body: unknown]> {
		const answer = await fetch(`${app.publicApi}/_matrix/app/v1/${path}`, {
			method,
			headers: { ...(authorization && { authorization }), 'content-type': 'application/json' },
			...(body !== undefined && { body }),
		});
		const text = await answer.text();
		return [answer.status, method === 'HEAD' ? text : JSON.parse(text)];
	}
	const errcodeOf = ([status, body]: [number, unknown]) => [status, (body as { errcode: string }).errcode];

	it('answer a ping', async () => {
		expect(await ask('POST', 'ping', { body: '{"transaction_id":"x"}' })).to.deep.equal([200, {}]);
	});

	it('answer an empty transaction and a repeated one', async () => {
		expect(await ask('PUT', 'transactions/1', { body: '{"events":[]}' })).to.deep.equal([200, {}]);
		expect(await ask('PUT', 'transactions/1', { body: '{"events":[]}' })).to.deep.equal([200, {}]);
	});

	it('answer a transaction whose events are all broken', async () => {
		const events = [{}, 7, null, { event_id: '$a', room_id: 'b', sender: 'c', type: 'd' }];
		expect(await ask('PUT', 'transactions/2', { body: JSON.stringify({ events }) })).to.deep.equal([
			200,
			{},
		]);
	});

	const refusals: readonly [what: string, request: Parameters<typeof ask>, answer: [number, string]][] = [
		['no token', ['POST', 'ping', { authorization: '' }], [401, 'M_MISSING_TOKEN']],
		['another scheme', ['POST', 'ping', { authorization: 'Basic eA==' }], [401, 'M_MISSING_TOKEN']],
		['a wrong token', ['POST', 'ping', { authorization: 'Bearer wrong' }], [403, 'M_FORBIDDEN']],
		[
			'a wrong token on a transaction',
			['PUT', 'transactions/3', { authorization: 'Bearer x', body: '{}' }],
			[403, 'M_FORBIDDEN'],
		],
		['a transaction without events', ['PUT', 'transactions/4', { body: '{}' }], [400, 'M_BAD_JSON']],
		['an alias nobody has', ['GET', 'rooms/%23rc_x%3Amatrix.test'], [404, 'M_NOT_FOUND']],
		['a user nobody is', ['GET', 'users/%40rc_x%3Amatrix.test'], [404, 'M_NOT_FOUND']],
		['a wrong method', ['POST', 'transactions/5', { body: '{}' }], [405, 'M_UNRECOGNIZED']],
		['a wrong method', ['DELETE', 'ping'], [405, 'M_UNRECOGNIZED']],
		['an unknown path', ['GET', 'nothing/here'], [404, 'M_UNRECOGNIZED']],
	];
	for (const [what, request, answer] of refusals) {
		it(`answer ${what} with ${answer.join(' ')}`, async () => {
			expect(errcodeOf(await ask(...request))).to.deep.equal(answer);
		});
	}

	it('refuse everything while the token is empty', async () => {
		await app.administration.setAppSettings(app.appId, { hs_token: '' });
		try {
			for (const authorization of ['Bearer ', 'Bearer', `Bearer ${token}`, 'Bearer undefined']) {
				expect((await ask('POST', 'ping', { authorization }))[0], authorization).to.be.oneOf([
					401, 403,
				]);
			}
		} finally {
			await app.administration.setAppSettings(app.appId, { hs_token: token });
		}
	});

	it('make the homeserver retry while the app is not set up', async () => {
		await app.administration.setAppSettings(app.appId, { homeserver_domain: '' });
		try {
			expect(errcodeOf(await ask('PUT', 'transactions/6', { body: '{"events":[]}' }))).to.deep.equal([
				503,
				'M_UNKNOWN',
			]);
		} finally {
			await app.administration.setAppSettings(app.appId, { homeserver_domain: 'matrix.test' });
		}
	});

	it('leave neither tokens nor bodies of messages in the log', async () => {
		const secret = 'a text that nobody else may read';
		const event = {
			event_id: '$secret',
			room_id: '!room:matrix.test',
			sender: '@bob:matrix.test',
			type: 'm.room.message',
			origin_server_ts: 1,
			content: { msgtype: 'm.text', body: secret },
		};
		expect(
			await ask('PUT', 'transactions/7', { body: JSON.stringify({ events: [event] }) }),
		).to.deep.equal([200, {}]);
		const { logs } = await app.admin.rest.get<{ logs: { method: string }[] }>(
			`/api/apps/${app.appId}/logs`,
			{
				count: '0',
			},
		);
		expect(logs.some(({ method }) => method.includes('transactions'))).to.equal(true);
		const text = JSON.stringify(logs);
		const { as_token } = await app.administration.appSettings(app.appId);
		for (const [what, hidden] of Object.entries({ secret, token, as_token: String(as_token) })) {
			expect(text.includes(hidden), what).to.equal(false);
		}
	});
});
