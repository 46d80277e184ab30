import type { RocketChatMessage } from '../../src/rocketchat/entities';
import { expect } from 'chai';
import type { Host } from '../../src/rocketchat/host';
import { Messages } from '../../src/rocketchat/messages';
import { messageOf } from '../support/matrix-room';
import type { RocketChatUserId, RocketChatMessageId, RocketChatRoomId } from '../../src/rocketchat/ids';

/** A workspace with one message, where Alice has the id `uid`. */
function workspaceWith(message: RocketChatMessage | undefined, failure?: Error) {
	const calls: unknown[][] = [];
	const told =
		(name: string) =>
		async (...given: unknown[]) => {
			calls.push([name, ...given]);
			if (failure) {
				throw failure;
			}
			return 'made';
		};
	const building: Record<string, () => unknown> = {};
	for (const name of ['setRoom', 'setSender', 'setText', 'setThreadId']) {
		building[name] = () => building;
	}
	const host = {
		read: {
			getMessageReader: () => ({ getById: async () => message }),
			getUserReader: () => ({ getById: async () => ({ id: 'uid', username: 'alice' }) }),
		},
		modify: {
			getCreator: () => ({ startMessage: () => building, finish: told('post') }),
			getDeleter: () => ({ deleteMessage: told('delete') }),
			getUpdater: () => ({
				getMessageUpdater: () => ({ addReaction: told('add'), removeReaction: told('remove') }),
			}),
		},
	} as unknown as Host;
	return { messages: new Messages(host), calls };
}

const reacted = messageOf('mid', 'said', { reactions: { ':heart:': { usernames: ['alice'] } } as never });

describe('the messages of the workspace', () => {
	it('lose a reaction that the user has added', async () => {
		const { messages, calls } = workspaceWith(reacted);
		await messages.removeReaction(reacted, 'uid' as RocketChatUserId, ':heart:');
		expect(calls).to.deep.equal([['remove', 'mid', 'uid', ':heart:']]);
	});

	const absent: readonly [what: string, message: RocketChatMessage, shortcode: string][] = [
		['of another emoji than the user’s', reacted, ':thumbsup:'],
		['of a missing reaction', messageOf('mid', 'said'), ':heart:'],
		[
			'of another user’s reaction',
			messageOf('mid', 'said', { reactions: { ':heart:': { usernames: ['carol'] } } as never }),
			':heart:',
		],
	];
	for (const [what, message, shortcode] of absent) {
		it(`do not get a reaction by the removal ${what}`, async () => {
			const { messages, calls } = workspaceWith(message);
			await messages.removeReaction(message, 'uid' as RocketChatUserId, shortcode);
			expect(calls).to.deep.equal([]);
		});
	}

	const gone: readonly [what: string, message: RocketChatMessage | undefined][] = [
		['does not exist', undefined],
		['is shown as deleted', messageOf('mid', '', { type: 'rm' })],
		['is kept as history', { ...reacted, _unmappedProperties_: { _hidden: true } } as RocketChatMessage],
	];
	for (const [what, message] of gone) {
		it(`do not include one that ${what}`, async () => {
			expect(await workspaceWith(message).messages.byId('mid' as RocketChatMessageId)).to.equal(
				undefined,
			);
		});
	}

	it('include one that exists', async () => {
		expect(await workspaceWith(reacted).messages.byId('mid' as RocketChatMessageId)).to.equal(reacted);
	});

	it('report that the workspace has no such emoji', async () => {
		const { messages } = workspaceWith(reacted, new Error('Invalid emoji provided.'));
		expect(await messages.react(reacted, 'uid' as RocketChatUserId, ':nothing:')).to.equal(false);
	});

	it('throw any other failure to react', async () => {
		const { messages } = workspaceWith(reacted, new Error('You have been muted'));
		const failure = await messages
			.react(reacted, 'uid' as RocketChatUserId, ':heart:')
			.catch((error: unknown) => error);
		expect(failure).to.have.property('message', 'You have been muted');
	});

	const post = {
		roomId: 'rid' as RocketChatRoomId,
		senderId: 'bot' as RocketChatUserId,
		text: 'x',
		origin: { messageId: 'mid' as RocketChatMessageId, eventId: '$x', sender: '@bob:far.example' },
	};

	it('are posted once under the same id, also if that message was deleted', async () => {
		const { messages } = workspaceWith(messageOf('mid', '', { type: 'rm' }), new Error('E11000'));
		expect(await messages.post(post)).to.equal('mid');
	});

	it('throw the host’s reason if a message is refused', async () => {
		const { messages } = workspaceWith(undefined, new Error('error-message-size-exceeded'));
		const failure = await messages.post(post).catch((error: unknown) => error);
		expect(failure).to.have.property('message', 'error-message-size-exceeded');
	});
});
