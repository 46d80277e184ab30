import { expect } from 'chai';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import { waitFor } from '../../sandbox/clients/waiting';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { DOMAIN, FederatedWorkspace } from '../support/federated-workspace';
import { itNeeding } from '../support/left-out';

const segment = encodeURIComponent;
const ghost = `@rc_alice:${DOMAIN}`;

/** Nested deeper than the engine passes on. */
const nested = `${'['.repeat(95)}${']'.repeat(95)}`;

describe('a homeserver whose queue is stuck', () => {
	let federated: FederatedWorkspace;
	let alice: WorkspacePerson;
	let bob: MatrixPerson;
	let room: { rocketChatId: string; matrixId: string };
	let sent = 0;

	beforeEach(async () => {
		federated = await FederatedWorkspace.start();
		alice = await federated.app.person('alice');
		bob = await federated.matrixPerson('bob');
		room = await federated.directMessage(alice, bob);
	});
	afterEach(() => federated.stop());

	/** Asks the homeserver with a body that no client library sends. */
	async function ask(person: MatrixPerson, method: string, path: string, body: string): Promise<void> {
		const response = await fetch(`${federated.homeserver.url}/_matrix/client/v3/${path}`, {
			method,
			headers: { authorization: `Bearer ${person.client.getAccessToken() ?? ''}` },
			body,
		});
		expect(response.status).to.equal(200);
	}

	const sendRaw = (content: string, type = 'm.room.message') =>
		ask(bob, 'PUT', `rooms/${segment(room.matrixId)}/send/${type}/raw-${sent++}`, content);
	const texts = async () => (await alice.messages(room.rocketChatId, 100)).map(({ text }) => text);
	const arrival = (text: string) =>
		alice.waitForMessage(room.rocketChatId, (message) => message.text === text, 180_000);

	/** Waits for a line of the status; while the app's process stands still, the command has no answer. */
	const waitForStatus = (line: RegExp, timeout = 180_000) =>
		waitFor({
			what: `a status with ${line.source}`,
			timeout,
			look: async () => {
				const status = await federated.app
					.command(federated.app.admin, 'status', 60_000)
					.catch(() => '');
				return line.test(status) || undefined;
			},
		});

	/**
	 * Sends large events while a transaction is in flight: the homeserver puts them into the next one. A busy homeserver may put
	 * only some of them into it, and the rest into one more, which are small enough then.
	 * @returns all texts, which have arrived
	 */
	async function pileUp(mark: string): Promise<string[]> {
		const more = 'x'.repeat(45_000);
		const bodies = ['one', 'two', 'three', 'four', 'five'].map((text) => `${text} ${mark}`);
		const appProcess = federated.app.processId ?? 0;
		process.kill(appProcess, 'SIGSTOP');
		await bob.send(room.matrixId, `in flight ${mark}`);
		await Promise.all(bodies.map((body) => sendRaw(JSON.stringify({ msgtype: 'm.text', body, more }))));
		process.kill(appProcess, 'SIGCONT');
		await bob.send(room.matrixId, `behind it ${mark}`);
		await arrival(`behind it ${mark}`);
		return [...bodies, `in flight ${mark}`, `behind it ${mark}`];
	}

	const isStuck = () =>
		waitForStatus(/❌ Since \S+ the homeserver has not pushed its events/, 30_000).catch(() => false);

	itNeeding(
		'processes',
		'on events that are too large in sum has its events pulled, and status says so',
		async () => {
			const expected: string[] = [];
			do {
				expected.push(...(await pileUp(String(expected.length))));
			} while (!(await isStuck()));
			expect((await texts()).sort()).to.deep.equal(expected.sort());
			await alice.send(room.rocketChatId, 'to Matrix');
			await bob.waitForMessage(room.matrixId, ({ body }) => body === 'to Matrix');
			await bob.send(room.matrixId, 'pulled at once');
			await arrival('pulled at once');
		},
	);

	it('on an event that is nested too deep has the event shown, and those behind it', async () => {
		await sendRaw(`{"msgtype":"m.text","body":"deep","more":${nested}}`);
		await sendRaw(`{"body":${nested}}`, 'm.sticker');
		await bob.send(room.matrixId, 'behind it');
		await arrival('behind it');
		expect(await texts()).to.deep.equal([
			'deep',
			'_A message from Matrix cannot be shown here: its content is broken._',
			'behind it',
		]);
		await waitForStatus(/dropped or cleaned since the start: too deep \(2\)/);
	});

	it('on a state event that is nested too deep goes on with the messages behind it', async () => {
		const path = `rooms/${segment(room.matrixId)}/state/m.room.topic`;
		await bob.client.setRoomName(room.matrixId, 'a name');
		await ask(bob, 'PUT', path, `{"topic":"a topic","more":${nested}}`);
		await bob.send(room.matrixId, 'behind it');
		await arrival('behind it');
	});

	it('on the invitation of a stranger has the invitation answered', async () => {
		const carl = await federated.matrixPerson('carl');
		const roomId = await carl.createRoom({});
		const path = `rooms/${segment(roomId)}/state/m.room.member/${segment(ghost)}`;
		await ask(carl, 'PUT', path, `{"membership":"invite","is_direct":true,"more":${nested}}`);
		await bob.send(room.matrixId, 'behind it');
		await arrival('behind it');
		await carl.waitForMember(roomId, ghost);
		await carl.send(roomId, 'nice to meet you');
		const direct = await alice.waitForDirectRoom(carl.userId.slice(1));
		await alice.waitForMessage(direct._id, ({ text }) => text === 'nice to meet you');
	});
});
