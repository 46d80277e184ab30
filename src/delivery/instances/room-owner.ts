/** The ids of the instances of the server that divide the rooms among themselves, sorted. */
export type View = readonly string[];

/**
 * Chooses the instance that relays a room: each instance gets a number from its id and the room's, and the highest one wins. All
 * instances choose the same, and when one goes or comes only its own rooms move ("rendezvous hashing").
 * @returns the id of an instance; undefined if the view is empty
 */
export function ownerOf(view: View, roomId: string): string | undefined {
	let owner: string | undefined;
	let highest = -1;
	for (const id of view) {
		const number = hash(`${id} ${roomId}`);
		if (number > highest) {
			highest = number;
			owner = id;
		}
	}
	return owner;
}

export function isSameView(one: View, other: View): boolean {
	return one.join() === other.join();
}

/** @returns a number from 0 to 2^32 - 1: FNV-1a, and the last steps of MurmurHash3, which spread similar texts */
function hash(text: string): number {
	let value = 0x811c9dc5;
	for (let index = 0; index < text.length; index++) {
		value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
	}
	value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
	value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
	return (value ^ (value >>> 16)) >>> 0;
}
