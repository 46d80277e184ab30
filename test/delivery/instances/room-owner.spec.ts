import { expect } from 'chai';
import { ownerOf } from '../../../src/delivery/instances/room-owner';

const rooms = Array.from({ length: 3_000 }, (_, number) => `!room${number}:example.org`);
const roomsOf = (view: readonly string[], owner: string) =>
	rooms.filter((roomId) => ownerOf(view, roomId) === owner);

describe('the owner of a room', () => {
	it('is nobody if no instance runs', () => {
		expect(ownerOf([], '!room:example.org')).to.equal(undefined);
	});

	it('is the only instance', () => {
		expect(roomsOf(['one'], 'one')).to.have.length(rooms.length);
	});

	it('is each of several instances for a similar number of rooms', () => {
		const counts = ['one', 'two', 'three'].map((id) => roomsOf(['one', 'three', 'two'], id).length);
		counts.forEach((count) => expect(count).to.be.within(900, 1_100));
	});

	it('stays the same if another instance goes', () => {
		const before = roomsOf(['one', 'three', 'two'], 'one');
		expect(roomsOf(['one', 'two'], 'one')).to.include.members(before);
	});
});
