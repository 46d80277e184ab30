/* global confirm, document, prompt */

import { call } from './call.js';
import { Composer } from './composer.js';
import { avatar, button, element, refill } from './element.js';
import { Timeline } from './timeline.js';

/** One column: who writes, in which room, and what is there to read. */
export class SideView {
	/**
	 * @param side as the server tells it
	 * @param opposite () gives the other column
	 * @param news () is called when something else is shown than before
	 */
	constructor({ id, title, emoji, persons }, opposite, news) {
		Object.assign(this, { id, persons, opposite, news, person: 0, room: undefined });
		Object.assign(this, { rooms: [], messages: [], shown: '' });
		const root = document.querySelector('#side').content.cloneNode(true).firstElementChild;
		root.classList.add(id);
		root.querySelector('h2').textContent = title;
		this.root = root;
		this.error = root.querySelector('.error');
		this.timeline = new Timeline(root.querySelector('.timeline'), {
			emoji,
			begin: (kind, message) => this.composer.begin(kind, message),
			react: (message, key, wanted) => this.change(message, 'react', { emoji: key, wanted }),
			remove: (message) => confirm('Delete this message?') && this.change(message, 'delete', {}),
		});
		this.composer = new Composer(root.querySelector('form'), {
			placeholder: id === 'left' ? 'Message, or /federation help' : 'Message',
			send: (text, task) => this.send(text, task),
			lastOwn: () => this.messages.filter(({ kind, deleted }) => kind === 'own' && !deleted).at(-1),
		});
		this.composer.disabled = true;
		this.showPersons();
	}

	get path() {
		return `${this.id}/${this.person}`;
	}

	get roomPath() {
		return `${this.path}/rooms/${encodeURIComponent(this.room)}`;
	}

	/** The name of who writes here. */
	get writer() {
		return this.persons[this.person].name;
	}

	/**
	 * Does something and shows what went wrong with it.
	 * @param kind that the column can be read again does not take back that something could not be sent
	 * @returns whether it went well
	 */
	async attempt(work, kind = 'act') {
		try {
			await work();
			this.error.hidden ||= this.error.dataset.kind === kind;
			return true;
		} catch (error) {
			this.error.textContent = error.message;
			this.error.dataset.kind = kind;
			this.error.hidden = false;
			return false;
		}
	}

	showPersons() {
		const buttons = this.persons.map(({ name, address }, index) => {
			const choose = () => this.turnTo({ person: index, room: undefined });
			const made = button('', choose, avatar(address), name);
			made.title = address;
			made.setAttribute('aria-pressed', String(index === this.person));
			return made;
		});
		refill(this.root.querySelector('.persons'), buttons);
	}

	/** Another person or another room. */
	async turnTo(where) {
		this.composer.drop();
		this.error.hidden = true;
		Object.assign(this, where, { shown: '' });
		this.composer.disabled = this.room === undefined;
		this.showPersons();
		await this.refresh();
	}

	/** Reads everything anew. Calls that come while one is under way make one more, not many. */
	async refresh() {
		if (this.refreshing) {
			this.again = true;
			return;
		}
		this.refreshing = true;
		await this.attempt(() => this.read(), 'read');
		this.refreshing = false;
		if (this.again) {
			this.again = false;
			await this.refresh();
		}
	}

	async read() {
		const { person, room } = this;
		const rooms = await call(`${this.path}/rooms`);
		const chosen = rooms.find(({ id }) => id === room) ?? this.preferred(rooms);
		const messages =
			chosen && !chosen.invitation
				? await call(`${this.path}/rooms/${encodeURIComponent(chosen.id)}/messages`)
				: [];
		if (person !== this.person || room !== this.room) {
			this.again = true;
			return;
		}
		const state = JSON.stringify([person, chosen, rooms, messages]);
		if (state === this.shown) {
			return;
		}
		if (this.shown) {
			this.news();
		}
		Object.assign(this, { rooms, messages, room: chosen?.id, shown: state });
		this.showRooms();
		this.showTimeline(chosen);
	}

	/** At first the two sides show the room that they have in common. */
	preferred(rooms) {
		const name = this.opposite()?.writer.toLowerCase() ?? '';
		return rooms.find((room) => name && room.name.toLowerCase().includes(name)) ?? rooms[0];
	}

	showRooms() {
		const buttons = this.rooms.map(({ id, name, invitation }) => {
			const made = button(invitation ? 'invitation' : '', () => this.turnTo({ room: id }), name);
			made.title = name;
			made.setAttribute('aria-pressed', String(id === this.room));
			return made;
		});
		const add = button('add', () => this.openDirectMessage(), '+ Direct message');
		const row = this.root.querySelector('.rooms');
		refill(row, [...buttons, add]);
		if (this.roomInView !== this.room) {
			this.roomInView = this.room;
			row.querySelector('[aria-pressed="true"]')?.scrollIntoView({
				block: 'nearest',
				inline: 'nearest',
			});
		}
	}

	showTimeline(room) {
		this.composer.disabled = !room || room.invitation;
		if (!room) {
			this.timeline.tell(element('li', 'empty', 'No room yet.'));
			return;
		}
		if (room.invitation) {
			const join = () => this.attempt(() => call(`${this.roomPath}/join`, {}));
			this.timeline.tell(
				element('li', 'empty', `${room.name} invites you.`, button('', join, 'Accept')),
			);
			return;
		}
		if (this.messages.length === 0) {
			this.timeline.tell(element('li', 'empty', 'Nothing was said here yet.'));
			return;
		}
		this.timeline.show(`${this.path}/${room.id}`, this.messages);
	}

	async openDirectMessage() {
		const example = this.id === 'left' ? 'Username' : 'User id, for example @rc_alice:localhost';
		const address = prompt(example)?.trim();
		if (!address) {
			return;
		}
		await this.attempt(async () => {
			const { room } = await call(`${this.path}/direct`, { address });
			await this.turnTo({ room });
		});
	}

	/** @returns whether it went well */
	async send(text, task) {
		if (task?.kind === 'edit') {
			return this.change(task.message, 'edit', { text });
		}
		const relation = task && { kind: task.kind, messageId: task.message.id };
		return this.attempt(() => call(`${this.roomPath}/messages`, { text, relation }));
	}

	/** Does something with a message. @returns whether it went well */
	async change({ id }, what, details) {
		return this.attempt(() =>
			call(`${this.roomPath}/messages/${encodeURIComponent(id)}/${what}`, details),
		);
	}
}
