/* global clearTimeout, confirm, document, Option, setTimeout */

import { call } from './call.js';
import { avatar, button, element } from './element.js';

/** Several changes often arrive together; they cause one new reading after this time, in milliseconds. */
const QUIET = 100;

/** The dialog with the members of a room: their roles, who is removed, and who is invited. */
export class MembersDialog {
	/**
	 * @param side has its `roles`, its `placeholder` for an address, and the functions `path` of the room, `self`, the address of
	 * the chosen person, `suggestions`, a promise of people to invite, and `media`, the address of a picture
	 */
	constructor(dialog, side) {
		Object.assign(this, { dialog, side, shown: '' });
		this.list = dialog.querySelector('.members');
		this.error = dialog.querySelector('.error');
		this.input = dialog.querySelector('input');
		this.input.placeholder = side.placeholder;
		const suggestions = dialog.querySelector('datalist');
		suggestions.id = `invite-${MembersDialog.count++}`;
		this.input.setAttribute('list', suggestions.id);
		const title = dialog.querySelector('h3');
		title.id = `${suggestions.id}-title`;
		dialog.setAttribute('aria-labelledby', title.id);
		dialog.querySelector('.cancel').addEventListener('click', () => dialog.close());
		dialog.querySelector('form').addEventListener('submit', (event) => {
			event.preventDefault();
			this.invite();
		});
	}

	static count = 0;

	/** @param name of the room */
	async open(name) {
		this.path = this.side.path();
		this.dialog.querySelector('h3').textContent = `People in ${name}`;
		Object.assign(this, { shown: '' });
		this.input.value = '';
		this.list.replaceChildren();
		this.dialog.showModal();
		await this.attempt(() => this.read());
		const people = await this.side.suggestions().catch(() => []);
		const options = people.map(({ name: known, address }) => new Option(known, address));
		this.dialog.querySelector('datalist').replaceChildren(...options);
	}

	/** Reads the members again, if the dialog is open. */
	refresh() {
		if (this.dialog.open) {
			clearTimeout(this.waiting);
			this.waiting = setTimeout(() => this.attempt(() => this.read()), QUIET);
		}
	}

	async read() {
		const answer = await call(`${this.path}/members`);
		const shape = JSON.stringify(answer);
		if (shape === this.shown) {
			return;
		}
		this.shown = shape;
		const focused = this.list.contains(document.activeElement) && document.activeElement.dataset.key;
		this.list.replaceChildren(...answer.members.map((member) => this.row(member)));
		[...this.list.querySelectorAll('[data-key]')].find(({ dataset }) => dataset.key === focused)?.focus();
		const more = answer.total - answer.members.length;
		this.dialog.querySelector('.more').textContent = more > 0 ? `and ${more} more` : '';
	}

	row({ address, name, avatar: source, role, invited }) {
		const isSelf = address === this.side.self();
		const remove = button(
			'',
			() => this.remove(address, name, isSelf),
			isSelf ? 'Leave' : invited ? 'Withdraw' : 'Remove',
		);
		remove.setAttribute('aria-label', `${remove.textContent}${isSelf ? ' the room' : ` ${name}`}`);
		remove.dataset.key = `remove ${address}`;
		return element(
			'li',
			'',
			avatar(address, source && this.side.media(source)),
			element(
				'span',
				'who',
				element('b', '', name),
				...(name === address ? [] : [element('span', 'address', address)]),
				...(invited ? [element('span', 'address', 'invited')] : []),
			),
			this.roleField(address, name, role),
			remove,
		);
	}

	/** A choice of roles. It also has the present role, if that is none of the side's. */
	roleField(address, name, role) {
		const field = element('select');
		const known = this.side.roles.some(({ key }) => key === role.key);
		const roles = known ? this.side.roles : [role, ...this.side.roles];
		field.append(...roles.map(({ key, name: title }) => new Option(title, key)));
		field.value = role.key;
		field.setAttribute('aria-label', `Role of ${name}`);
		field.dataset.key = `role ${address}`;
		field.addEventListener('change', async () => {
			if (!(await this.act('role', { address, role: field.value }))) {
				field.value = role.key;
			}
		});
		return field;
	}

	async remove(address, name, isSelf) {
		if (confirm(isSelf ? 'Leave this room?' : `Remove ${name} from this room?`)) {
			const done = await this.act('remove', { address });
			if (done && isSelf) {
				this.dialog.close();
			}
		}
	}

	async invite() {
		const address = this.input.value.trim();
		if (address && (await this.act('invite', { address }))) {
			this.input.value = '';
		}
		this.input.focus();
	}

	/** @returns whether it succeeded */
	act(what, body) {
		return this.attempt(async () => {
			await call(`${this.path}/${what}`, body);
			this.refresh();
		});
	}

	/** Runs a function and shows its error. @returns whether it succeeded */
	async attempt(work) {
		try {
			await work();
			this.error.hidden = true;
			return true;
		} catch ({ message }) {
			this.error.textContent = message;
			this.error.hidden = false;
			return false;
		}
	}
}
