import { expect } from 'chai';
import { SetPresence } from 'matrix-js-sdk';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import { waitFor } from '../../sandbox/clients/waiting';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { DOMAIN, FederatedWorkspace } from '../support/federated-workspace';
import { itNeeding } from '../support/left-out';

/** Long enough for a busy machine, milliseconds. */
const LIMIT = 60_000;

const ghost = `@rc_alice:${DOMAIN}`;

describe('what people see of each other', () => {
	let federated: FederatedWorkspace;
	let alice: WorkspacePerson;
	let bob: MatrixPerson;
	let room: { rocketChatId: string; matrixId: string };
	/** What the room's clients in Rocket.Chat were told: `name` while somebody types, `-name` when they stop. */
	const seen: string[] = [];

	before(async () => {
		federated = await FederatedWorkspace.start({
			sync_read_receipts: 'true',
			sync_presence: 'true',
		});
		alice = await federated.app.person('alice');
		bob = await federated.matrixPerson('bob');
		room = await federated.directMessage(alice, bob);
		await bob.send(room.matrixId, 'hello');
		await alice.waitForMessage(room.rocketChatId, ({ text }) => text === 'hello');
		await alice.realtime.subscribe(
			'notify-room',
			`${room.rocketChatId}/user-activity`,
			(name, activities) =>
				seen.push(
					(activities as string[]).includes('user-typing') ? String(name) : `-${String(name)}`,
				),
		);
	});
	after(() => federated.stop());

	const told = (what: string) =>
		waitFor({
			what: `${what} among ${seen.join()}`,
			timeout: LIMIT,
			interval: 50,
			look: () => (seen.includes(what) ? true : undefined),
		});

	/** Whether bob's client shows that alice types. */
	const isShown = () => bob.client.getRoom(room.matrixId)?.getMember(ghost)?.typing ?? false;
	const shows = (isTyping: boolean) =>
		waitFor({
			what: isTyping ? 'alice typing' : 'alice typing no more',
			timeout: LIMIT,
			interval: 50,
			look: () => (isShown() === isTyping ? true : undefined),
		});
	const type = (isTyping: boolean) =>
		alice.realtime.call(
			'stream-notify-room',
			`${room.rocketChatId}/user-activity`,
			'alice',
			isTyping ? ['user-typing'] : [],
			{},
		);
	const typingLine = async () => {
		const lines = (await federated.app.command(federated.app.admin, 'status')).split('\n');
		return lines.find((line) => line.includes('typing'));
	};

	it('typing in Rocket.Chat needs a token, as the status says', async () => {
		expect(await typingLine()).to.match(
			/^➖ No personal access token is entered\..*people there see when somebody here is typing\./,
		);
	});

	it('typing in Rocket.Chat shows on Matrix, until the person stops', async () => {
		// Rocket.Chat takes a token of a login and a personal access token alike.
		await federated.app.changeAccess({ userId: alice.userId, token: alice.authToken });
		await alice.send(room.rocketChatId, 'hello to you');
		await bob.waitForMessage(room.matrixId, ({ body }) => body === 'hello to you');
		await waitFor({
			what: 'a room that is listened to',
			timeout: LIMIT,
			interval: 200,
			look: async () => ((await typingLine())?.includes('listened to: 1 (all)') ? true : undefined),
		});
		await type(true);
		await shows(true);
		await type(false);
		await shows(false);
	});

	it('typing in Rocket.Chat ends when the message is there', async () => {
		await waitFor({
			what: 'alice typing, which is said at most every 5 s',
			timeout: LIMIT,
			interval: 500,
			look: async () => {
				await type(true);
				return isShown() ? true : undefined;
			},
		});
		await alice.send(room.rocketChatId, 'this is what I typed');
		await bob.waitForMessage(room.matrixId, ({ body }) => body === 'this is what I typed');
		await shows(false);
	});

	itNeeding(
		'ephemeral events',
		'typing on Matrix shows in Rocket.Chat, until the person stops',
		async () => {
			seen.length = 0;
			await bob.client.sendTyping(room.matrixId, true, 30_000);
			await told('bob:matrix.test');
			expect(seen).to.deep.equal(['bob:matrix.test']);
			await bob.client.sendTyping(room.matrixId, false, 0);
			await told('-bob:matrix.test');
			expect(seen).to.deep.equal(['bob:matrix.test', '-bob:matrix.test']);
		},
	);

	itNeeding('ephemeral events', 'typing on Matrix ends when the message is there', async () => {
		seen.length = 0;
		await bob.client.sendTyping(room.matrixId, true, 30_000);
		await told('bob:matrix.test');
		await bob.send(room.matrixId, 'this is what I typed');
		await alice.waitForMessage(room.rocketChatId, ({ text }) => text === 'this is what I typed');
		await told('-bob:matrix.test');
	});

	/** Waits until bob's client shows that alice has read an event. */
	const waitForReceipt = (eventId: string) =>
		waitFor({
			what: `a receipt of alice for ${eventId}`,
			timeout: LIMIT,
			interval: 50,
			look: () =>
				// Without the receipts that the client makes up for events of the person.
				bob.client.getRoom(room.matrixId)?.getReadReceiptForUserId(ghost, true)?.eventId === eventId
					? true
					: undefined,
		});

	it('that a person has read a message shows on Matrix when they write', async () => {
		await bob.send(room.matrixId, 'do you read me?');
		await alice.waitForMessage(room.rocketChatId, ({ text }) => text === 'do you read me?');
		const newest = await bob.send(room.matrixId, 'alice?');
		await alice.waitForMessage(room.rocketChatId, ({ text }) => text === 'alice?');
		await alice.send(room.rocketChatId, 'I do');
		await waitForReceipt(newest);
	});

	it('that a person has read a message shows on Matrix when they react', async () => {
		const eventId = await bob.send(room.matrixId, 'like it?');
		const { id } = await alice.waitForMessage(room.rocketChatId, ({ text }) => text === 'like it?');
		await alice.react(id, ':thumbsup:');
		await waitForReceipt(eventId);
	});

	/** Waits until bob's client shows alice so. */
	const waitForPresence = (presence: string, text: string | undefined) =>
		waitFor({
			what: `alice ${presence} on Matrix`,
			timeout: LIMIT,
			interval: 50,
			look: () => {
				const user = bob.client.getUser(ghost);
				return user?.presence === presence && (user.presenceStatusMsg ?? '') === text
					? true
					: undefined;
			},
		});

	it('whether a person here is online shows on Matrix, with the status text', async () => {
		await alice.rest.post('/api/v1/users.setStatus', { status: 'away', message: 'At lunch' });
		await waitForPresence('unavailable', 'At lunch');
		await alice.rest.post('/api/v1/users.setStatus', { status: 'online', message: 'Back again' });
		await waitForPresence('online', 'Back again');
	});

	it('who was there before presence was switched on shows on Matrix, too', async () => {
		const switchPresence = (isOn: boolean) =>
			federated.app.administration.setAppSettings(federated.app.appId, { sync_presence: isOn });
		await switchPresence(false);
		await alice.rest.post('/api/v1/users.setStatus', { status: 'away', message: 'In a meeting' });
		await switchPresence(true);
		await waitForPresence('unavailable', 'In a meeting');
	});

	itNeeding(
		'ephemeral events',
		'whether a person on Matrix is online shows in Rocket.Chat, with the status text',
		async () => {
			const become = async (presence: SetPresence, text: string) => {
				await bob.client.setSyncPresence(presence);
				await bob.client.setPresence({ presence, status_msg: text });
			};
			const shows = (status: string, statusText: string) =>
				waitFor({
					what: `bob ${status} in Rocket.Chat`,
					timeout: LIMIT,
					interval: 200,
					look: async () => {
						const { user } = await alice.rest.get<{
							user: { status: string; statusText?: string };
						}>('/api/v1/users.info?username=bob:matrix.test');
						return user.status === status && user.statusText === statusText ? true : undefined;
					},
				});
			await become(SetPresence.Unavailable, 'In a meeting');
			await shows('away', 'In a meeting');
			await become(SetPresence.Online, 'At my desk');
			await shows('online', 'At my desk');
		},
	);

	it('the status says that each side sees who is online', async () => {
		const lines = await federated.app.command(federated.app.admin, 'status');
		expect(lines).to.include('✅ Each side sees who is online on the other side.');
	});
});
