import { expect } from 'chai';
import { pressCardButton } from '../../src/commands/card-button';
import { accept, decline, invitations } from '../../src/commands/invitations';
import type { FederationError } from '../../src/errors';
import { textsFor } from '../../src/i18n';
import type { EventId, RoomId, UserId } from '../../src/matrix/ids';
import { rocketChatRoom, rocketChatUser } from '../../src/rocketchat/entities';
import { relayToRocketChat } from '../../src/to-rocketchat/dispatch';
import { fakeApp } from '../support/fake-app';
import { aliceHere, idIn, invitation, invitedWorkspace } from '../support/invited-workspace';

const text = textsFor({}, { language: 'en' });
const user = rocketChatUser(aliceHere);
const room = rocketChatRoom({ id: 'rid' } as never);

/** Alice with three invitations: two of Bob, one of Dan. */
async function workspace() {
	const told: unknown[][] = [];
	const fake = await invitedWorkspace({ 'messages.tell': (...given) => void told.push(given) }, 'ask');
	for (const [number, sender] of ['@bob:far.example', '@bob:far.example', '@dan:far.example'].entries()) {
		const roomId = `!room-${number + 1}:far.example` as RoomId;
		const eventId = `$event-${number + 1}` as EventId;
		await relayToRocketChat(fake.bridge, invitation({ eventId, roomId, sender: sender as UserId }));
	}
	const { app } = fakeApp(fake.bridge);
	const run = async (command: typeof accept, ...parameters: string[]) => {
		const replies: string[] = [];
		const reply = async (answer: string) => void replies.push(answer);
		await command.run(app, { user, room, parameters, subcommands: [], reply, text });
		return replies.join('\n');
	};
	const states = async () => (await fake.bridge.store.invitations.all()).map(({ state }) => state);
	return { ...fake, app, run, states, told };
}
const codeOf = (work: Promise<unknown>) =>
	work.then(String, (error: unknown) => (error as FederationError).code);

describe('/federation invitations', () => {
	it('lists what waits for an answer, with the numbers to type', async () => {
		const { run } = await workspace();
		expect((await run(invitations)).split('\n')).to.deep.equal([
			'**Invitations from Matrix: 3**',
			'• `1`: a direct message with `@bob:far.example`',
			'• `2`: a direct message with `@bob:far.example`',
			'• `3`: a direct message with `@dan:far.example`',
			'Type `/federation accept` or `/federation decline` with the number. `/federation decline` with the id of a person or the name of a server declines all invitations from there.',
		]);
	});

	it('names the room of an invitation to a room', async () => {
		const { run, bridge } = await workspace();
		const name = { type: 'm.room.name', state_key: '', content: { name: 'The lobby' } };
		const change = {
			...{ eventId: '$event-4' as EventId, roomId: '!room-4:far.example' as RoomId },
			unsigned: { invite_room_state: [name] },
		};
		await relayToRocketChat(bridge, invitation(change, { is_direct: undefined }));
		expect(await run(invitations)).to.include('• `4`: the room `The lobby`, from `@bob:far.example`');
	});

	it('says so if nothing waits', async () => {
		const { run } = await workspace();
		await run(decline, 'far.example');
		expect(await run(invitations)).to.equal('No invitation from Matrix waits for your answer.');
	});
});

describe('/federation accept', () => {
	for (const typed of ['3', '@dan:far.example', '!room-3:far.example']) {
		it(`accepts ${typed}`, async () => {
			const { run, states } = await workspace();
			expect(await run(accept, typed)).to.match(/^✓ You have accepted\./);
			expect(await states()).to.deep.equal(['open', 'open', 'joined']);
		});
	}

	it('asks for a number where several are meant', async () => {
		const { run, states } = await workspace();
		expect(await codeOf(run(accept, '@bob:far.example'))).to.equal('invitation-ambiguous');
		expect(await states()).to.deep.equal(['open', 'open', 'open']);
	});

	it('knows only what waits', async () => {
		const { run } = await workspace();
		await run(accept, '3');
		for (const typed of ['3', '4', '@eve:far.example']) {
			expect(await codeOf(run(accept, typed)), typed).to.equal('invitation-unknown');
		}
	});
});

describe('/federation decline', () => {
	it('declines one by its number', async () => {
		const { run, states } = await workspace();
		expect(await run(decline, '1')).to.match(/^✗ You have declined\./);
		expect(await states()).to.deep.equal(['declined', 'open', 'open']);
	});

	it('declines all of a person', async () => {
		const { run, states } = await workspace();
		expect(await run(decline, '@bob:far.example')).to.equal('Invitations declined: 2.');
		expect(await states()).to.deep.equal(['declined', 'declined', 'open']);
	});
});

describe('a button of a card', () => {
	const press = (value: string | undefined, actionId = 'invitation-accept') =>
		({ actionId, value, user: aliceHere, room }) as unknown as Parameters<typeof pressCardButton>[1];
	const third = idIn('!room-3:far.example');

	it('answers', async () => {
		const { app, states } = await workspace();
		await pressCardButton(app, press(third));
		await pressCardButton(app, press(idIn('!room-1:far.example'), 'invitation-decline'));
		expect(await states()).to.deep.equal(['declined', 'open', 'joined']);
	});

	it('of another kind, or without a value, does nothing', async () => {
		const { app, states } = await workspace();
		await pressCardButton(app, press(third, 'another'));
		await pressCardButton(app, press(third, 'toString'));
		await pressCardButton(app, press(undefined));
		expect(await states()).to.deep.equal(['open', 'open', 'open']);
	});

	it('of an unknown invitation tells the person who pressed it', async () => {
		const { app, told } = await workspace();
		await pressCardButton(app, press('unknown'));
		expect(told).to.deep.equal([
			[
				'uid-alice',
				'rid',
				'This invitation is not known any more. `/federation invitations` lists those that wait for your answer.',
			],
		]);
	});
});
