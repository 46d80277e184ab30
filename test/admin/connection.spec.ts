import { expect } from 'chai';
import { checkConnection } from '../../src/admin/connection';
import type { CheckResult } from '../../src/admin/check-result';
import { waitForEcho } from '../../src/admin/echo';
import { Homeserver } from '../../src/matrix/homeserver';
import { openTransport } from '../../src/matrix/transport';
import { Arrivals, type Arrival } from '../../src/store/arrivals';
import { configuration } from '../support/fake-bridge';
import { memoryPersistence } from '../support/memory-persistence';
import { startStub } from '../support/stub-server';

type Answers = Readonly<Record<string, readonly [status: number, body: object | string]>>;

const REGISTER = 'POST /_matrix/client/v3/register';
/** The second registration of a check. */
const REGISTER_GHOST = `${REGISTER} of the ghost`;
const inUse = [400, { errcode: 'M_USER_IN_USE', error: 'taken' }] as const;

/** The answers of a homeserver that is set up correctly. */
const wellSetUp: Answers = {
	'GET /_matrix/client/versions': [200, { versions: ['v1.11'] }],
	'GET /_matrix/client/v3/account/whoami': [200, { user_id: '@rocketchat:example.org' }],
	[REGISTER]: inUse,
	[REGISTER_GHOST]: inUse,
	'PUT /_matrix/client/v3/profile/%40rocketchat%3Aexample.org/displayname': [200, {}],
	'POST /_matrix/client/v1/appservice/rocketchat/ping': [200, { duration_ms: 12 }],
};

interface Situation {
	/** What the homeserver answers otherwise than a well set up one. */
	readonly answers?: Answers;
	/** The host that the homeserver calls when it reaches the app; undefined: it does not reach the app. */
	readonly usedHost?: string | undefined;
	/** What answers at the callback address of the settings; the app unless given. */
	readonly callback?: 'app' | 'web page' | 'nobody';
	readonly tokenRefusedAt?: number;
}

/** Runs the checks against a homeserver and a callback address that behave as described. */
async function check(
	situation: Situation,
): Promise<{ results: CheckResult[]; sent: string[]; host: string }> {
	const { answers = {}, callback = 'app', tokenRefusedAt } = situation;
	const arrivals = new Arrivals(memoryPersistence());
	const sent: string[] = [];
	const asked: string[] = [];
	const workspace = await startStub((request, response) => {
		if (callback === 'web page') {
			response.writeHead(404).end('<html>');
			return;
		}
		let body = '';
		request.on('data', (chunk: Buffer) => (body += chunk.toString()));
		request.on('end', () => {
			const { transaction_id } = JSON.parse(body) as { transaction_id: string };
			response.end(JSON.stringify({ transaction_id, host: request.headers.host }));
		});
	});
	const host = new URL(workspace.url).host;
	const usedHost = 'usedHost' in situation ? situation.usedHost : host;
	const homeserver = await startStub((request, response) => {
		const { pathname } = new URL(request.url ?? '', 'http://stub');
		const path = pathname.replace(/(send\/[^/]+)\/.*$/, '$1');
		const call = `${request.method ?? ''} ${path}`;
		const isOfGhost = call === REGISTER && asked.includes(REGISTER);
		asked.push(call);
		const [status, body] = { ...wellSetUp, ...answers }[isOfGhost ? REGISTER_GHOST : call] ?? [
			404,
			{ errcode: 'M_UNRECOGNIZED' },
		];
		const arrives = (kind: 'ping' | 'echo') =>
			usedHost === undefined
				? undefined
				: arrivals.save(kind, { id: `${kind} ${sent.length}`, host: usedHost });
		if (path.endsWith('/ping') && status === 200) {
			void arrives('ping');
		}
		if (path.includes('/send/')) {
			sent.push(decodeURIComponent(pathname.split('/').at(-1) ?? ''));
			void arrives('echo');
		}
		const isText = typeof body === 'string';
		response.writeHead(status, { 'content-type': isText ? 'text/html' : 'application/json' });
		response.end(isText ? body : JSON.stringify(body));
	});
	if (callback === 'nobody') {
		await workspace.stop();
	}
	const connection = {
		homeserver: new Homeserver(openTransport({ url: homeserver.url, asToken: 'a' })),
		configuration: { ...configuration, homeserverUrl: homeserver.url, callbackUrl: workspace.url },
		arrivals,
		tokenRefusedAt: () => tokenRefusedAt,
		echoLimit: 100,
	};
	try {
		return { results: await checkConnection(connection), sent, host };
	} finally {
		await homeserver.stop();
		await workspace.stop();
	}
}

