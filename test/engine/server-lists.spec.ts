import { expect } from 'chai';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { waitFor } from '../../sandbox/clients/waiting';
import { InstalledApp } from '../support/installed-app';
import { describeOnRuntimes } from '../support/runtimes';
import { startStub } from '../support/stub-server';

const eve = '@eve:bad.example';

describeOnRuntimes('the lists of servers, in the real engine', (runtime) => {
	/** The requests to the homeserver, as method and path. */
	const requests: string[] = [];
	let homeserver: Awaited<ReturnType<typeof startStub>>;
	let app: InstalledApp;
	let alice: WorkspacePerson;
	let sent = 0;

	before(async () => {
		let created = 0;
		homeserver = await startStub((request, response) => {
			const path = decodeURIComponent((request.url ?? '').replace(/\?.*/, ''));
			requests.push(`${String(request.method)} ${path.replace('/_matrix/client/v3', '')}`);
			response.writeHead(200, { 'content-type': 'application/json' });
			response.end(JSON.stringify(answerTo(path, () => (created += 1))));
		});
		const settings = { homeserver_url: homeserver.url, homeserver_domain: 'matrix.test' };
		app = await InstalledApp.start(settings, { runtime });
		alice = await app.person('alice');
	});
	after(async () => {
		await app.stop();
		await homeserver.stop();
	});
	beforeEach(() => (requests.length = 0));

	function answerTo(path: string, next: () => number): unknown {
		if (path.endsWith('/createRoom')) {
			return { room_id: `!made-${next()}:matrix.test` };
		}
		if (path.includes('/send/')) {
			return { event_id: `$sent-${next()}` };
		}
		if (path.endsWith('/state')) {
			return [];
		}
		if (path.endsWith('/messages')) {
			return { chunk: [] };
		}
		return path.endsWith('/sync') ? { next_batch: 's' } : {};
	}

	const change = (values: Readonly<Record<string, string>>) =>
		app.administration.setAppSettings(app.appId, values);
	const changes = (part: string) =>
		requests.filter((request) => !request.startsWith('GET') && request.includes(part));

	async function push(event: object) {
		const { hs_token: token } = await app.administration.appSettings(app.appId);
		sent += 1;
		const answer = await fetch(`${app.publicApi}/_matrix/app/v1/transactions/${sent}`, {
			method: 'PUT',
			headers: { authorization: `Bearer ${String(token)}`, 'content-type': 'application/json' },
			body: JSON.stringify({
				events: [{ event_id: `$pushed-${sent}`, origin_server_ts: Date.now(), ...event }],
			}),
		});
		expect(answer.status).to.equal(200);
	}

	const say = (sender: string, room: string, body: string) =>
		push({ type: 'm.room.message', sender, room_id: room, content: { msgtype: 'm.text', body } });

	async function waitForText(roomId: string, part: string): Promise<string> {
		const { text } = await waitFor({
			what: part,
			timeout: 60_000,
			interval: 50,
			look: async () => (await alice.messages(roomId)).find((message) => message.text.includes(part)),
		});
		return text;
	}

	it('are settings of several lines', async () => {
		const { settings } = await app.admin.rest.get<{ settings: { id: string; multiline?: boolean }[] }>(
			`/api/apps/${app.appId}/settings`,
		);
		const lines = Object.values(settings).filter(({ multiline }) => multiline);
		expect(lines.map(({ id }) => id)).to.deep.equal(['allowed_servers', 'blocked_servers']);
	});

	it('say in the status what is wrong with them', async () => {
		await change({
			allowed_servers: 'https://far.example\n',
			blocked_servers: '*.test\n@eve:bad.example',
		});
		try {
			const lines = (await app.command(app.admin, 'status')).split('\n');
			expect(lines.filter((line) => /server/i.test(line) && /line|list/i.test(line))).to.deep.equal([
				'Servers: only those in the list of allowed servers (0 lines), except those in the list of blocked servers (1 line).',
				'❌ “Servers allowed”, line 1: `https://far.example` is not the name of a server, so it has no effect. Write a name such as `example.org` or `*.example.org`, without https://, @ or #.',
				'❌ “Servers blocked”, line 2: `@eve:bad.example` is not the name of a server, so it has no effect. Write a name such as `example.org` or `*.example.org`, without https://, @ or #.',
				'❌ The list of allowed servers has no valid line, so no other server is allowed. Correct its lines, or empty it.',
				'⚠️ Your lists of servers do not allow `matrix.test`, the homeserver of this workspace. The app ignores that: it never blocks its own homeserver.',
			]);
		} finally {
			await change({ allowed_servers: '', blocked_servers: '' });
		}
	});

	describe('with bad.example blocked', () => {
		before(() => change({ blocked_servers: 'Bad.Example' }));
		after(() => change({ blocked_servers: '' }));

		it('refuse a direct message by command before anybody is asked', async () => {
			const answer = await app.command(alice, `dm ${eve}`);
			expect(answer).to.equal(
				'This workspace does not federate with `bad.example`: an administrator has decided that. Ask them if you need it.',
			);
			expect(requests.filter((request) => request.includes('bad.example'))).to.deep.equal([]);
			expect(changes('/createRoom')).to.deep.equal([]);
		});

		it('decline an invitation and show nothing of it', async () => {
			await push({
				...{ type: 'm.room.member', sender: eve, room_id: '!spam:bad.example' },
				...{ state_key: '@rc_alice:matrix.test', content: { membership: 'invite', is_direct: true } },
			});
			await waitFor({
				what: 'the decline',
				timeout: 60_000,
				interval: 50,
				look: () => changes('!spam:bad.example/leave')[0],
			});
			expect(await app.command(alice, 'invitations')).to.include('No invitation from Matrix waits');
		});
	});

	it('stop a direct message that exists, say so, and let it go on when they allow it', async () => {
		await app.command(alice, `dm ${eve}`);
		const [made] = changes('/createRoom');
		expect(made).not.to.equal(undefined);
		const room = (await alice.waitForDirectRoom('eve:bad.example'))._id;
		const matrixRoom = await waitFor({
			what: 'the ghost in a room',
			timeout: 60_000,
			interval: 50,
			look: () => /!made-\d+:matrix\.test/.exec(requests.join(' '))?.[0],
		});
		await say(eve, matrixRoom, 'before');
		await waitForText(room, 'before');

		await change({ blocked_servers: 'bad.example' });
		await waitForText(room, 'does not federate with `bad.example` any more');
		await say(eve, matrixRoom, 'blocked');
		requests.length = 0;
		await alice.send(room, 'to nobody');
		const notice = await alice.waitForNotice(({ text }) => text.includes('**not** delivered'));
		expect(notice.text).to.include('does not federate with `bad.example`');
		expect(changes('/send/')).to.deep.equal([]);
		expect(await app.command(app.admin, 'status')).to.include('blocked server bad.example (1)');

		await change({ blocked_servers: '' });
		await waitForText(room, 'federates with `bad.example` again');
		await say(eve, matrixRoom, 'after');
		await waitForText(room, 'after');
		await alice.send(room, 'to eve');
		await waitFor({
			what: 'the message on Matrix',
			timeout: 60_000,
			interval: 50,
			look: () => changes('/send/m.room.message')[0],
		});
		const texts = (await alice.messages(room)).map(({ text }) => text);
		expect(texts.filter((text) => text === 'blocked')).to.deep.equal([]);
	});
});
