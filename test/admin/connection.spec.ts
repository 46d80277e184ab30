import { expect } from 'chai';
import { checkConnection } from '../../src/admin/connection';
import { Homeserver } from '../../src/matrix/homeserver';
import { openTransport } from '../../src/matrix/transport';
import { configuration } from '../support/fake-bridge';
import { startStub } from '../support/stub-server';

type Answers = Readonly<Record<string, readonly [status: number, body: object | string]>>;

/** The answers of a homeserver that is set up correctly. */
const wellSetUp: Answers = {
	'GET /_matrix/client/versions': [200, { versions: ['v1.11'] }],
	'GET /_matrix/client/v3/account/whoami': [200, { user_id: '@rocketchat:example.org' }],
	'POST /_matrix/client/v3/register': [400, { errcode: 'M_USER_IN_USE', error: 'taken' }],
	'PUT /_matrix/client/v3/profile/%40rocketchat%3Aexample.org/displayname': [200, {}],
	'POST /_matrix/client/v1/appservice/rocketchat/ping': [200, { duration_ms: 12 }],
};

async function findings(change: Answers): Promise<string[]> {
	const answers = { ...wellSetUp, ...change };
	const { url, stop } = await startStub((request, response) => {
		const { pathname } = new URL(request.url ?? '', 'http://stub');
		const [status, body] = answers[`${request.method ?? ''} ${pathname}`] ?? [
			404,
			{ errcode: 'M_UNRECOGNIZED' },
		];
		const isText = typeof body === 'string';
		response.writeHead(status, { 'content-type': isText ? 'text/html' : 'application/json' });
		response.end(isText ? body : JSON.stringify(body));
	});
	try {
		return await findingsAt(url);
	} finally {
		await stop();
	}
}

async function findingsAt(homeserverUrl: string): Promise<string[]> {
	const homeserver = new Homeserver(openTransport({ url: homeserverUrl, asToken: 'a' }));
	const found = await checkConnection(homeserver, { ...configuration, homeserverUrl });
	return found.map(({ ok, text }) => `${ok ? '+' : '-'} ${text}`);
}

describe('connection', () => {
	const allWell = [
		'+ check_homeserver_answers',
		'+ check_token_known',
		'+ check_bot_registered',
		'+ check_ping_answered',
	];

	it('passes if the homeserver knows the token and calls back', async () => {
		expect(await findings({})).to.deep.equal(allWell);
	});

	it('fails if the connection is refused', async () => {
		const { url, stop } = await startStub(() => undefined);
		await stop();
		expect(await findingsAt(url)).to.deep.equal(['- check_homeserver_silent']);
	});

	const versions = 'GET /_matrix/client/versions';
	const whoami = 'GET /_matrix/client/v3/account/whoami';
	const register = 'POST /_matrix/client/v3/register';
	const ping = 'POST /_matrix/client/v1/appservice/rocketchat/ping';
	const faults: readonly [what: string, change: Answers, finding: string][] = [
		['no homeserver is there', { [versions]: [404, '<html>'] }, 'check_homeserver_not_matrix'],
		['a web page is there', { [versions]: [200, '<html>'] }, 'check_homeserver_not_matrix'],
		[
			'the token is unknown',
			{
				[versions]: [401, { errcode: 'M_UNKNOWN_TOKEN', error: 'x' }],
				[whoami]: [401, { errcode: 'M_UNKNOWN_TOKEN', error: 'x' }],
			},
			'check_token_unknown',
		],
		[
			'the domain is another',
			{ [whoami]: [200, { user_id: '@rocketchat:other.org' }] },
			'check_domain_differs',
		],
		['the bot is another', { [whoami]: [200, { user_id: '@bot:example.org' }] }, 'check_bot_differs'],
		['the bot may not register', { [register]: [400, { errcode: 'M_EXCLUSIVE' }] }, 'check_bot_refused'],
		['the id is another', { [ping]: [403, { errcode: 'M_FORBIDDEN' }] }, 'check_ping_wrong_id'],
		['no callback is registered', { [ping]: [400, { errcode: 'M_URL_NOT_SET' }] }, 'check_ping_no_url'],
		[
			'the callback cannot be reached',
			{ [ping]: [502, { errcode: 'M_CONNECTION_FAILED' }] },
			'check_ping_unreachable',
		],
		['the callback is slow', { [ping]: [504, { errcode: 'M_CONNECTION_TIMEOUT' }] }, 'check_ping_slow'],
		[
			'the app refuses its token',
			{ [ping]: [502, { errcode: 'M_BAD_STATUS', status: 403, body: '{}' }] },
			'check_ping_token_refused',
		],
		[
			'the callback leads elsewhere',
			{ [ping]: [502, { errcode: 'M_BAD_STATUS', status: 404, body: '' }] },
			'check_ping_bad_status',
		],
		['the homeserver is too old', { [ping]: [404, { errcode: 'M_UNRECOGNIZED' }] }, 'check_ping_unknown'],
	];
	for (const [what, change, finding] of faults) {
		it(`reports ${finding} if ${what}`, async () => {
			const found = await findings(change);
			expect(found.at(-1)).to.equal(`- ${finding}`);
			expect(found.slice(0, -1)).to.deep.equal(allWell.slice(0, found.length - 1));
		});
	}
});
