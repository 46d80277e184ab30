import { expect } from 'chai';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { RoomId, ServerName } from '../../../src/matrix/ids';
import type { RoomAddress } from '../../../src/matrix/room-address';
import { serverListFrom } from '../../../src/matrix/server-list';
import {
	enterRoom,
	followUpgrades,
	resolveAddress,
	type Target,
} from '../../../src/to-rocketchat/joining/enter-room';
import { fakeBridge, type Answers } from '../../support/fake-bridge';
import { alice, bob, roomId } from '../../support/matrix-room';

const far = 'far.example' as ServerName;
const newRoom = '!new:far.example' as RoomId;
const target: Target = { roomId, via: [far], name: 'Lobby' };
const forbidden = new HomeserverError('M_FORBIDDEN', 403, 'You are not invited to this room.');

/** A homeserver that lets the ghost join a room with this state, and tells nothing of it before. */
function entrance(state: Readonly<Record<string, object>> = {}, answers: Answers = {}) {
	const { bridge, calls } = fakeBridge({
		'homeserver.roomSummary': () => undefined,
		'homeserver.join': () => roomId,
		'homeserver.leave': () => undefined,
		'homeserver.knock': () => undefined,
		'homeserver.stateEvent': (_as: string, _roomId: string, type: string) =>
			state[type] && { type, state_key: '', sender: bob, content: state[type] },
		...answers,
	});
	const deeds = () =>
		calls.filter(([method]) => /\.(?:join|leave|knock)$/.test(method)).map(([method]) => method);
	return { bridge, calls, deeds };
}

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
	work.then(
		() => undefined,
		(error: unknown) => error,
	);

describe('entering a room of Matrix', () => {
	it('joins it over the servers of its address', async () => {
		const { bridge, calls } = entrance();
		expect(await enterRoom(bridge, alice, target, { mayKnock: false, mayFollow: true })).to.equal(
			'joined',
		);
		expect(calls).to.deep.include(['homeserver.join', alice, roomId, [far]]);
	});

	for (const [what, state, code] of [
		['a space', { 'm.room.create': { type: 'm.space' } }, 'room-is-space'],
		['encrypted', { 'm.room.encryption': {} }, 'room-encrypted-there'],
	] as const) {
		it(`leaves it again if only its state says that it is ${what}`, async () => {
			const { bridge, deeds } = entrance(state);
			const work = enterRoom(bridge, alice, target, { mayKnock: true, mayFollow: true });
			expect(await failureOf(work)).to.include({ code });
			expect(deeds()).to.deep.equal(['homeserver.join', 'homeserver.leave']);
		});
	}

	it('does not try to join what its summary calls a space', async () => {
		const { bridge, deeds } = entrance({}, { 'homeserver.roomSummary': () => ({ isSpace: true }) });
		const work = enterRoom(bridge, alice, target, { mayKnock: true, mayFollow: true });
		expect(await failureOf(work)).to.include({ code: 'room-is-space' });
		expect(deeds()).to.deep.equal([]);
	});

	const knocking = { 'homeserver.roomSummary': () => ({ isSpace: false, joinRule: 'knock' }) };

	it('knocks if the room lets in who asks, and the person wants to ask', async () => {
		const { bridge, deeds } = entrance({}, knocking);
		expect(await enterRoom(bridge, alice, target, { mayKnock: true, mayFollow: true })).to.equal(
			'knocked',
		);
		expect(deeds()).to.deep.equal(['homeserver.knock']);
	});

	it('does not knock unless the person wants to ask', async () => {
		const { bridge, deeds } = entrance({}, knocking);
		const work = enterRoom(bridge, alice, target, { mayKnock: false, mayFollow: true });
		expect(await failureOf(work)).to.include({ code: 'room-knock' });
		expect(deeds()).to.deep.equal([]);
	});

	it('does not knock at a room that lets in nobody who asks', async () => {
		const { bridge, deeds } = entrance(
			{},
			{
				'homeserver.join': () => {
					throw forbidden;
				},
			},
		);
		const work = enterRoom(bridge, alice, target, { mayKnock: true, mayFollow: true });
		expect(await failureOf(work)).to.include({ code: 'room-invite-only' });
		expect(deeds()).to.deep.equal(['homeserver.join']);
	});

	const replaced = { 'm.room.tombstone': { replacement_room: newRoom } };

	it('leaves a room that was replaced, and names the other one and the server that knows it', async () => {
		const { bridge, deeds } = entrance(replaced);
		expect(await enterRoom(bridge, alice, target, { mayKnock: false, mayFollow: true })).to.deep.equal({
			replacedBy: { roomId: newRoom, via: [far], name: 'Lobby' },
		});
		expect(deeds()).to.deep.equal(['homeserver.join', 'homeserver.leave']);
	});

	it('stays in a room that was replaced if it has followed too many', async () => {
		const { bridge, deeds } = entrance(replaced);
		expect(await enterRoom(bridge, alice, target, { mayKnock: false, mayFollow: false })).to.equal(
			'joined',
		);
		expect(deeds()).to.deep.equal(['homeserver.join']);
	});

	it('follows five upgrades, and stays in the room after them', async () => {
		const { bridge } = entrance();
		const entered: boolean[] = [];
		const end = await followUpgrades<string>(bridge, target, async (_current, mayFollow) => {
			entered.push(mayFollow);
			return mayFollow ? { replacedBy: target } : 'the last one';
		});
		expect(end).to.equal('the last one');
		expect(entered).to.deep.equal([true, true, true, true, true, false]);
	});
});

describe('the address of a room', () => {
	const aliased = { id: '#lobby:far.example', via: [] } as unknown as RoomAddress;
	const blocking = (answers: Answers = {}) => {
		const { bridge } = entrance({}, answers);
		return { ...bridge, servers: serverListFrom('', 'bad.example', bridge.configuration.domain) };
	};
	const found = () => ({ roomId: newRoom, servers: [far, 'bad.example'] });

	it('is looked up, and only servers that are not blocked are asked', async () => {
		expect(await resolveAddress(blocking({ 'homeserver.lookUpAlias': found }), aliased)).to.deep.equal({
			...{ roomId: newRoom, via: [far], name: '#lobby:far.example' },
		});
	});

	it('is not looked up if it is the id of a room', async () => {
		const address = { id: newRoom, via: ['bad.example', far] } as unknown as RoomAddress;
		expect(await resolveAddress(blocking(), address)).to.deep.equal({
			...{ roomId: newRoom, via: [far], name: newRoom },
		});
	});

	it('is refused if its server is blocked', async () => {
		const address = { id: '#lobby:bad.example', via: [] } as unknown as RoomAddress;
		expect(await failureOf(resolveAddress(blocking(), address))).to.include({ code: 'server-blocked' });
	});

	it('is refused if nobody knows it', async () => {
		const bridge = blocking({ 'homeserver.lookUpAlias': () => undefined });
		expect(await failureOf(resolveAddress(bridge, aliased))).to.include({ code: 'room-unknown' });
	});

	it('is refused as unreachable if its server does not answer', async () => {
		const bridge = blocking({
			'homeserver.lookUpAlias': () => {
				throw new HomeserverError('M_UNKNOWN', 502, 'Failed to connect');
			},
		});
		expect(await failureOf(resolveAddress(bridge, aliased))).to.include({ code: 'room-unreachable' });
	});
});
