import { expect } from 'chai';
import { FederationError } from '../../../src/errors';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { FoundRoom } from '../../../src/matrix/room-directory';
import { joinRefusal, requireJoinable } from '../../../src/to-rocketchat/joining/refusals';
import { alice, roomId } from '../../support/matrix-room';

const roomOf = (change: Partial<FoundRoom> = {}): FoundRoom => ({
	roomId,
	alias: undefined,
	name: 'Lobby',
	topic: undefined,
	members: 2,
	isSpace: false,
	isEncrypted: false,
	joinRule: 'public',
	allowedRooms: [],
	membership: undefined,
	...change,
});

describe('a room that is looked at before it is joined', () => {
	const looked: readonly [what: string, change: Partial<FoundRoom>, code: string | undefined][] = [
		['is public', {}, undefined],
		['is a space', { isSpace: true }, 'room-is-space'],
		['is encrypted', { isEncrypted: true }, 'room-encrypted-there'],
		['does not tell whether it is encrypted', { isEncrypted: undefined }, undefined],
		['has banned the ghost', { membership: 'ban' }, 'room-banned'],
		['is for those who are invited', { joinRule: 'invite' }, 'room-invite-only'],
		['is private', { joinRule: 'private' }, 'room-invite-only'],
		['lets in who asks', { joinRule: 'knock' }, 'room-knock'],
		[
			'is for those who are invited, as the ghost is',
			{ joinRule: 'invite', membership: 'invite' },
			undefined,
		],
		['lets in who asks, and the ghost is in it', { joinRule: 'knock', membership: 'join' }, undefined],
		[
			'is for members of other rooms, which only the homeserver can check',
			{ joinRule: 'restricted' },
			undefined,
		],
		['has a join rule that nobody knows', { joinRule: 'org.example.unknown' }, undefined],
	];
	for (const [what, change, code] of looked) {
		it(`${code === undefined ? 'may be tried' : `is refused as ${code}`} if it ${what}`, () => {
			let refusal: unknown;
			try {
				requireJoinable(roomOf(change), 'Lobby', alice);
			} catch (error) {
				refusal = error;
			}
			expect(refusal instanceof FederationError ? refusal.code : refusal).to.equal(code);
		});
	}
});

describe('a join that the homeserver refuses', () => {
	const parent = '!parent:example.org' as FoundRoom['roomId'];
	const refused: readonly [
		what: string,
		error: HomeserverError,
		room: FoundRoom | undefined,
		code: string,
	][] = [
		[
			'is not possible between the servers',
			forbidden('Federation denied with far.example.'),
			undefined,
			'server-denied',
		],
		[
			'is of somebody who is banned',
			forbidden('You are banned from this room'),
			undefined,
			'room-banned',
		],
		[
			'fails though the ghost is invited',
			forbidden('no'),
			roomOf({ membership: 'invite' }),
			'room-closed-to-invited',
		],
		[
			'needs a knock, since no room lets the ghost in',
			forbidden('no'),
			roomOf({ joinRule: 'knock_restricted' }),
			'room-knock',
		],
		[
			'needs another room, which is known',
			forbidden('no'),
			roomOf({ allowedRooms: [parent] }),
			'room-restricted',
		],
		[
			'needs another room, which is not known',
			forbidden('You do not belong to any of the required rooms/spaces to join this room.'),
			undefined,
			'room-restricted-unnamed',
		],
		[
			'fails for an unknown join rule',
			forbidden('no'),
			roomOf({ joinRule: 'org.example.unknown' }),
			'room-invite-only',
		],
		[
			'fails since no server can check it',
			new HomeserverError('M_UNABLE_TO_AUTHORISE_JOIN', 400, 'no'),
			undefined,
			'room-invite-only',
		],
		['finds no room', new HomeserverError('M_NOT_FOUND', 404, 'no'), undefined, 'room-unknown'],
		[
			'gets no answer of the other servers',
			new HomeserverError('M_UNKNOWN', 502, 'no'),
			undefined,
			'room-unreachable',
		],
	];
	for (const [what, error, room, code] of refused) {
		it(`is explained as ${code} if it ${what}`, () => {
			expect(joinRefusal(error, { name: 'Lobby', ghost: alice, room })).to.include({
				code,
				cause: error,
			});
		});
	}

	it('names the rooms of which one has to be joined', () => {
		const room = roomOf({ allowedRooms: [parent, roomId] });
		expect(joinRefusal(forbidden('no'), { name: 'Lobby', ghost: alice, room })).to.deep.include({
			parameters: { room: 'Lobby', needed: `${parent}, ${roomId}` },
		});
	});

	for (const error of [
		new HomeserverError('M_LIMIT_EXCEEDED', 429, 'slow down'),
		new HomeserverError('UNREACHABLE', undefined, 'no connection'),
		new HomeserverError('NOT_MATRIX', 404, 'the page of a proxy'),
		new HomeserverError('NOT_MATRIX', 502, 'the page of a proxy'),
		new Error('anything else'),
	]) {
		it(`is left as it is if it says "${error.message}"`, () => {
			expect(joinRefusal(error, { name: 'Lobby', ghost: alice, room: roomOf() })).to.equal(error);
		});
	}
});

function forbidden(reason: string): HomeserverError {
	return new HomeserverError('M_FORBIDDEN', 403, reason);
}
