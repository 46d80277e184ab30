import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import { UserType, type IUser } from '@rocket.chat/apps-engine/definition/users';
import { expect } from 'chai';
import { HomeserverError } from '../../src/matrix/homeserver-error';
import type { EventId, RoomId } from '../../src/matrix/ids';
import { sendDeletion } from '../../src/to-matrix/deletion';
import { fakeFederation } from '../support/fake-federation';

const roomId = '!room:example.org' as RoomId;
const message = {
	id: 'mid',
	sender: { id: 'uid', username: 'alice', type: 'user' },
	room: { id: 'rid' },
} as unknown as IMessage & { id: string };
const moderator = { id: 'mod', username: 'carol', type: 'user' } as unknown as IUser;

/** A room that lets only these users redact. */
async function roomThatLets(...permitted: string[]) {
	const fake = fakeFederation({
		'homeserver.register': () => undefined,
		'homeserver.setDisplayName': () => undefined,
		'homeserver.redact': (as: string) => {
			if (!permitted.includes(as)) {
				throw new HomeserverError('M_FORBIDDEN', 403, 'no power');
			}
		},
	});
	for (const part of [0, 1]) {
		await fake.federation.store.messages.add({
			matrixId: `$${part}` as EventId,
			rocketChatId: 'mid',
			roomId,
			part,
		});
	}
	const redactions = () =>
		fake.calls
			.filter(([method]) => method === 'homeserver.redact')
			.map((call) => [call[1], call[3], call[4]]);
	return { ...fake, redactions };
}

describe('a deletion to Matrix', () => {
	const puppets = { carol: '@rc_carol:example.org', alice: '@rc_alice:example.org' };
	const bot = '@rocketchat:example.org';

	it('redacts every part, as who deleted it', async () => {
		const { federation, redactions } = await roomThatLets(puppets.carol, bot, puppets.alice);
		await sendDeletion(federation, message, moderator, roomId);
		expect(redactions()).to.deep.equal([
			[puppets.carol, '$0', 'mid.0.deleted'],
			[puppets.carol, '$1', 'mid.1.deleted'],
		]);
	});

	it('is done by the bot where who deleted it lacks the power', async () => {
		const { federation, redactions } = await roomThatLets(bot);
		await sendDeletion(federation, message, moderator, roomId);
		expect(redactions().map(([as]) => as)).to.deep.equal([puppets.carol, bot, puppets.carol, bot]);
	});

	it('is done by who wrote it where nobody else may', async () => {
		const { federation, redactions } = await roomThatLets(puppets.alice);
		await sendDeletion(federation, message, moderator, roomId);
		expect(redactions().at(-1)?.[0]).to.equal(puppets.alice);
	});

	it('of what somebody on Matrix wrote is refused where nobody may', async () => {
		const { federation } = await roomThatLets();
		const theirs = { ...message, sender: { ...message.sender, type: UserType.BOT } };
		const failure = await sendDeletion(federation, theirs, moderator, roomId).catch(
			(error: unknown) => error,
		);
		expect(failure).to.include({ code: 'redaction-refused' });
	});

	it('of what never was on Matrix is nothing', async () => {
		const { federation, calls } = fakeFederation({});
		await sendDeletion(federation, message, moderator, roomId);
		expect(calls).to.deep.equal([]);
	});

	it('of one message of several that one event is removes the others, as the bot', async () => {
		const { federation, calls } = fakeFederation({
			'homeserver.register': () => undefined,
			'homeserver.setDisplayName': () => undefined,
			'homeserver.redact': () => undefined,
			'people.bot': () => ({ id: 'bot' }),
			'messages.byId': (id: string) => ({ id }),
			'messages.remove': () => undefined,
		});
		for (const [part, rocketChatId] of ['mid', 'second', 'third'].entries()) {
			await federation.store.messages.add({ matrixId: '$e' as EventId, rocketChatId, roomId, part });
		}
		await sendDeletion(federation, message, moderator, roomId);
		expect(
			calls.filter(([method]) => method === 'messages.remove').map((call) => call.slice(1)),
		).to.deep.equal([
			[{ id: 'second' }, 'bot'],
			[{ id: 'third' }, 'bot'],
		]);
	});
});