const named = (results: readonly CheckResult[]) => results.map(({ ok, text }) => `${ok ? '+' : '-'} ${text}`);
const findings = async (situation: Situation) => named((await check(situation)).results);

describe('connection', () => {
	const allWell = [
		'+ check_homeserver_answers',
		'+ check_token_known',
		'+ check_bot_registered',
		'+ check_prefix_known',
		'+ check_ping_answered',
		'+ check_callback_used',
	];

	it('passes if the homeserver knows the token and calls back', async () => {
		expect(await findings({})).to.deep.equal(allWell);
	});

	it('fails if the connection is refused', async () => {
		const { url, stop } = await startStub(() => undefined);
		await stop();
		const results = await checkConnection({
			homeserver: new Homeserver(openTransport({ url, asToken: 'a' })),
			configuration: { ...configuration, homeserverUrl: url },
			arrivals: new Arrivals(memoryPersistence()),
			tokenRefusedAt: () => undefined,
		});
		expect(named(results)).to.deep.equal(['- check_homeserver_silent']);
	});

	const versions = 'GET /_matrix/client/versions';
	const whoami = 'GET /_matrix/client/v3/account/whoami';
	const ping = 'POST /_matrix/client/v1/appservice/rocketchat/ping';
	const faults: readonly [what: string, change: Answers, finding: string][] = [
		['no homeserver is there', { [versions]: [404, '<html>'] }, 'check_homeserver_not_matrix'],
		['a proxy is there alone', { [versions]: [502, '<html>'] }, 'check_homeserver_gateway'],
		[
			'the token is lost',
			{
				[versions]: [200, { versions: ['v1.11'] }],
				[whoami]: [401, { errcode: 'M_MISSING_TOKEN', error: 'x' }],
			},
			'check_token_lost',
		],
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
		['the bot may not register', { [REGISTER]: [400, { errcode: 'M_EXCLUSIVE' }] }, 'check_bot_refused'],
		[
			'the prefix is another',
			{ [REGISTER_GHOST]: [400, { errcode: 'M_EXCLUSIVE' }] },
			'check_prefix_unknown',
		],
		['no ghost may register', { [REGISTER_GHOST]: [403, { errcode: 'M_FORBIDDEN' }] }, 'check_refused'],
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
	];
	for (const [what, change, finding] of faults) {
		it(`says ${finding} when ${what}`, async () => {
			const found = await findings({ answers: change, usedHost: undefined });
			const place = found.indexOf(`- ${finding}`);
			expect(found.slice(0, place)).to.deep.equal(allWell.slice(0, place));
			// Where the homeserver does not reach the app, the callback address in the settings is checked nevertheless.
			expect(found.slice(place)).to.deep.equal([
				`- ${finding}`,
				...(finding.startsWith('check_ping') ? ['+ check_callback_leads_here'] : []),
			]);
		});
	}
});

