import type { RocketChatMessage } from '../../src/rocketchat/entities';
import { expect } from 'chai';
import type { Host } from '../../src/rocketchat/host';
import { Messages, type Card } from '../../src/rocketchat/messages';
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
	const building: Record<string, (...given: unknown[]) => unknown> = {};
	for (const name of ['setRoom', 'setSender', 'setText', 'setThreadId', 'setEditor', 'setUsernameAlias']) {
		building[name] = () => building;
	}
	building.setBlocks = (...given: unknown[]) => {
		calls.push(['blocks', ...given]);
		return building;
	};
	const host = {
		read: {
			getMessageReader: () => ({ getById: async () => message }),
			getUserReader: () => ({ getById: async () => ({ id: 'uid', username: 'alice' }) }),
		},
		modify: {
			getCreator: () => ({ startMessage: () => building, finish: told('post') }),
			getDeleter: () => ({ deleteMessage: told('delete') }),
			getUpdater: () => ({
				message: async () => building,
				finish: told('edit'),
				getMessageUpdater: () => ({ addReaction: told('add'), removeReaction: told('remove') }),
			}),
		},
	} as unknown as Host;
	return { messages: new Messages(host, 'app'), calls };
}

const reacted = messageOf('mid', 'said', { reactions: { ':heart:': { usernames: ['alice'] } } as never });

