import { expect } from 'chai';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { EventId, MxcUri, RoomId } from '../../../src/matrix/ids';
import type { ConfiguredBridge } from '../../../src/configured-bridge';
import type { RocketChatUser } from '../../../src/rocketchat/entities';
import { sendReaction } from '../../../src/to-matrix/messages/reaction';
import { fakeBridge, type Answers } from '../../support/fake-bridge';
import type { ReactionKey } from '../../../src/store/reaction-key';
import type { RocketChatMessageId } from '../../../src/rocketchat/ids';

const roomId = '!room:example.org' as RoomId;
const context = {
	message: 'mid' as RocketChatMessageId,
	user: { id: 'uid', username: 'alice', type: 'user' } as unknown as RocketChatUser,
	reaction: ':thumbsup:',
};
const send = (bridge: ConfiguredBridge, { message, user, reaction }: typeof context) =>
	sendReaction(bridge, message, user, reaction, crypto.randomUUID());

/** A message that is on Matrix, in a room that may be an older one of the direct message. */
async function onMatrix(more: Answers = {}) {
	const reactions: Record<string, { usernames: string[] }> = {};
	const fake = fakeBridge({
		'homeserver.register': () => undefined,
		'homeserver.setDisplayName': () => undefined,
		'homeserver.send': () => '$reaction',
		'homeserver.redact': () => undefined,
		'messages.byId': () => ({ id: 'mid', room: { id: 'rid' }, reactions }),
		...more,
	});
	await fake.bridge.store.messages.add({
		matrixId: '$a' as EventId,
		rocketChatId: 'mid' as RocketChatMessageId,
		roomId,
		part: 0,
	});
	/** Sets who reacts to the message from now on. */
	const reacts = (reaction: string, ...usernames: string[]) => void (reactions[reaction] = { usernames });
	const events = () => fake.calls.filter(([method]) => method === 'homeserver.send').map((call) => call[4]);
	const redactions = () => fake.calls.filter(([method]) => method === 'homeserver.redact');
	return { ...fake, reacts, events, redactions };
}