describe('connection with a homeserver that has no ping endpoint', () => {
	const room = { room_id: '!check:example.org' };
	const alias = 'GET /_matrix/client/v3/directory/room/%23rc_connection-check%3Aexample.org';
	const create = 'POST /_matrix/client/v3/createRoom';
	const send = 'PUT /_matrix/client/v3/rooms/!check%3Aexample.org/send/chat.rocket.federation.echo';
	const withoutPing: Answers = {
		'POST /_matrix/client/v1/appservice/rocketchat/ping': [404, { errcode: 'M_UNRECOGNIZED' }],
		[alias]: [200, room],
		[send]: [200, { event_id: '$echo' }],
	};
	const others = [
		'+ check_homeserver_answers',
		'+ check_token_known',
		'+ check_bot_registered',
		'+ check_prefix_known',
	];

	it('passes when an event of the federation bot comes back', async () => {
		const { results, sent } = await check({ answers: withoutPing });
		expect(named(results)).to.deep.equal([...others, '+ check_echo_arrived', '+ check_callback_used']);
		expect(sent).to.deep.equal(['echo-after-none']);
	});

	it('passes when a proxy answers the ping with a page of its own', async () => {
		const ping = 'POST /_matrix/client/v1/appservice/rocketchat/ping';
		const found = await findings({ answers: { ...withoutPing, [ping]: [404, '<html>'] } });
		expect(found).to.include('+ check_echo_arrived');
	});

	it("creates the federation bot's room where there is none", async () => {
		const answers = {
			...withoutPing,
			[alias]: [404, { errcode: 'M_NOT_FOUND' }],
			[create]: [200, room],
		} as const;
		expect(await findings({ answers })).to.include('+ check_echo_arrived');
	});

	it('says that nothing came back', async () => {
		expect(await findings({ answers: withoutPing, usedHost: undefined })).to.deep.equal([
			...others,
			'- check_echo_missing',
			'+ check_callback_leads_here',
		]);
	});

	it('says that the app refuses the token when a request with another token came lately', async () => {
		const lately = { answers: withoutPing, usedHost: undefined, tokenRefusedAt: Date.now() - 60_000 };
		expect(await findings(lately)).to.include('- check_ping_token_refused');
		const longAgo = { ...lately, tokenRefusedAt: Date.now() - 180_000 };
		expect(await findings(longAgo)).to.include('- check_echo_missing');
	});

	it('says what the homeserver refuses', async () => {
		const { results } = await check({
			answers: { ...withoutPing, [send]: [403, { errcode: 'M_FORBIDDEN' }] },
		});
		expect(results.at(4)).to.deep.equal({
			ok: false,
			text: 'check_refused',
			parameters: { step: 'connection-check', errcode: 'M_FORBIDDEN' },
		});
	});

	it('sends the same event again as long as it has not come back, and then the next one', async () => {
		const ids: string[] = [];
		const came: Arrival[] = [];
		const arrivals = { last: async () => came.at(-1) } as unknown as Arrivals;
		const homeserver = {
			directory: { lookUpAlias: async () => ({ roomId: '!check:example.org' }) },
			events: {
				send: async (_as: string, _room: string, transactionId: string) =>
					void ids.push(transactionId),
			},
		} as unknown as Homeserver;
		const wait = () => waitForEcho(homeserver, configuration, arrivals, 0);
		expect(await wait()).to.equal(undefined);
		expect(await wait()).to.equal(undefined);
		came.push({ id: '$first', host: '' });
		await wait();
		expect(ids).to.deep.equal(['echo-after-none', 'echo-after-none', 'echo-after-$first']);
	});
});

describe('the callback address in the settings', () => {
	const situations: readonly [what: string, situation: Situation, finding: string][] = [
		[
			'leads to the app, and the homeserver uses another one that works too',
			{ usedHost: 'rocketchat:3000' },
			'+ check_callback_other_used',
		],
		[
			'is dead, and the homeserver uses another one',
			{ callback: 'nobody', usedHost: 'rocketchat:3000' },
			'- check_callback_differs',
		],
		[
			'is reached by the homeserver but not by this server',
			{ callback: 'nobody' },
			'+ check_callback_used_unverified',
		],
		[
			'leads elsewhere, and the homeserver uses another one',
			{ callback: 'web page' },
			'- check_callback_elsewhere_unused',
		],
	];
	for (const [what, situation, finding] of situations) {
		it(`is ${finding.slice(2)} when it ${what}`, async () => {
			const found = await findings(situation);
			expect(found.slice(-2)).to.deep.equal(['+ check_ping_answered', finding]);
		});
	}

	const notReached = {
		'POST /_matrix/client/v1/appservice/rocketchat/ping': [502, { errcode: 'M_CONNECTION_FAILED' }],
	} as const;
	for (const [callback, finding] of [
		['nobody', '- check_callback_silent'],
		['web page', '- check_callback_elsewhere'],
	] as const) {
		it(`is ${finding.slice(2)} when the homeserver reaches nothing and ${callback} is there`, async () => {
			const found = await findings({ answers: notReached, usedHost: undefined, callback });
			expect(found.slice(-2)).to.deep.equal(['- check_ping_unreachable', finding]);
		});
	}
});
