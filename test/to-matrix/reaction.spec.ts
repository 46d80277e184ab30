import type { IMessageReactionContext } from '@rocket.chat/apps-engine/definition/messages';
import { expect } from 'chai';
import { HomeserverError } from '../../src/matrix/homeserver-error';
import type { EventId, RoomId } from '../../src/matrix/ids';
import { sendReaction } from '../../src/to-matrix/reaction';
import { fakeFederation } from '../support/fake-federation';

const roomId = '!room:example.org' as RoomId;
const context = {
	message: { id: 'mid' },
	user: { id: 'uid', username: 'alice', type: 'user' },
	reaction: ':thumbsup:',
	isReacted: true,
} as unknown as IMessageReactionContext;

async function onMatrix() {
	const fake = fakeFederation({
		'homeserver.register': () => undefined,
		'homeserver.setDisplayName': () => undefined,
		'homeserver.send': () => '$reaction',
		'homeserver.redact': () => undefined,
	});
	await fake.federation.store.messages.add({
		matrixId: '$a' as EventId,
		rocketChatId: 'mid',
		roomId,
		part: 0,
	});
	const events = () => fake.calls.filter(([method]) => method === 'homeserver.send').map((call) => call[4]);
	return { ...fake, events };
}

describe('a reaction to Matrix', () => {
	const keys: readonly [reaction: string, key: string][] = [
		[':thumbsup:', '👍'],
		[':wave_tone3:', '👋🏽'],
		[':party_parrot:', ':party_parrot:'],
	];
	for (const [reaction, key] of keys) {
		it(`${reaction} is ${key}`, async () => {
			const { federation, events } = await onMatrix();
			await sendReaction(federation, { ...context, reaction }, roomId);
			expect(events()).to.deep.equal([
				{
					type: 'm.reaction',
					content: { 'm.relates_to': { rel_type: 'm.annotation', event_id: '$a', key } },
				},
			]);
		});
	}

	it('is sent once, and can be taken back', async () => {
		const { federation, calls, events } = await onMatrix();
		await sendReaction(federation, context, roomId);
		await sendReaction(federation, context, roomId);
		expect(events()).to.have.length(1);
		await sendReaction(federation, { ...context, isReacted: false }, roomId);
		expect(calls.at(-1)).to.deep.equal([
			'homeserver.redact',
			'@rc_alice:example.org',
			roomId,
			'$reaction',
			'$reaction.taken-back',
		]);
		await sendReaction(federation, context, roomId);
		expect(events()).to.have.length(2);
	});

	it('to what is not on Matrix is none', async () => {
		const { federation, calls } = fakeFederation({});
		await sendReaction(federation, context, roomId);
		await sendReaction(federation, { ...context, isReacted: false }, roomId);
		expect(calls).to.deep.equal([]);
	});

	it('by another name of the same emoji is the same one, and stays while one of them is left', async () => {
		const { federation, calls, events } = await onMatrix();
		await sendReaction(federation, context, roomId);
		await sendReaction(federation, { ...context, reaction: ':+1:' }, roomId);
		expect(events()).to.have.length(1);
		const left = { ...context.message, reactions: { ':+1:': { usernames: ['alice'] } } };
		const takenBack = { ...context, isReacted: false };
		await sendReaction(federation, { ...takenBack, message: left } as unknown as typeof context, roomId);
		expect(calls.filter(([method]) => method === 'homeserver.redact')).to.deep.equal([]);
		await sendReaction(federation, { ...takenBack, reaction: ':+1:' }, roomId);
		expect(calls.filter(([method]) => method === 'homeserver.redact')).to.have.length(1);
	});

	it('that is on Matrix already needs no second one', async () => {
		const { federation } = fakeFederation({
			'homeserver.register': () => undefined,
			'homeserver.setDisplayName': () => undefined,
			'homeserver.send': () => {
				throw new HomeserverError('M_DUPLICATE_ANNOTATION', 400, "Can't send same reaction twice");
			},
		});
		await federation.store.messages.add({
			matrixId: '$a' as EventId,
			rocketChatId: 'mid',
			roomId,
			part: 0,
		});
		await sendReaction(federation, context, roomId);
	});
});
