/* global confirm, document, prompt */

import { call } from './call.js';
import { Composer } from './composer.js';
import { avatar, button, element, replaceButtons } from './element.js';
import { Timeline } from './timeline.js';

/** One column: the chosen person, the chosen room and its messages. */
export class SideView {
	/**
	 * @param side from `/api/sides`
	 * @param opposite () returns the other column
	 * @param news () is called when the column shows something new
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
			press: (message, index) => this.change(message, 'press', { button: index }),
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

	/** The name of the chosen person. */
	get writer() {
		return this.persons[this.person].name;
	}

	/**
	 * Runs a function and shows its error.
	 * @param kind `act` or `read`. A success hides only an error of the same kind: after a message could not be sent, a
	 * successful read does not hide that error.
	 * @returns whether it succeeded
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
			const choose = () => this.switchTo({ person: index, room: undefined });
			const created = button('', choose, avatar(address), name);
			created.title = address;
			created.setAttribute('aria-pressed', String(index === this.person));
			return created;
		});
		replaceButtons(this.root.querySelector('.persons'), buttons);
	}

	/** Shows another person or another room. */
	async switchTo(choice) {
		this.composer.cancelTask();
		this.error.hidden = true;
		Object.assign(this, choice, { shown: '' });
		this.composer.disabled = this.room === undefined;
		this.showPersons();
		await this.refresh();
	}

	/** Reads rooms and messages again. Several calls during a refresh cause only one more refresh. */
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
		const chosen = rooms.find(({ id }) => id === room) ?? this.preferredRoom(rooms);
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

	/** At first, both columns show the room that their two persons share. */
	preferredRoom(rooms) {
		const name = this.opposite()?.writer.toLowerCase() ?? '';
		return rooms.find((room) => name && room.name.toLowerCase().includes(name)) ?? rooms[0];
	}

	showRooms() {
		const buttons = this.rooms.map(({ id, name, invitation }) => {
			const created = button(invitation ? 'invitation' : '', () => this.switchTo({ room: id }), name);
			created.title = name;
			created.setAttribute('aria-pressed', String(id === this.room));
			return created;
		});
		const add = button('add', () => this.openDirectMessage(), '+ Direct message');
		const row = this.root.querySelector('.rooms');
		replaceButtons(row, [...buttons, add]);
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
			this.timeline.showInstead(element('li', 'empty', 'No room yet.'));
			return;
		}
		if (room.invitation) {
			const join = () => this.attempt(() => call(`${this.roomPath}/join`, {}));
			this.timeline.showInstead(
				element('li', 'empty', `${room.name} invites you.`, button('', join, 'Accept')),
			);
			return;
		}
		if (this.messages.length === 0) {
			this.timeline.showInstead(element('li', 'empty', 'No messages yet.'));
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
			await this.switchTo({ room });
		});
	}

	/** Sends a message, a reply or an edit. @returns whether it succeeded */
	async send(text, task) {
		if (task?.kind === 'edit') {
			return this.change(task.message, 'edit', { text });
		}
		const relation = task && { kind: task.kind, messageId: task.message.id };
		return this.attempt(() => call(`${this.roomPath}/messages`, { text, relation }));
	}

	/** Edits, deletes or reacts to a message. @param what last part of the path @returns whether it succeeded */
	async change({ id }, what, details) {
		return this.attempt(() =>
			call(`${this.roomPath}/messages/${encodeURIComponent(id)}/${what}`, details),
		);
	}
}
