import { expect } from 'chai';
import type { EventId } from '../../../src/matrix/ids';
import type { RocketChatUser } from '../../../src/rocketchat/entities';
import type { RocketChatMessageId } from '../../../src/rocketchat/ids';
import { sendPin } from '../../../src/to-matrix/messages/pin';
import { alice, linkedRoom, roomId } from '../../support/matrix-room';

const messageId = 'm1' as RocketChatMessageId;
const user = { id: 'uid-alice', username: 'alice', name: 'Alice', type: 'user' } as unknown as RocketChatUser;

interface Given {
	/** Whether the message is pinned in Rocket.Chat. */
	readonly isPinned: boolean;
	/** What is pinned on Matrix. */
	readonly pinned?: readonly string[];
	/** What was pinned when both sides agreed last. */
	readonly agreed?: readonly string[];
	/** Who has sent the event that says so. */
	readonly pinnedBy?: string;
	readonly power?: number;
	readonly hasToken?: boolean;
	readonly isLinked?: boolean;
}

/** Sends the pin of a message. @returns what was changed, and the failure */
async function send({
	isPinned,
	pinned = [],
	agreed,
	pinnedBy = '',
	power = 50,
	hasToken = false,
	isLinked = true,
}: Given) {
	const { bridge, calls } = await linkedRoom({
		'messages.byId': (id: string) => ({
			...{ id, _unmappedProperties_: { pinned: id === messageId && isPinned } },
		}),
		'homeserver.setDisplayName': () => undefined,
		'homeserver.stateEvent': (_as: string, _room: string, type: string) =>
			({
				'm.room.pinned_events': { type, sender: pinnedBy, content: { pinned, other: 'kept' } },
				'm.room.power_levels': { type, state_key: '', content: { users: { [alice]: power } } },
			})[type],
		'homeserver.sendState': () => undefined,
		'restRooms.isAvailable': () => hasToken,
		'restRooms.setPinned': () => undefined,
	});
	if (isLinked) {
		const matrixId = '$e1' as EventId;
		await bridge.store.messages.add({ matrixId, rocketChatId: messageId, roomId, part: 0 });
	}
	const other = { matrixId: '$shown' as EventId, rocketChatId: 'm2' as RocketChatMessageId };
	await bridge.store.messages.add({ ...other, roomId, part: 0 });
	if (agreed) {
		await bridge.store.agreements.change(roomId, { pinned: agreed as EventId[] });
	}
	const failure: unknown = await sendPin(bridge, messageId, user, roomId).catch((error: unknown) => error);
	const deeds = calls.filter(([method]) => /sendState|setPinned/.test(method));
	return { deeds: deeds.map(([method, ...given]) => [method, given.at(-1)]), failure, calls, bridge };
}

describe('a message that is pinned in Rocket.Chat', () => {
	it('is pinned on Matrix behind the others, as the ghost, and nothing else of the event changes', async () => {
		const { deeds, calls } = await send({ isPinned: true, pinned: ['$other'] });
		const content = { pinned: ['$other', '$e1'], other: 'kept' };
		expect(deeds).to.deep.equal([['homeserver.sendState', content]]);
		expect(calls.find(([method]) => method === 'homeserver.sendState')?.[1]).to.equal(alice);
	});

	it('and then not any more, loses its pin there', async () => {
		const { deeds } = await send({ isPinned: false, pinned: ['$e1', '$other'] });
		expect(deeds).to.deep.equal([['homeserver.sendState', { pinned: ['$other'], other: 'kept' }]]);
	});

	it('leaves what somebody on Matrix has pinned meanwhile to their own event', async () => {
		const { bridge } = await send({ isPinned: true, pinned: ['$new'], agreed: ['$old'] });
		expect((await bridge.store.agreements.of(roomId)).pinned).to.deep.equal(['$old', '$e1']);
	});

	it('leaves it so in a room in which no pin was carried yet, by what is here and not pinned here', async () => {
		const pinned = ['$older', '$shown'];
		const { bridge } = await send({ isPinned: true, pinned, hasToken: true });
		expect((await bridge.store.agreements.of(roomId)).pinned).to.deep.equal(['$older', '$e1']);
		const without = await send({ isPinned: true, pinned });
		expect((await without.bridge.store.agreements.of(roomId)).pinned).to.deep.equal([...pinned, '$e1']);
	});

	it('is no news of somebody on Matrix after the app ended in the middle', async () => {
		const { bridge, deeds } = await send({
			...{ isPinned: true, pinned: ['$old', '$e1'], agreed: ['$old'], pinnedBy: alice },
		});
		expect(deeds).to.deep.equal([]);
		expect((await bridge.store.agreements.of(roomId)).pinned).to.deep.equal(['$old', '$e1']);
	});

	const nothing: readonly [what: string, given: Given][] = [
		[
			'is pinned there already, as after a pin from there, sends nothing',
			{ isPinned: true, pinned: ['$e1'] },
		],
		['is not pinned there either, sends nothing', { isPinned: false }],
		['is not on Matrix, sends nothing', { isPinned: true, isLinked: false }],
	];
	for (const [what, given] of nothing) {
		it(what, async () => {
			expect((await send(given)).deeds).to.deep.equal([]);
		});
	}

	it('by somebody without the power there, is refused', async () => {
		const { deeds, failure } = await send({ isPinned: true, power: 0 });
		expect(failure).to.include({ code: 'pin-forbidden' });
		expect(deeds).to.deep.equal([]);
	});

	it('by somebody without the power there, loses its pin here if there is a token', async () => {
		const { deeds, failure } = await send({ isPinned: true, power: 0, hasToken: true });
		expect(failure).to.include({ code: 'pin-forbidden' });
		expect(deeds).to.deep.equal([['restRooms.setPinned', false]]);
	});
});
