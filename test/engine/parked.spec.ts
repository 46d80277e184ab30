import { expect } from 'chai';
import { InstalledApp } from '../support/installed-app';
import { park } from '../support/park';
import { describeOnRuntimes } from '../support/runtimes';

describeOnRuntimes('parked events, in the real engine', (runtime) => {
	let app: InstalledApp;

	before(async () => {
		app = await InstalledApp.start(
			{
				homeserver_url: 'http://127.0.0.1:9',
				homeserver_domain: 'matrix.test',
				invite_policy: 'accept',
			},
			{ runtime },
		);
		await app.person('alice');
	});
	after(() => app.stop());

	/** Of a room that is not federated: nothing is left to relay. */
	const event = (eventId: string, more: object = {}) => ({
		...{ eventId, roomId: '!room:far.example', sender: '@bob:far.example', type: 'm.room.message' },
		...{ at: 1, content: { msgtype: 'm.text', body: 'a secret' }, unsigned: {}, ...more },
	});
	/** As version 0.2.0 stored it. */
	const old = (eventId: string, reason: string, more: object = {}) => ({
		...{ event: event(eventId, more), code: 'message-refused', reason, at: Date.now() },
	});
	const outgoing = () => ({
		...{ id: 'message/gone', direction: 'to-matrix', at: Date.now() + 1, code: 'partner-left' },
		...{ what: 'message', messageId: 'gone', rocketChatRoomId: 'GENERAL', actorId: app.admin.userId },
	});
	/** An invitation of Alice, which fails while the homeserver is away. */
	const invitation = {
		type: 'm.room.member',
		stateKey: '@rc_alice:matrix.test',
		content: { membership: 'invite' },
	};

	const command = async (typed: string) => app.command(app.admin, typed);
	async function ask(
		method: string,
		path: string,
		body?: object | string,
	): Promise<[status: number, answer: Record<string, unknown>]> {
		const answer = await app.admin.rest.fetch(`/api/apps/public/${app.appId}/${path}`, {
			method,
			headers: { 'content-type': 'application/json' },
			...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
		});
		return [answer.status, (await answer.json()) as Record<string, unknown>];
	}

	it('have a sentence if there are none', async () => {
		for (const typed of ['parked', 'retry all', 'drop muted']) {
			expect(await command(typed), typed).to.equal('Nothing is parked.');
		}
		expect(await ask('GET', 'parked')).to.deep.equal([
			200,
			{ success: true, count: 0, byReason: [], parked: [] },
		]);
		expect(await ask('POST', 'parked/retry', { which: 'all' })).to.deep.equal([
			404,
			{ success: false, code: 'nothing-parked', error: 'Nothing is parked.' },
		]);
	});

	it('are listed, retried and dropped by command', async () => {
		await park(app, '$a', old('$a', 'muted'));
		await park(app, '$b', old('$b', 'muted'));
		await park(app, 'message/gone', outgoing());
		await park(app, '$c', old('$c', 'archived', invitation));
		const list = await command('parked');
		expect(list).to.match(/^\*\*Parked events: 4\*\*\n\*\*2 × `muted`\*\* /);
		expect(list).to.include('• `message/gone` to Matrix: by `admin` in `general`, parked ');
		expect(list).to.match(
			/• `\$a` to Rocket\.\u2060Chat: `m\.room\.message` by `@bob:far\.example` in `!room:far\.example`, parked \d+ s ago/,
		);
		expect(await command('status')).to.include(
			'(parked events): 4. `/federation parked` lists them.\n• 2 × `muted`\n',
		);
		expect(await command('retry $x')).to.equal(
			'Nothing that is parked has the id or the reason `$x`. `/federation parked` lists ids and reasons.',
		);
		expect(await command('retry')).to.equal(
			'`ID|REASON|all` is missing. Type `/federation retry ID|REASON|all`. `/federation help retry` explains it.',
		);
		expect(await command('drop $a')).to.equal('Removed for good: 1.');
		expect(await command('retry muted')).to.equal('Sent, or nothing left to send: 1.');
		expect((await command('retry all')).split('\n')).to.deep.equal([
			'Sent, or nothing left to send: 1.',
			'Failed again: 1.',
			'• 1 × `homeserver-unreachable`: The homeserver could not be used for too long. `/federation status` checks it.',
		]);
		expect(await command('drop all')).to.equal('Removed for good: 1.');
		expect(await command('parked')).to.equal('Nothing is parked.');
	});

	it('are listed, retried and dropped by REST, without what the messages say', async () => {
		await park(app, '$a', old('$a', 'muted'));
		await park(app, 'message/gone', outgoing());
		await park(app, '$c', old('$c', 'archived', invitation));
		const [status, list] = await ask('GET', 'parked');
		expect([status, list.success, list.count]).to.deep.equal([200, true, 3]);
		expect(list.byReason).to.deep.include({
			...{ reason: 'archived', count: 1 },
			explanation: 'The room in Rocket.Chat is archived. Unarchive it.',
		});
		const parked = list.parked as { readonly id: string }[];
		const first = parked.find(({ id }) => id === '$a');
		const outgoingChange = parked.find(({ id }) => id === 'message/gone');
		expect(first).to.deep.include({ id: '$a', direction: 'to-rocketchat', code: 'message-refused' });
		expect(first).to.deep.include({
			reason: 'muted',
			roomId: '!room:far.example',
			sender: '@bob:far.example',
		});
		expect(outgoingChange).to.deep.include({ direction: 'to-matrix', reason: 'partner-left' });
		expect(JSON.stringify(list)).not.to.include('a secret');

		expect(await ask('POST', 'parked/drop', { which: '$a' })).to.deep.equal([
			200,
			{ success: true, dropped: 1 },
		]);
		const [retried, result] = await ask('POST', 'parked/retry', { which: 'all' });
		expect([retried, result.success, result.done, result.unfinished]).to.deep.equal([200, true, 1, 0]);
		expect((result.failed as object[])[0]).to.deep.include({
			id: '$c',
			reason: 'homeserver-unreachable',
		});
		expect(await ask('POST', 'parked/drop', { which: 'homeserver-unreachable' })).to.deep.equal([
			200,
			{ success: true, dropped: 1 },
		]);
	});

	it('answer requests that name nothing, or something unknown, with a reason', async () => {
		await park(app, '$a', old('$a', 'muted'));
		for (const body of [undefined, {}, { which: '' }, { which: 7 }, { which: ['all'] }, []]) {
			const [status, { error }] = await ask('POST', 'parked/retry', body);
			expect([status, error], JSON.stringify(body)).to.deep.equal([
				400,
				'The body must be JSON with the field `which`: an id, a reason or `all`.',
			]);
		}
		const [status, { code }] = await ask('POST', 'parked/drop', { which: '$b' });
		expect([status, code]).to.deep.equal([404, 'parked-unknown']);
		expect((await ask('DELETE', 'parked'))[0]).to.equal(405);
		expect((await ask('GET', 'parked/retry'))[0]).to.equal(405);
		expect(await command('drop $a')).to.equal('Removed for good: 1.');
	});

	it('cannot be retried while the app is not set up, but can be listed and dropped', async () => {
		await park(app, '$a', old('$a', 'muted'));
		await app.administration.setAppSettings(app.appId, { homeserver_domain: '' });
		try {
			expect(await command('retry all')).to.match(/^Federation is not set up yet\./);
			const [status, { code }] = await ask('POST', 'parked/retry', { which: 'all' });
			expect([status, code]).to.deep.equal([409, 'not-configured']);
			expect(await command('parked')).to.match(/^\*\*Parked events: 1\*\*/);
			expect(await command('drop all')).to.equal('Removed for good: 1.');
		} finally {
			await app.administration.setAppSettings(app.appId, { homeserver_domain: 'matrix.test' });
		}
	});

	it('are for administrators only', async () => {
		const carol = await app.person('carol');
		for (const typed of ['parked', 'retry all', 'drop all']) {
			expect(await app.command(carol, typed), typed).to.match(
				/^Only administrators may use .*\. Ask one of them if you need it\.$/,
			);
		}
		const requests = [
			['GET', 'parked'],
			['POST', 'parked/retry'],
			['POST', 'parked/drop'],
		] as const;
		for (const [method, path] of requests) {
			const { hs_token } = await app.administration.appSettings(app.appId);
			const authorization = `Bearer ${String(hs_token)}`;
			const url = `${app.publicApi}/${path}`;
			expect((await fetch(url, { method, headers: { authorization } })).status, path).to.equal(401);
			const asCarol = await carol.rest.fetch(`/api/apps/public/${app.appId}/${path}`, { method });
			expect(asCarol.status, path).to.equal(403);
		}
	});
});
