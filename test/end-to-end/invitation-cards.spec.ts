import { expect } from 'chai';
import { Preset } from 'matrix-js-sdk';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import { buttonNamed, buttonsOf } from '../../sandbox/clients/message-buttons';
import { waitFor } from '../../sandbox/clients/waiting';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import type { WorkspaceMessage } from '../../sandbox/clients/workspace-message';
import { DOMAIN, FederatedWorkspace } from '../support/federated-workspace';

describe('cards of invitations', () => {
	let federated: FederatedWorkspace;
	let alice: WorkspacePerson;

	before(async () => {
		federated = await FederatedWorkspace.start({ invite_policy: 'ask' });
		alice = await federated.app.person('alice');
	});
	after(() => federated.stop());

	/** The cards and other messages of the federation bot, oldest first. */
	async function cardsOf(person: WorkspacePerson): Promise<WorkspaceMessage[]> {
		const room = await person.directRoomWith('federation.bot');
		return room ? person.messages(room._id) : [];
	}

	/** Waits for a message of the federation bot that names somebody and is as a test says. */
	function waitForCard(
		person: WorkspacePerson,
		inviter: MatrixPerson,
		predicate: (card: WorkspaceMessage) => boolean,
	): Promise<WorkspaceMessage> {
		return waitFor({
			what: `a card of ${inviter.userId} for ${person.username}`,
			timeout: 60_000,
			interval: 100,
			look: async () =>
				(await cardsOf(person)).find((card) => card.text.includes(inviter.userId) && predicate(card)),
		});
	}
	const isOpen = (card: WorkspaceMessage) => buttonsOf(card).length === 2;
	const says = (text: RegExp) => (card: WorkspaceMessage) => text.test(card.text);

	async function press(person: WorkspacePerson, card: WorkspaceMessage, label: string): Promise<void> {
		await person.press(card, buttonNamed(label, card));
	}

	/** Waits for the membership of a ghost as a person on Matrix sees it. @returns the reason of the change */
	async function waitForMembership(
		person: MatrixPerson,
		roomId: string,
		ghost: string,
		membership: string,
	): Promise<unknown> {
		const member = await person.waitUntil(`${membership} of ${ghost}`, {
			look: () => {
				const found = person.client.getRoom(roomId)?.getMember(ghost);
				return found?.membership === membership ? found : undefined;
			},
		});
		return member.events.member?.getContent().reason;
	}

	/** Dendrite loses the reason. */
	function expectReason(given: unknown, reason: RegExp): void {
		expect(String(given)).to.match(federated.software === 'dendrite' ? /^undefined$/ : reason);
	}

	it('accept: what was written before and after arrives, in both directions', async () => {
		const bob = await federated.matrixPerson('bob');
		await bob.client.setDisplayName('Bob B.');
		const roomId = await bob.createDirectRoom(`@rc_alice:${DOMAIN}`);
		await bob.send(roomId, 'before');
		const card = await waitForCard(alice, bob, isOpen);
		expect(card.text).to.include(`\`Bob B. – ${bob.userId}\` invites you to a direct message on Matrix.`);
		expect(await alice.directRoomWith(bob.userId.slice(1))).to.equal(undefined);
		await press(alice, card, 'Accept');
		await waitForCard(alice, bob, says(/✓ You have accepted/));
		const room = await alice.waitForDirectRoom(bob.userId.slice(1));
		await alice.waitForMessage(room._id, ({ text }) => text === 'before');
		await alice.send(room._id, 'after');
		await bob.waitForMessage(roomId, ({ body }) => body === 'after');
	});

	it('decline: the inviter reads it, and inviting again is declined without a card', async () => {
		const carl = await federated.matrixPerson('carl');
		const ghost = `@rc_alice:${DOMAIN}`;
		const roomId = await carl.createDirectRoom(ghost);
		await press(alice, await waitForCard(alice, carl, isOpen), 'Decline');
		expectReason(
			await waitForMembership(carl, roomId, ghost, 'leave'),
			/^The invited person has declined\.$/,
		);
		await waitForCard(alice, carl, says(/✗ You have declined/));
		const before = (await cardsOf(alice)).length;
		await carl.invite(roomId, ghost);
		await waitForMembership(carl, roomId, ghost, 'leave');
		expect(await cardsOf(alice)).to.have.length(before);
	});

	it('are changed when the invitation is withdrawn, and when it is repeated', async () => {
		const dan = await federated.matrixPerson('dan');
		const ghost = `@rc_alice:${DOMAIN}`;
		// In a room of clients' usual preset for direct messages, both have the same power, and nobody can withdraw.
		const roomId = await dan.createRoom({ preset: Preset.PrivateChat, is_direct: true, invite: [ghost] });
		const card = await waitForCard(alice, dan, isOpen);
		await dan.client.kick(roomId, ghost);
		const withdrawn = await waitForCard(alice, dan, says(/The invitation was withdrawn\.$/));
		expect([withdrawn.id, buttonsOf(withdrawn)]).to.deep.equal([card.id, []]);
		await dan.invite(roomId, ghost);
		const again = await waitForCard(alice, dan, isOpen);
		expect([again.id, again.text.includes('Invited 2 times.')]).to.deep.equal([card.id, true]);
		await press(alice, again, 'Accept');
		await waitForMembership(dan, roomId, ghost, 'join');
	});

	it('say so when the room is not what it seemed, and the ghost leaves it', async () => {
		const erin = await federated.matrixPerson('erin');
		const fay = await federated.matrixPerson('fay');
		const ghost = `@rc_alice:${DOMAIN}`;
		const roomId = await erin.createDirectRoom(ghost);
		const card = await waitForCard(alice, erin, isOpen);
		await erin.invite(roomId, fay.userId);
		await press(alice, card, 'Accept');
		const refused = await waitForCard(alice, erin, says(/this workspace cannot use it/));
		expect(buttonsOf(refused)).to.deep.equal([]);
		expectReason(await waitForMembership(erin, roomId, ghost, 'leave'), /between two people/);
	});

	it('are one each where one room invites two people; one declines, and the other still joins', async () => {
		const carol = await federated.app.person('carol');
		const hal = await federated.matrixPerson('hal');
		const [aliceGhost, carolGhost] = [`@rc_alice:${DOMAIN}`, `@rc_carol:${DOMAIN}`];
		const roomId = await hal.createRoom({
			...{ preset: Preset.PrivateChat, is_direct: true },
			invite: [aliceGhost, carolGhost],
		});
		const [card, other] = await Promise.all([
			waitForCard(alice, hal, isOpen),
			waitForCard(carol, hal, isOpen),
		]);
		await press(alice, card, 'Accept');
		await waitForCard(alice, hal, says(/✓ You have accepted/));
		await press(carol, other, 'Decline');
		await waitForCard(carol, hal, says(/✗ You have declined/));
		await waitForMembership(hal, roomId, carolGhost, 'leave');
		await waitForMembership(hal, roomId, aliceGhost, 'join');
		const room = await alice.waitForDirectRoom(hal.userId.slice(1));
		await hal.send(roomId, 'for Alice');
		await alice.waitForMessage(room._id, ({ text }) => text === 'for Alice');
		expect(await carol.directRoomWith(hal.userId.slice(1))).to.equal(undefined);
	});

	it('are answered by command, too', async () => {
		const gus = await federated.matrixPerson('gus');
		const ghost = `@rc_alice:${DOMAIN}`;
		const roomId = await gus.createDirectRoom(ghost);
		await waitForCard(alice, gus, isOpen);
		expect(await federated.app.command(alice, 'invitations')).to.include(gus.userId);
		expect(await federated.app.command(alice, `accept ${gus.userId}`)).to.match(/^✓ You have accepted/);
		await waitForMembership(gus, roomId, ghost, 'join');
	});
});