describe('the messages of the workspace', () => {
	it('lose a reaction that the user has added', async () => {
		const { messages, calls } = workspaceWith(reacted);
		await messages.removeReaction(reacted, 'uid' as RocketChatUserId, ':heart:');
		expect(calls).to.deep.equal([['remove', 'mid', 'uid', ':heart:']]);
	});

	it('keep a reaction whose custom emoji was deleted, since Rocket.Chat removes none', async () => {
		const removeOf = (error: Error) =>
			workspaceWith(reacted, error).messages.removeReaction(
				reacted,
				'uid' as RocketChatUserId,
				':heart:',
			);
		await removeOf(new Error('Invalid emoji provided. [error-not-allowed]'));
		const other = new Error('not allowed [error-not-allowed]');
		expect(await removeOf(other).catch((error: unknown) => error)).to.equal(other);
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

	it('are posted without an alias if bots lack the permission for one', async () => {
		const refusal = new Error('Not enough permission');
		const { messages, calls } = workspaceWith(undefined, refusal);
		const post = {
			roomId: 'rid' as RocketChatRoomId,
			senderId: 'uid' as RocketChatUserId,
			text: 'hello',
			alias: 'Bobby',
		};
		expect(await messages.post(post).catch((error: unknown) => error)).to.equal(refusal);
		expect(calls.map(([name]) => name)).to.deep.equal(['post', 'post']);
	});

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

describe('the messages of a room since a time', () => {
	const rid = 'rid' as RocketChatRoomId;
	interface Raw {
		readonly id: string;
		readonly createdAt: Date;
	}
	const numbered = (count: number): Raw[] =>
		Array.from({ length: count }, (_, number) => ({
			id: `m${number + 1}`,
			createdAt: new Date(number + 1),
		}));

	/** A room of the host with these messages. @param onPage called after each page */
	function roomOf(kept: Raw[], onPage: () => void = () => undefined) {
		const asked: { readonly skip: number; readonly limit: number }[] = [];
		const getMessages = async (_roomId: string, options: { skip: number; limit: number }) => {
			asked.push(options);
			const latestFirst = [...kept].sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
			const page = latestFirst
				.slice(options.skip, options.skip + options.limit)
				.map((raw) => ({ ...raw, sender: { _id: 'uid' } }));
			onPage();
			return page;
		};
		const host = { read: { getRoomReader: () => ({ getMessages }) } } as unknown as Host;
		return { messages: new Messages(host, 'app'), asked };
	}
	const idsOf = (listed: readonly { readonly id: string }[]) => listed.map(({ id }) => id);

	it('are listed oldest first, those of that time too', async () => {
		const { messages, asked } = roomOf(numbered(5));
		const listed = await messages.listSince(rid, 3);
		expect(listed).to.deep.equal(
			[3, 4, 5].map((number) => ({
				...{ id: `m${number}`, senderId: 'uid', createdAt: number },
				editedAt: undefined,
			})),
		);
		expect(asked).to.deep.equal([
			{ limit: 100, skip: 0, sort: { createdAt: 'desc' }, showThreadMessages: true },
		]);
	});

	it('are read in pages that overlap, each message once', async () => {
		const { messages, asked } = roomOf(numbered(300));
		expect(idsOf(await messages.listSince(rid, 0))).to.deep.equal(idsOf(numbered(300)));
		expect(asked.map(({ skip }) => skip)).to.deep.equal([0, 80, 160, 240]);
	});

	for (const count of [99, 100, 101, 180, 181]) {
		it(`are all of ${count}`, async () => {
			const { messages } = roomOf(numbered(count));
			expect(await messages.listSince(rid, 0)).to.have.length(count);
		});
	}

	it('are read no further than the time asks for', async () => {
		const { messages, asked } = roomOf(numbered(1_000));
		expect(await messages.listSince(rid, 950)).to.have.length(51);
		expect(asked).to.have.length(1);
	});

	it('lack none, if twenty others are deleted between two pages', async () => {
		const kept = numbered(300);
		let pages = 0;
		const { messages } = roomOf(kept, () => {
			pages += 1;
			if (pages === 1) {
				kept.splice(280, 20); // the latest
			}
		});
		const listed = new Set(idsOf(await messages.listSince(rid, 0)));
		expect(idsOf(kept).filter((id) => !listed.has(id))).to.deep.equal([]);
	});

	it('lack none, if others are written between two pages', async () => {
		const kept = numbered(300);
		const before = idsOf(kept);
		let later = 1_000;
		const { messages } = roomOf(kept, () => {
			later += 1;
			kept.push({ id: `later${later}`, createdAt: new Date(later) });
		});
		expect(idsOf(await messages.listSince(rid, 0))).to.include.members(before);
	});

	it('have the time of their edit, and their reactions', async () => {
		const reactions = { ':tada:': { usernames: ['alice'] } };
		const raw = { id: 'm1', createdAt: new Date(1), editedAt: new Date(2), reactions };
		const [listed] = await roomOf([raw]).messages.listSince(rid, 0);
		expect(listed).to.deep.include({ editedAt: 2, reactions });
	});

	const actions = { type: 'actions', blockId: 'block', elements: [] } as const;
	const card = (text: string, blocks: Card['blocks']): Card => ({
		...{ roomId: 'rid' as RocketChatRoomId, senderId: 'uid' as RocketChatUserId, text, blocks },
		origin: { messageId: 'mid' as RocketChatMessageId, eventId: '$event', sender: '@bob:far.example' },
	});

	it('get a card with its blocks', async () => {
		const { messages, calls } = workspaceWith(undefined);
		await messages.putCard(card('said', [actions]));
		expect(calls.map(([name]) => name)).to.deep.equal(['blocks', 'post']);
		expect(calls[0]).to.deep.equal(['blocks', [actions]]);
	});

	const changed: readonly [what: string, present: object, text: string, calls: string[]][] = [
		['changes with its text', { blocks: [actions] }, 'changed', ['blocks', 'edit']],
		['loses its blocks', { blocks: [actions] }, 'said', ['blocks', 'edit']],
		['that is as it should be is left alone', {}, 'said', []],
	];
	for (const [what, present, text, names] of changed) {
		it(`a card ${what}`, async () => {
			const { messages, calls } = workspaceWith(messageOf('mid', 'said', present));
			await messages.putCard(card(text, []));
			expect(calls.map(([name]) => name)).to.deep.equal(names);
		});
	}
});
