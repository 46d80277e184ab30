import { expect } from 'chai';
import { buttonNamed, buttonsOf } from '../../sandbox/clients/message-buttons';
import { waitFor } from '../../sandbox/clients/waiting';
import { workspaceSide } from '../../sandbox/page/workspace-side';
import type { WorkspaceMessage } from '../../sandbox/clients/workspace-message';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { InstalledApp } from '../support/installed-app';
import { describeOnRuntimes } from '../support/runtimes';
import { startStub } from '../support/stub-server';

describeOnRuntimes('a card of an invitation, in the real engine', (runtime) => {
	/** The requests that change something, as method and path. */
	const requests: string[] = [];
	let homeserver: Awaited<ReturnType<typeof startStub>>;
	let app: InstalledApp;
	let alice: WorkspacePerson;
	let sent = 0;
	let holdJoin: Promise<void> | undefined;

	before(async () => {
		homeserver = await startStub((request, response) => {
			const path = decodeURIComponent((request.url ?? '').replace(/\?.*/, ''));
			const isJoin = path.includes('/join/');
			if (request.method !== 'GET' && (isJoin || path.endsWith('/leave'))) {
				requests.push(path.replace('/_matrix/client/v3', ''));
			}
			const answer = answerTo(path);
			void (isJoin ? (holdJoin ?? Promise.resolve()) : Promise.resolve()).then(() => {
				response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' });
				response.end(JSON.stringify(answer ?? { errcode: 'M_NOT_FOUND', error: 'none' }));
			});
		});
		const settings = { homeserver_url: homeserver.url, homeserver_domain: 'matrix.test' };
		app = await InstalledApp.start(settings, { runtime });
		alice = await app.person('alice');
	});
	after(async () => {
		await app.stop();
		await homeserver.stop();
	});
	beforeEach(() => {
		requests.length = 0;
		holdJoin = undefined;
	});

	function answerTo(path: string): unknown {
		if (path.endsWith('/state')) {
			return [];
		}
		if (path.endsWith('/messages')) {
			return { chunk: [] };
		}
		if (path.endsWith('/sync')) {
			return { next_batch: 's' };
		}
		return path.includes('/profile/') && !path.endsWith('/displayname') ? undefined : {};
	}

	/** Pushes a change of the membership of Alice's ghost. The inviter has the name of the room. */
	async function push(roomId: string, membership: string, ghost = '@rc_alice:matrix.test') {
		const { hs_token: token } = await app.administration.appSettings(app.appId);
		sent += 1;
		const event = {
			...{
				event_id: `$event-${sent}`,
				room_id: roomId,
				sender: roomId.replace('!', '@'),
				type: 'm.room.member',
			},
			...{ state_key: ghost, origin_server_ts: Date.now(), content: { membership, is_direct: true } },
		};
		const answer = await fetch(`${app.publicApi}/_matrix/app/v1/transactions/${sent}`, {
			method: 'PUT',
			headers: { authorization: `Bearer ${String(token)}`, 'content-type': 'application/json' },
			body: JSON.stringify({ events: [event] }),
		});
		expect(answer.status).to.equal(200);
	}

	/** Waits until the newest card is as a test says. */
	async function waitForCard(predicate: (card: WorkspaceMessage) => boolean): Promise<WorkspaceMessage> {
		const room = await alice.waitForDirectRoom('federation.bot');
		return waitFor({
			what: 'a card',
			timeout: 60_000,
			interval: 50,
			look: async () => {
				const card = (await alice.messages(room._id)).at(-1);
				return card && predicate(card) ? card : undefined;
			},
		});
	}
	const waitForButtons = () => waitForCard((card) => buttonsOf(card).length === 2);
	const waitForText = (text: RegExp) => waitForCard((card) => text.test(card.text));
	const press = async (card: WorkspaceMessage, label: string, person = alice) => {
		await person.press(card, buttonNamed(label, card));
	};

	it('has two buttons; Accept joins the room, and the buttons vanish', async () => {
		await push('!one:far.example', 'invite');
		const card = await waitForButtons();
		expect(card.text).to.match(/^`@one:far\.example` invites you to a direct message on Matrix\.\n/);
		expect(buttonsOf(card).map(({ label, appId }) => [label, appId])).to.deep.equal([
			['Accept', app.appId],
			['Decline', app.appId],
		]);
		await press(card, 'Accept');
		const accepted = await waitForText(/\n✓ You have accepted\./);
		expect(accepted.id).to.equal(card.id);
		expect(buttonsOf(accepted)).to.deep.equal([]);
		expect(requests).to.deep.equal(['/join/!one:far.example']);
		await alice.waitForDirectRoom('one:far.example');
	});

	it('declines with its other button, and a repeated invitation is declined without a card', async () => {
		await push('!two:far.example', 'invite');
		const card = await waitForButtons();
		await press(card, 'Decline');
		await waitForText(/\n✗ You have declined\./);
		await push('!two:far.example', 'invite');
		await waitFor({
			what: 'the second refusal',
			timeout: 60_000,
			interval: 50,
			look: () => requests.length === 2 || undefined,
		});
		expect(new Set(requests)).to.deep.equal(new Set(['/rooms/!two:far.example/leave']));
		expect((await waitForText(/✗/)).id).to.equal(card.id);
	});

	it("is on the sandbox's page, where its buttons work", async () => {
		await push('!eight:far.example', 'invite');
		const card = await waitForButtons();
		const [onPage] = workspaceSide(
			[{ person: alice, name: 'Alice' }],
			(username) => `@rc_${username}:matrix.test`,
		).persons;
		const shown = (await onPage?.messages(card.roomId))?.find(({ id }) => id === card.id);
		expect(shown?.buttons).to.deep.equal([
			{ label: 'Accept', style: 'primary' },
			{ label: 'Decline', style: 'danger' },
		]);
		expect(shown?.sections?.[0]).to.include('invites you to a direct message on Matrix.');
		expect(shown?.sections?.[2]).to.match(/<strong>Server:<\/strong> <code>far\.example<\/code>/);
		const rooms = (await onPage?.rooms()) ?? [];
		expect(rooms.find(({ id }) => id === card.roomId)).to.deep.include({
			kind: 'direct',
			detail: 'federation.bot',
			waiting: 1,
		});
		await onPage?.press(card.roomId, card.id, 1);
		await waitForText(/\n✗ You have declined\./);
	});

	it('cannot be answered by somebody else', async () => {
		const carol = await app.person('carol');
		await push('!three:far.example', 'invite');
		const card = await waitForButtons();
		await press({ ...card, roomId: 'GENERAL' }, 'Accept', carol);
		const { text } = await carol.waitForNotice(() => true);
		expect(text).to.equal(
			'This invitation is not known any more. `/federation invitations` lists those that wait for your answer.',
		);
		expect(requests).to.deep.equal([]);
		await press(card, 'Decline');
		await waitForText(/\n✗ You have declined\./);
	});

	it('says that the invitation was withdrawn', async () => {
		await push('!four:far.example', 'invite');
		const card = await waitForButtons();
		await push('!four:far.example', 'leave');
		const withdrawn = await waitForText(/\nThe invitation was withdrawn\.$/);
		expect(buttonsOf(withdrawn)).to.deep.equal([]);
		await press(card, 'Accept');
		expect(requests).to.deep.equal([]);
	});

	it('is answered by command, too', async () => {
		await push('!five:far.example', 'invite');
		await waitForButtons();
		const list = await app.command(alice, 'invitations');
		const [, number = ''] = /• `(\d+)`: a direct message with `@five:far\.example`/.exec(list) ?? [];
		expect(await app.command(alice, `accept ${number}`)).to.match(/^✓ You have accepted\./);
		await waitForText(/\n✓ You have accepted\./);
		expect(await app.command(alice, 'invitations')).to.equal(
			'No invitation from Matrix waits for your answer.',
		);
	});

	it('is answered once if the app ends while it joins', async () => {
		await push('!six:far.example', 'invite');
		const card = await waitForButtons();
		let goOn: () => void = () => undefined;
		holdJoin = new Promise((resolve) => (goOn = resolve));
		const pressed = press(card, 'Accept').catch(() => undefined);
		await waitFor({
			what: 'a join under way',
			timeout: 60_000,
			interval: 20,
			look: () => requests.length > 0 || undefined,
		});
		await app.kill();
		goOn();
		await pressed;
		const accepted = await waitForText(/\n✓ You have accepted\./);
		expect(accepted.id).to.equal(card.id);
		expect(new Set(requests)).to.deep.equal(new Set(['/join/!six:far.example']));
	});

	it('is not posted for a person who does not exist', async () => {
		await push('!seven:far.example', 'invite', '@rc_nobody:matrix.test');
		await waitFor({
			what: 'a refusal',
			timeout: 60_000,
			interval: 20,
			look: () => requests.length > 0 || undefined,
		});
		expect(requests).to.deep.equal(['/rooms/!seven:far.example/leave']);
		expect(await app.command(app.admin, 'parked')).to.equal('Nothing is parked.');
	});
});