describe('a reaction in Rocket.Chat', () => {
	const keys: readonly [reaction: string, key: string][] = [
		[':thumbsup:', '👍\uFE0F'],
		[':smile:', '😄'],
		[':heart:', '❤\uFE0F'],
		[':white_check_mark:', '✅\uFE0F'],
		[':wave_tone3:', '👋🏽'],
		[':party_parrot:', ':party_parrot:'],
	];
	for (const [reaction, key] of keys) {
		it(`${reaction} is sent as ${key}`, async () => {
			const { bridge, reacts, events } = await onMatrix();
			reacts(reaction, 'alice');
			await send(bridge, { ...context, reaction });
			expect(events()).to.deep.equal([
				{
					type: 'm.reaction',
					content: { 'm.relates_to': { rel_type: 'm.annotation', event_id: '$a', key } },
				},
			]);
		});
	}

	const used: readonly [
		what: string,
		others: readonly (readonly [key: string, content: object])[],
		sent: object,
	][] = [
		['without U+FE0F', [['👍', {}]], { key: '👍' }],
		['with U+FE0F', [['👍\uFE0F', {}]], { key: '👍\uFE0F' }],
		[
			'more often than another',
			[
				['👍', {}],
				['👍\uFE0F', {}],
				['👍', {}],
			],
			{ key: '👍' },
		],
		[
			'as often as another',
			[
				['👍', {}],
				['👍\uFE0F', {}],
			],
			{ key: '👍\uFE0F' },
		],
		['for another emoji', [['👎', {}]], { key: '👍\uFE0F' }],
		['with a skin tone', [['👍🏽', {}]], { key: '👍\uFE0F' }],
	];
	for (const [what, others, sent] of used) {
		it(`is sent with the key that others used ${what}`, async () => {
			const { bridge, reacts, events } = await onMatrix({
				'homeserver.annotations': () => others.map(([key, content]) => ({ key, content })),
			});
			reacts(':+1:', 'bob:example.org');
			reacts(':thumbsup:', 'alice');
			await send(bridge, context);
			expect(events().map((event) => (event as { content: object }).content)).to.deep.equal([
				{ 'm.relates_to': { rel_type: 'm.annotation', event_id: '$a', ...sent } },
			]);
		});
	}

	it('is sent with the image that others used for a custom emoji, and its name', async () => {
		const { bridge, reacts, events } = await onMatrix({
			'homeserver.annotations': () => [
				{ key: 'mxc://example.org/parrot', content: { shortcode: 'party_parrot' } },
			],
		});
		reacts(':party_parrot:', 'bob:example.org', 'alice');
		await send(bridge, { ...context, reaction: ':party_parrot:' });
		expect(events()).to.deep.equal([
			{
				type: 'm.reaction',
				content: {
					'm.relates_to': {
						rel_type: 'm.annotation',
						event_id: '$a',
						key: 'mxc://example.org/parrot',
					},
					shortcode: ':party_parrot:',
					'com.beeper.reaction.shortcode': ':party_parrot:',
				},
			},
		]);
	});

	const parrot = { name: 'party_parrot', extension: 'gif', version: 'e1' };
	const parrotReaction = (key: string) => ({
		'm.relates_to': { rel_type: 'm.annotation', event_id: '$a', key },
		...(key.startsWith('mxc:') && {
			shortcode: ':party_parrot:',
			'com.beeper.reaction.shortcode': ':party_parrot:',
		}),
	});
	for (const [what, others, key] of [
		['if nobody else used it', [], 'mxc://example.org/ours'],
		['if others used its picture', ['mxc://example.org/ours'], 'mxc://example.org/ours'],
		['unless more used its name', [':party_parrot:'], ':party_parrot:'],
	] as const) {
		it(`is sent with the picture of a custom emoji, and its name, ${what}`, async () => {
			const { bridge, reacts, events } = await onMatrix({
				'customEmoji.list': () => ({ byName: new Map([['party_parrot', parrot]]) }),
				'homeserver.annotations': () => others.map((used) => ({ key: used, content: {} })),
			});
			const image = { version: 'e1', mxc: 'mxc://example.org/ours' as MxcUri };
			await bridge.store.emojiImages.save('party_parrot', image);
			reacts(':party_parrot:', ...(others.length > 0 ? ['bob:example.org'] : []), 'alice');
			await send(bridge, { ...context, reaction: ':party_parrot:' });
			expect(events().map((event) => (event as { content: object }).content)).to.deep.equal([
				parrotReaction(key),
			]);
		});
	}

	it('costs no look at the event if nobody else used the emoji', async () => {
		const { bridge, reacts, calls } = await onMatrix({ 'homeserver.annotations': () => [] });
		reacts(':thumbsup:', 'alice');
		reacts(':smile:', 'bob:example.org');
		await send(bridge, context);
		expect(calls.map(([method]) => method)).not.to.include('homeserver.annotations');
	});

	it('is sent once, and redacted when it is removed', async () => {
		const { bridge, calls, reacts, events } = await onMatrix();
		reacts(':thumbsup:', 'bob', 'alice');
		await send(bridge, context);
		await send(bridge, context);
		expect(events()).to.have.length(1);
		reacts(':thumbsup:', 'bob');
		await send(bridge, { ...context });
		expect(calls.at(-1)).to.deep.equal([
			'homeserver.redact',
			'@rc_alice:example.org',
			roomId,
			'$reaction',
			'$reaction.removed',
		]);
		reacts(':thumbsup:', 'bob', 'alice');
		await send(bridge, context);
		expect(events()).to.have.length(2);
	});

	it('is sent to the room of the message', async () => {
		const { bridge, calls, reacts } = await onMatrix();
		reacts(':thumbsup:', 'alice');
		await send(bridge, context);
		expect(calls.at(-1)?.[2]).to.equal('!room:example.org');
	});

	it('that was removed before its event came is not sent', async () => {
		const { bridge, events, redactions } = await onMatrix();
		await send(bridge, { ...context });
		await send(bridge, context);
		expect([events(), redactions()]).to.deep.equal([[], []]);
	});

	it('to a message that was deleted in the meantime is not sent', async () => {
		const { bridge, events } = await onMatrix({ 'messages.byId': () => undefined });
		await send(bridge, context);
		expect(events()).to.deep.equal([]);
	});

	it('to a message that is not on Matrix is not sent', async () => {
		const { bridge, calls } = fakeBridge({});
		await send(bridge, context);
		await send(bridge, { ...context });
		expect(calls).to.deep.equal([]);
	});

	it('by another shortcode of the same emoji is the same reaction, and stays until both are removed', async () => {
		const { bridge, reacts, events, redactions } = await onMatrix();
		reacts(':thumbsup:', 'alice');
		await send(bridge, context);
		reacts(':+1:', 'alice');
		await send(bridge, { ...context, reaction: ':+1:' });
		expect(events()).to.have.length(1);
		reacts(':thumbsup:');
		await send(bridge, { ...context });
		expect(redactions()).to.deep.equal([]);
		reacts(':+1:');
		await send(bridge, { ...context, reaction: ':+1:' });
		expect(redactions()).to.have.length(1);
	});

	it('is sent in a transaction of its own each time, and linked by one of the names of its emoji', async () => {
		const { bridge, calls, reacts } = await onMatrix();
		for (const usernames of [['alice'], [], ['alice']]) {
			reacts(':thumbsup:', ...usernames);
			await send(bridge, context);
		}
		const sent = calls.filter(([method]) => method === 'homeserver.send').map((call) => String(call[3]));
		expect(sent).to.have.length(2);
		expect(sent[0]).to.match(/^mid\..{36}$/);
		expect(sent[1])
			.to.match(/^mid\..{36}$/)
			.and.not.equal(sent[0]);
		const link = await bridge.store.reactions.byMatrixId('$reaction' as EventId);
		expect(link?.rocketChatId).to.equal('mid/uid/:thumbsup:');
	});

	it('of a custom emoji is linked by its own name', async () => {
		const { bridge, reacts } = await onMatrix();
		reacts(':party_parrot:', 'alice');
		await send(bridge, { ...context, reaction: ':party_parrot:' });
		const link = await bridge.store.reactions.byMatrixId('$reaction' as EventId);
		expect(link?.rocketChatId).to.equal('mid/uid/:party_parrot:');
	});

	it('that the homeserver refuses fails', async () => {
		const refusal = new HomeserverError('M_FORBIDDEN', 403, 'no power');
		const { bridge, reacts } = await onMatrix({
			'homeserver.send': () => {
				throw refusal;
			},
		});
		reacts(':thumbsup:', 'alice');
		const failure: unknown = await send(bridge, context).catch((error: unknown) => error);
		expect(failure).to.equal(refusal);
	});

	it('that is on Matrix already is looked up and linked', async () => {
		const { bridge, reacts, calls } = await onMatrix({
			'homeserver.send': () => {
				throw new HomeserverError('M_DUPLICATE_ANNOTATION', 400, "Can't send same reaction twice");
			},
			'homeserver.annotation': () => '$before',
		});
		reacts(':thumbsup:', 'alice');
		await send(bridge, context);
		expect(calls.at(-1)).to.deep.equal([
			'homeserver.annotation',
			'@rc_alice:example.org',
			roomId,
			'$a',
			'👍\uFE0F',
		]);
		const [link] = await bridge.store.reactions.allByRocketChatId('mid/uid/:thumbsup:' as ReactionKey);
		expect(link).to.include({ matrixId: '$before' });
	});

	it('that is on Matrix already, and cannot be found there, stays without a link', async () => {
		const { bridge, reacts } = await onMatrix({
			'homeserver.send': () => {
				throw new HomeserverError('M_DUPLICATE_ANNOTATION', 400, "Can't send same reaction twice");
			},
			'homeserver.annotation': () => undefined,
		});
		reacts(':thumbsup:', 'alice');
		await send(bridge, context);
		expect(
			await bridge.store.reactions.allByRocketChatId('mid/uid/:thumbsup:' as ReactionKey),
		).to.deep.equal([]);
	});

	it('whose removal was not answered is redacted again in the same transaction', async () => {
		let tries = 0;
		const { bridge, reacts, redactions } = await onMatrix({
			'homeserver.redact': () => {
				tries += 1;
				if (tries === 1) {
					throw new HomeserverError('TIMED_OUT', undefined, 'no answer in time');
				}
			},
		});
		reacts(':thumbsup:', 'alice');
		await send(bridge, context);
		reacts(':thumbsup:');
		const failure: unknown = await send(bridge, context).catch((error: unknown) => error);
		expect(failure).to.include({ errcode: 'TIMED_OUT' });
		await send(bridge, context);
		expect(redactions().map((call) => call[4])).to.deep.equal(['$reaction.removed', '$reaction.removed']);
	});
});
