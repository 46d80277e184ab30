/* global URLSearchParams */

import { call } from './call.js';
import { button, element } from './element.js';

/** The dialog that finds public rooms and joins them. */
export class FindDialog {
	/** @param path () returns the path of the chosen person @param show (roomId) shows a room */
	constructor(dialog, { path, show }) {
		Object.assign(this, { dialog, path, show });
		this.list = dialog.querySelector('.found-rooms');
		this.input = dialog.querySelector('input');
		this.error = dialog.querySelector('.error');
		dialog.querySelector('.cancel').addEventListener('click', () => dialog.close());
		dialog.querySelector('form').addEventListener('submit', (event) => {
			event.preventDefault();
			this.find();
		});
	}

	/** Opens the dialog with all public rooms. */
	open() {
		this.input.value = '';
		this.list.replaceChildren();
		this.dialog.showModal();
		this.input.focus();
		return this.find();
	}

	find() {
		const query = new URLSearchParams({ term: this.input.value.trim() });
		return this.attempt(async () => {
			const rooms = await call(`${this.path()}/public-rooms?${query}`);
			this.list.replaceChildren(...rooms.map((room) => this.row(room)));
			this.dialog.querySelector('.none').hidden = rooms.length > 0;
		});
	}

	row({ id, name, detail, joined }) {
		const join = button('', () => this.join(id), joined ? 'Open' : 'Join');
		join.setAttribute('aria-label', `${join.textContent} ${name}`);
		return element(
			'li',
			'',
			element('span', 'who', element('b', '', name), element('span', 'address', detail)),
			join,
		);
	}

	/** Joins a room. The servers let somebody join who is in the room already. */
	join(id) {
		return this.attempt(async () => {
			const { room } = await call(`${this.path()}/public-rooms`, { room: id });
			this.dialog.close();
			await this.show(room);
		});
	}

	/** Runs a function and shows its error. */
	async attempt(work) {
		try {
			await work();
			this.error.hidden = true;
		} catch ({ message }) {
			this.error.textContent = message;
			this.error.hidden = false;
		}
	}
}
