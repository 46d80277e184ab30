import { expect } from 'chai';
import { buttonNamed, buttonsOf } from '../../sandbox/clients/message-buttons';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { waitFor } from '../../sandbox/clients/waiting';
import { itNeeding } from '../support/left-out';
import { ghostOf, TwoWorkspaces } from '../support/two-workspaces';
import { givenToTests } from '../support/given-administration';
import { WorkspaceRooms } from '../support/workspace-rooms';

const topologies = [
	['on one homeserver', () => TwoWorkspaces.onOneHomeserver()],
	['on two homeservers that federate', () => TwoWorkspaces.onTwoHomeservers()],
] as const;

for (const [where, start] of topologies) {
	describe(`two workspaces ${where}`, () => {
		let both: TwoWorkspaces;
		/** In the first workspace. */
		let alice: WorkspacePerson;
		/** In the second workspace. */
		let carol: WorkspacePerson;
		let bob: MatrixPerson;
		let room: { alice: string; carol: string };

		before(async () => {
			if (givenToTests()) {
				return;
			}
			both = await start();
			alice = await both.first.app.person('alice', 'Alice Smith');
			carol = await both.second.app.person('carol', 'Carol Jones');
			bob = await both.matrixPerson('bob');
			// The homeserver knows a ghost only after its first use.
			await both.second.app.command(carol, `dm ${bob.userId}`);
			await bob.join((await bob.waitForInvitation()).roomId);
		});
		after(() => (givenToTests() ? undefined : both.stop()));

		/** Alice as the second workspace shows her. */
		const aliceThere = () => ghostOf(both.first, 'alice').slice(1);
		const carolHere = () => ghostOf(both.second, 'carol').slice(1);

		async function acceptOnCard(person: WorkspacePerson, inviter: string): Promise<void> {
			const bot = await person.waitForDirectRoom('federation.bot');
			const card = await waitFor({
				what: 'a card to answer',
				timeout: 60_000,
				look: async () =>
					(await person.messages(bot._id)).find(
						(message) => message.text.includes(inviter) && buttonsOf(message).length > 0,
					),
			});
			await person.press(card, buttonNamed('Accept', card));
		}

		itNeeding(
			'two workspaces',
			'open a direct message, which the other person accepts on a card',
			async () => {
				await both.first.app.command(alice, `dm @${carolHere()}`);
				await acceptOnCard(carol, aliceThere());
				room = {
					alice: (await alice.waitForDirectRoom(carolHere()))._id,
					carol: (await carol.waitForDirectRoom(aliceThere()))._id,
				};
			},
		);

		if (where === 'on one homeserver') {
			itNeeding(
				'two workspaces',
				'find a person whose ghost was never used, and still nobody who does not exist',
				async () => {
					const fay = await both.second.app.person('fay', 'Fay Young');
					const fayHere = ghostOf(both.second, 'fay').slice(1);
					expect(await both.first.app.command(alice, `dm @${fayHere}`)).to.match(/is open/);
					await acceptOnCard(fay, aliceThere());
					const withFay = await alice.waitForDirectRoom(fayHere);
					const withAlice = await fay.waitForDirectRoom(aliceThere());
					await alice.send(withFay._id, 'welcome');
					await fay.waitForMessage(withAlice._id, ({ text }) => text === 'welcome');
					const nobody = ghostOf(both.second, 'nobody');
					expect(await both.first.app.command(alice, `dm ${nobody}`)).to.match(
						/knows nobody with the id/,
					);
				},
			);
		}

		itNeeding(
			'two workspaces',
			'have direct messages of several people, in which everybody reads everybody',
			async () => {
				await both.first.app.ensureStarter();
				await both.second.app.ensureStarter();
				const dan = await both.first.app.person('dan', 'Dan Hill');
				await both.first.app.command(alice, `dm @${carolHere()} ${bob.userId} dan`);
				await acceptOnCard(carol, aliceThere());
				const { roomId } = await bob.waitForInvitation();
				await bob.join(roomId);
				const bobHere = bob.userId.slice(1);
				const here = await new WorkspaceRooms(dan).waitForDirect([
					...['alice', 'dan', carolHere(), bobHere],
				]);
				const danThere = ghostOf(both.first, 'dan').slice(1);
				const there = await new WorkspaceRooms(carol).waitForDirect([
					...['carol', aliceThere(), danThere, bobHere],
				]);
				await carol.send(there._id, 'hello all');
				await dan.waitForMessage(here._id, ({ text }) => text === 'hello all');
				await bob.waitForMessage(roomId, ({ body }) => body === 'hello all');
				await dan.send(here._id, 'hello Carol');
				await carol.waitForMessage(there._id, ({ text }) => text === 'hello Carol');
			},
		);

		itNeeding('two workspaces', 'relay messages both ways, in order and without echo', async () => {
			const said = Array.from({ length: 5 }, (_, index) => `from Alice ${index}`);
			for (const text of said) {
				await alice.send(room.alice, text);
			}
			await carol.waitForMessage(room.carol, ({ text }) => text === said.at(-1));
			const answered = Array.from({ length: 5 }, (_, index) => `from Carol ${index}`);
			for (const text of answered) {
				await carol.send(room.carol, text);
			}
			await alice.waitForMessage(room.alice, ({ text }) => text === answered.at(-1));
			const texts = async (person: WorkspacePerson, id: string) =>
				(await person.messages(id)).map(({ sender, text }) => `${sender}: ${text}`);
			expect(await texts(alice, room.alice)).to.deep.equal([
				...said.map((text) => `alice: ${text}`),
				...answered.map((text) => `${carolHere()}: ${text}`),
			]);
			expect(await texts(carol, room.carol)).to.deep.equal([
				...said.map((text) => `${aliceThere()}: ${text}`),
				...answered.map((text) => `carol: ${text}`),
			]);
		});

		itNeeding('two workspaces', 'show each other by name', async () => {
			const nameOf = async (person: WorkspacePerson, username: string) =>
				(await person.rest.get<{ user: { name?: string } }>('/api/v1/users.info', { username })).user
					.name;
			expect(await nameOf(alice, carolHere())).to.equal('Carol Jones');
			expect(await nameOf(carol, aliceThere())).to.equal('Alice Smith');
		});

		itNeeding('two workspaces', 'relay edits, reactions and answers', async () => {
			const { id } = await alice.send(room.alice, 'a first text');
			const seen = await carol.waitForMessage(room.carol, ({ text }) => text === 'a first text');
			await alice.edit(room.alice, id, 'another text');
			await carol.waitForMessage(
				room.carol,
				(message) => message.id === seen.id && message.text === 'another text',
			);
			await carol.react(seen.id, ':tada:');
			await alice.waitForMessage(
				room.alice,
				(message) => message.id === id && Object.keys(message.raw.reactions ?? {}).includes(':tada:'),
			);
			await carol.send(room.carol, 'in the thread', { tmid: seen.id });
			const answer = await alice.waitForMessage(room.alice, ({ text }) => text === 'in the thread');
			expect(answer.raw.tmid).to.equal(id);
		});

		itNeeding('two workspaces with redactions', 'relay deletions', async () => {
			await carol.send(room.carol, 'not for long');
			const seen = await alice.waitForMessage(room.alice, ({ text }) => text === 'not for long');
			const sent = (await carol.messages(room.carol)).find(({ text }) => text === 'not for long');
			await carol.remove(room.carol, sent?.id ?? '');
			await waitFor({
				what: 'the deletion',
				timeout: 60_000,
				look: async () =>
					(await alice.messages(room.alice)).every(({ text }) => text !== seen.text) || undefined,
			});
		});
	});
}
