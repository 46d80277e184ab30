import type {
	IMessage,
	IMessageDeleteContext,
	IMessageReactionContext,
} from '@rocket.chat/apps-engine/definition/messages';
import { expect } from 'chai';
import type { AppContext } from '../../../src/app-context';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { EventId, UserId } from '../../../src/matrix/ids';
import type { RocketChatMessageId, RocketChatUserId } from '../../../src/rocketchat/ids';
import { relayDeletion, relayEdit, relayMessage, relayReaction } from '../../../src/to-matrix/relay';
import { fakeApp } from '../../support/fake-app';
import type { Answers } from '../../support/fake-bridge';
import { FakeHomeserver } from '../../support/fake-homeserver';
import { alice, linkedRoom, roomId } from '../../support/matrix-room';

const account = { id: 'uid-alice', username: 'alice', type: 'user', isEnabled: true };
/** As the host gives a deleted account since 9.0. */
const deleted = { id: 'uid-alice', username: 'alice', type: 'unknown' };
const carol = { id: 'uid-carol', username: 'carol', type: 'user', isEnabled: true };
const botUser = { id: 'bot-bob', username: 'bob:far.example', type: 'unknown' };
const room = { id: 'rid', customFields: { federation: { roomId } } };
const message = (more: object = {}) =>
	({
		id: 'mid',
		text: 'hello',
		createdAt: new Date(),
		room,
		sender: account,
		...more,
	}) as unknown as IMessage;
const without = (...names: string[]) => message(Object.fromEntries(names.map((name) => [name, undefined])));

/** A federated room in which a message of Alice's stands as `$0`. */
async function setUp(more: Answers = {}) {
	const homeserver = new FakeHomeserver();
	const { bridge, calls } = await linkedRoom({
		...homeserver.answers,
		'messages.tell': () => undefined,
		'rooms.members': () => [account],
		...more,
	});
	const { app } = fakeApp(bridge);
	await relayMessage(app, message());
	expect(homeserver.readable()).to.deep.equal(['hello']);
	calls.length = 0;
	return { app, bridge, homeserver, calls };
}

describe('events that name somebody who was deleted meanwhile', () => {
	const ignored: readonly [what: string, work: (app: AppContext) => Promise<void>][] = [
		['a message without a sender', (app) => relayMessage(app, without('sender'))],
		['a message without a room', (app) => relayMessage(app, without('room'))],
		['a message without both', (app) => relayMessage(app, without('room', 'sender'))],
		['an edit without a room', (app) => relayEdit(app, without('room'))],
		['an edit without anybody', (app) => relayEdit(app, without('sender', 'editor'))],
		[
			'a reaction without a user',
			(app) =>
				relayReaction(app, {
					message: message(),
					reaction: ':tada:',
					isReacted: true,
				}),
		],
		[
			'a reaction without a room',
			(app) =>
				relayReaction(app, {
					message: without('room'),
					user: carol,
					reaction: ':tada:',
					isReacted: true,
				} as unknown as IMessageReactionContext),
		],
		[
			'a deletion without a room',
			(app) =>
				relayDeletion(app, {
					message: without('room'),
					user: carol,
				} as unknown as IMessageDeleteContext),
		],
		[
			'a deletion without a message',
			(app) => relayDeletion(app, { user: carol } as unknown as IMessageDeleteContext),
		],
	];
	for (const [what, work] of ignored) {
		it(`change nothing and throw nothing: ${what}`, async () => {
			const { app, homeserver, calls } = await setUp();
			await work(app);
			expect(homeserver.readable()).to.deep.equal(['hello']);
			expect(calls).to.deep.equal([]);
		});
	}

	it('do not edit a message whose writer nobody knows, and tell the editor', async () => {
		const { app, homeserver, calls } = await setUp();
		await relayEdit(app, message({ sender: undefined, editor: carol, text: 'changed' }));
		expect(homeserver.readable()).to.deep.equal(['hello']);
		expect(calls.map(([method, who, , text]) => [method, who, text])).to.deep.equal([
			[
				'messages.tell',
				'uid-carol',
				'On Matrix only the person who wrote a message can edit it. Your edit is visible in this workspace only.',
			],
		]);
	});

	it('edit a message of a deleted account that has a ghost', async () => {
		const { app, homeserver } = await setUp();
		await relayEdit(app, message({ sender: deleted, editor: carol, text: 'changed' }));
		expect(homeserver.readable()).to.deep.equal(['hello', '* changed']);
	});

	it('make no ghost of a deleted bot user', async () => {
		const { app, homeserver, calls, bridge } = await setUp();
		await relayEdit(app, message({ id: 'other', sender: botUser, editor: carol, text: 'changed' }));
		await bridge.store.messages.add({
			matrixId: '$0' as EventId,
			rocketChatId: 'other' as RocketChatMessageId,
			roomId,
			part: 0,
		});
		await relayDeletion(app, {
			message: message({ id: 'other', sender: botUser }),
			user: carol,
		} as unknown as IMessageDeleteContext);
		expect(
			calls.filter(([method]) => method === 'homeserver.register').map(([, name]) => name),
		).to.deep.equal(['rc_carol']);
		expect(homeserver.readable()).to.deep.equal([]);
	});

	it('redact a message as any ghost of the room if neither the deleter nor the sender is known', async () => {
		const redactors: string[] = [];
		const { app } = await setUp({
			'homeserver.redact': (as: string) => {
				redactors.push(as);
				if (as !== alice) {
					throw new HomeserverError('M_FORBIDDEN', 403, 'not in room');
				}
			},
		});
		await relayDeletion(app, { message: without('sender') });
		expect(redactors).to.deep.equal(['@rocketchat:example.org', alice]);
	});

	it('redact it as the ghost of a sender whose account is deleted', async () => {
		const redactors: string[] = [];
		const { app, bridge } = await setUp({
			'homeserver.redact': (as: string) => {
				redactors.push(as);
				if (as !== '@rc_dora:example.org') {
					throw new HomeserverError('M_FORBIDDEN', 403, 'not in room');
				}
			},
		});
		await bridge.store.users.add({
			matrixId: '@rc_dora:example.org' as UserId,
			rocketChatId: 'uid-dora' as RocketChatUserId,
		});
		await relayDeletion(app, {
			message: message({ sender: { ...deleted, id: 'uid-dora' } }),
		});
		expect(redactors).to.deep.equal(['@rocketchat:example.org', '@rc_dora:example.org']);
	});
});
