import { expect } from 'chai';
import type { IncomingHttpHeaders } from 'node:http';
import { FederationError } from '../../src/errors';
import { WorkspaceRest } from '../../src/rocketchat/rest';
import { TokenRecord } from '../../src/store/token-record';
import { memoryPersistence } from '../support/memory-persistence';
import { startStub } from '../support/stub-server';

const rightAccess = { userId: 'rocket', token: 'a token' };

describe('WorkspaceRest', () => {
	let answer: { status: number; body: string; headers?: Record<string, string> };
	let asked: {
		method: string | undefined;
		url: string | undefined;
		headers: IncomingHttpHeaders;
		body: string;
	}[];
	let breaksOff: boolean;
	let server: Awaited<ReturnType<typeof startStub>>;
	let persistence: ReturnType<typeof memoryPersistence>;

	before(async () => {
		server = await startStub((request, response) => {
			const { method, url, headers } = request;
			const chunks: Buffer[] = [];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('end', () => {
				asked.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
				response.writeHead(answer.status, answer.headers ?? {});
				if (breaksOff) {
					response.write(answer.body, () => response.destroy());
				} else {
					response.end(answer.body);
				}
			});
		});
	});
	beforeEach(() => {
		asked = [];
		breaksOff = false;
		answer = { status: 200, body: '{"success":true}' };
		persistence = memoryPersistence();
	});
	after(() => server.stop());

	/** As after a start of the app: only the store remembers. */
	const rest = (access = rightAccess, siteUrl = server.url) =>
		new WorkspaceRest(async () => ({ siteUrl, ...access }), new TokenRecord(persistence));
	const refusalOf = async (calling: Promise<unknown>) => {
		const error = await calling.then(
			() => undefined,
			(thrown: unknown) => thrown,
		);
		return error instanceof FederationError ? { code: error.code, ...error.parameters } : error;
	};

	it('sends the user id and the token, and the fields of the body', async () => {
		answer.body = '{"rid":"GENERAL","success":true}';
		const saved = await rest().post('/v1/rooms.saveRoomSettings', { rid: 'GENERAL', roomTopic: 'news' });
		expect(saved).to.deep.equal({ rid: 'GENERAL', success: true });
		const [{ method, url, headers, body } = expect.fail('no request')] = asked;
		expect([method, url, headers['x-user-id'], headers['x-auth-token'], body]).to.deep.equal([
			'POST',
			'/api/v1/rooms.saveRoomSettings',
			'rocket',
			'a token',
			'{"rid":"GENERAL","roomTopic":"news"}',
		]);
	});

	it('sends nothing without a token, or with only one of user id and token', async () => {
		const without = rest({ userId: '', token: '' });
		expect(await without.isEntered()).to.equal(false);
		expect(await refusalOf(without.get('/v1/me'))).to.deep.equal({ code: 'workspace-token-missing' });
		for (const half of [
			{ userId: 'rocket', token: '' },
			{ userId: '', token: 'a token' },
		]) {
			expect(await rest(half).isEntered()).to.equal(true);
			expect(await refusalOf(rest(half).get('/v1/me'))).to.deep.equal({
				code: 'workspace-token-incomplete',
			});
		}
		expect(asked).to.deep.equal([]);
	});

	const notLoggedIn = '{"status":"error","message":"You must be logged in to do this."}';

	it('tells a wrong token from one that has worked before, also after a start of the app', async () => {
		answer = { status: 401, body: notLoggedIn };
		expect(await refusalOf(rest().get('/v1/me'))).to.deep.equal({ code: 'workspace-token-wrong' });
		answer = { status: 200, body: '{}' };
		await rest().get('/v1/me');
		answer = { status: 401, body: notLoggedIn };
		expect(await refusalOf(rest().get('/v1/me'))).to.deep.equal({ code: 'workspace-token-expired' });
		expect(await refusalOf(rest({ userId: 'rocket', token: 'b' }).get('/v1/me'))).to.deep.equal({
			code: 'workspace-token-wrong',
		});
	});

	it('stores the token only as a hash', async () => {
		await rest().get('/v1/me');
		expect(JSON.stringify(persistence.all())).not.to.include('a token');
	});

	const refusals: readonly [what: string, answer: typeof answer, code: string][] = [
		[
			'a missing permission',
			{ status: 400, body: '{"success":false,"errorType":"error-action-not-allowed"}' },
			'workspace-token-powerless',
		],
		[
			'a role that the user may not give',
			{ status: 400, body: '{"success":false,"errorType":"error-not-allowed"}' },
			'workspace-token-powerless',
		],
		[
			'a private group that the user does not see',
			{ status: 400, body: '{"success":false,"errorType":"error-room-not-found"}' },
			'workspace-token-powerless',
		],
		['403', { status: 403, body: '{"success":false}' }, 'workspace-token-powerless'],
		['429', { status: 429, body: '{"success":false}' }, 'workspace-limits'],
		['502', { status: 502, body: '' }, 'workspace-unreachable'],
		['a web page', { status: 200, body: '<html>' }, 'workspace-unreachable'],
		['a web page with 404', { status: 404, body: '<html>' }, 'workspace-unreachable'],
		['404', { status: 404, body: '{"success":false}' }, 'workspace-elsewhere'],
	];
	for (const [what, refused, code] of refusals) {
		it(`fails with ${code} at ${what}`, async () => {
			answer = refused;
			const url = server.url;
			expect(await refusalOf(rest().get('/v1/me'))).to.deep.equal({ code, url });
		});
	}

	it('fails with the code of Rocket.Chat at any other refusal', async () => {
		answer = { status: 400, body: '{"success":false,"errorType":"error-user-already-owner"}' };
		expect(await refusalOf(rest().get('/v1/me'))).to.deep.equal({
			code: 'workspace-refused',
			reason: 'error-user-already-owner',
		});
	});

	it('does not send the token to the target of a redirect', async () => {
		answer = { status: 302, body: '', headers: { location: `${server.url}/elsewhere` } };
		expect(await refusalOf(rest().get('/v1/me'))).to.include({ code: 'workspace-elsewhere' });
		expect(asked.map(({ url }) => url)).to.deep.equal(['/api/v1/me']);
	});

	it('fails with workspace-unreachable if the answer breaks off, or no connection comes into being', async () => {
		answer = { status: 200, body: '{"suc', headers: { 'content-length': '5000' } };
		breaksOff = true;
		expect(await refusalOf(rest().get('/v1/me'))).to.include({ code: 'workspace-unreachable' });
		const nowhere = 'http://127.0.0.1:9';
		expect(await refusalOf(rest(rightAccess, nowhere).get('/v1/me'))).to.deep.equal({
			code: 'workspace-unreachable',
			url: nowhere,
		});
	});
});
