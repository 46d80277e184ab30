import { expect } from 'chai';
import { FederationError } from '../../../src/errors';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { EventId } from '../../../src/matrix/ids';
import type { RocketChatMessageId, RocketChatRoomId } from '../../../src/rocketchat/ids';
import { relayToRocketChat } from '../../../src/to-rocketchat/dispatch';
import type { Answers } from '../../support/fake-bridge';
import { alice, eventOf, linkedRoom, roomId } from '../../support/matrix-room';

const pinsOf = (pinned: unknown, change: object = {}) =>
	eventOf('m.room.pinned_events', { pinned }, { stateKey: '', ...change });
const rid = 'rid' as RocketChatRoomId;
const quoteOf = (messageId: string) => `[ ](http://workspace.test/direct/rid?msg=${messageId}) `;
const told = (messageId: string, what: string) => [
	'post',
	`${quoteOf(messageId)}_has ${what} this message._`,
];

/** A room with the messages `m1` and `m2`, which are the events `$e1` and `$e2`. */
async function setUp(hasToken: boolean, more: Answers = {}) {
	const { bridge, calls } = await linkedRoom({
		'rooms.members': () => [{ id: 'bot-bob', username: 'bob:far.example', type: 'bot' }],
		'restRooms.isAvailable': () => hasToken,
		'restRooms.setPinned': () => undefined,
		...more,
	});
	for (const number of [1, 2]) {
		await bridge.store.messages.add({
			...{ matrixId: `$e${number}` as EventId, rocketChatId: `m${number}` as RocketChatMessageId },
			...{ roomId, part: 0 },
		});
	}
	const deeds = () =>
		calls
			.filter(([method]) => /post|setPinned/.test(method))
			.map(([method, ...given]) =>
				method === 'messages.post' ? ['post', (given[0] as { text: string }).text] : given,
			);
	return { bridge, deeds };
}

describe('the pinned messages of a Matrix room', () => {
	it('are told by lines that quote them, if there is no token', async () => {
		const { bridge, deeds } = await setUp(false);
		await relayToRocketChat(bridge, pinsOf(['$e1']));
		await relayToRocketChat(bridge, pinsOf([], { eventId: '$later' }));
		expect(deeds()).to.deep.equal([told('m1', 'pinned'), told('m1', 'unpinned')]);
	});

	it('are pinned here with a token, those that changed and no others', async () => {
		const { bridge, deeds } = await setUp(true);
		await relayToRocketChat(bridge, pinsOf(['$e1']));
		await relayToRocketChat(bridge, pinsOf(['$e1', '$e2'], { eventId: '$second' }));
		await relayToRocketChat(bridge, pinsOf(['$e2'], { eventId: '$third' }));
		expect(deeds()).to.deep.equal([
			...[told('m1', 'pinned'), ['m1', true]],
			...[told('m2', 'pinned'), ['m2', true]],
			...[told('m1', 'unpinned'), ['m1', false]],
		]);
	});

	it('that were pinned before are known from the event', async () => {
		const { bridge, deeds } = await setUp(false);
		const unsigned = { prev_content: { pinned: ['$e1'] } };
		await relayToRocketChat(bridge, pinsOf(['$e1', '$e2'], { unsigned }));
		expect(deeds()).to.deep.equal([told('m2', 'pinned')]);
	});

	const without: readonly [what: string, event: ReturnType<typeof pinsOf>][] = [
		['that are not shown here are left out', pinsOf(['$unknown'])],
		['that are no list are left out', pinsOf('$e1')],
		['that are no ids are left out', pinsOf([1, { a: 2 }])],
		['of a ghost came from here', pinsOf(['$e1'], { sender: alice })],
		['with a state key are none', pinsOf(['$e1'], { stateKey: 'x' })],
	];
	for (const [what, event] of without) {
		it(what, async () => {
			const { bridge, deeds } = await setUp(true);
			await relayToRocketChat(bridge, event);
			expect(deeds()).to.deep.equal([]);
		});
	}

	it('are left alone by an event that arrives when somebody here has pinned again', async () => {
		const { bridge, deeds } = await setUp(true, {
			'homeserver.stateEvent': () => ({ content: { pinned: ['$e2', '$e1'] } }),
		});
		const link = await bridge.store.rooms.byMatrixId(roomId);
		await bridge.store.rooms.change({ ...link, matrixId: roomId, rocketChatId: rid, ghostId: alice });
		await bridge.store.agreements.change(roomId, { pinned: ['$e1' as EventId] });
		await relayToRocketChat(bridge, pinsOf(['$e2']));
		expect(deeds()).to.deep.equal([told('m2', 'pinned'), ['m2', true]]);
		expect((await bridge.store.agreements.of(roomId)).pinned).to.deep.equal(['$e1', '$e2']);
	});

	it('are looked at again later if the homeserver does not say what is pinned by now', async () => {
		let fails = true;
		const { bridge, deeds } = await setUp(true, {
			'homeserver.stateEvent': () => {
				if (fails) {
					throw new HomeserverError('TIMED_OUT', undefined, 'no answer in time');
				}
				return { content: { pinned: ['$e1'] } };
			},
		});
		const link = await bridge.store.rooms.byMatrixId(roomId);
		await bridge.store.rooms.change({ ...link, matrixId: roomId, rocketChatId: rid, ghostId: alice });
		const failure: unknown = await relayToRocketChat(bridge, pinsOf(['$e1'])).catch(
			(error: unknown) => error,
		);
		expect(failure).to.include({ code: 'homeserver-slow' });
		expect(deeds()).to.deep.equal([]);
		fails = false;
		await relayToRocketChat(bridge, pinsOf(['$e1']));
		expect(deeds()).to.deep.equal([told('m1', 'pinned'), ['m1', true]]);
	});

	it('are pinned later if the workspace does not answer, as while its server starts, for ten minutes', async () => {
		let isAway = true;
		const { bridge, deeds } = await setUp(true, {
			'restRooms.setPinned': () => {
				if (isAway) {
					throw new FederationError('workspace-unreachable', { url: 'http://workspace.test' });
				}
			},
		});
		const event = pinsOf(['$e1'], { at: Date.now() });
		const failure: unknown = await relayToRocketChat(bridge, event).catch((error: unknown) => error);
		expect(failure).to.have.property('code', 'workspace-unreachable');
		isAway = false;
		await relayToRocketChat(bridge, event);
		expect(deeds().at(-1)).to.deep.equal(['m1', true]);
		isAway = true;
		await relayToRocketChat(
			bridge,
			pinsOf(['$e1', '$e2'], { at: Date.now() - 700_000, eventId: '$old' }),
		);
	});

	it('are told all the same if the token does not allow to pin', async () => {
		const refuse = () => {
			throw new FederationError('workspace-token-powerless');
		};
		const { bridge, deeds } = await setUp(true, { 'restRooms.setPinned': refuse });
		await relayToRocketChat(bridge, pinsOf(['$e1']));
		expect(deeds()).to.deep.equal([told('m1', 'pinned'), ['m1', true]]);
	});
});
