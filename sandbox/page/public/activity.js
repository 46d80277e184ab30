/* global clearTimeout, setTimeout */

import { avatar, element } from './element.js';

/** While somebody types, the others are told again after this time, in milliseconds. */
const REPEAT = 4_000;
/** Who has not typed for this time has stopped, in milliseconds. */
const PAUSE = 8_000;

/** @returns who types, as a sentence; empty if nobody does */
export function typingText(names) {
	if (names.length === 0) {
		return '';
	}
	const who = names.length > 3 ? 'Several people' : new Intl.ListFormat('en').format(names);
	return `${who} ${names.length === 1 ? 'is' : 'are'} typing …`;
}

/** Tells the others that somebody types, and that they have stopped. */
export class TypingTeller {
	/** @param tell (typing) tells it for the chosen person, in the chosen room */
	constructor(tell) {
		Object.assign(this, { tell, toldAt: 0 });
	}

	/** Is called at every change of the text. */
	note(text) {
		clearTimeout(this.pause);
		if (text.trim() === '' || text.startsWith('/')) {
			this.stop();
			return;
		}
		this.pause = setTimeout(() => this.stop(), PAUSE);
		if (Date.now() - this.toldAt > REPEAT) {
			this.toldAt = Date.now();
			this.tell(true);
		}
	}

	stop() {
		clearTimeout(this.pause);
		if (this.toldAt > 0) {
			this.toldAt = 0;
			this.tell(false);
		}
	}
}

/**
 * Shows small marks at the messages up to which people have read.
 * @param bubbles the elements of the messages
 * @param read the people, by the id of the message
 * @param address (source) returns the address of an avatar
 */
export function showReceipts(bubbles, read, address) {
	for (const bubble of bubbles) {
		const people = read[bubble.dataset.id] ?? [];
		const line = bubble.closest('.message');
		const shape = JSON.stringify(people);
		const present = line?.querySelector('.receipts');
		if (!line || (present?.dataset.shape ?? '[]') === shape) {
			continue;
		}
		present?.remove();
		if (people.length > 0) {
			const text = `Read by ${people.map(({ name }) => name).join(', ')}`;
			const faces = people
				.slice(0, 4)
				.map((one) => avatar(one.address, one.avatar && address(one.avatar)));
			const marks = element('div', 'receipts', ...faces, element('span', 'unseen', text));
			Object.assign(marks, { title: text });
			marks.dataset.shape = shape;
			line.append(marks);
		}
	}
}
