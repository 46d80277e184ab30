/* global document, ResizeObserver */

import { avatar, element, icon } from './element.js';

/**
 * The rooms of a person, as a listbox: Tab reaches one of them, the arrow keys move to the others, and Enter chooses.
 */
export class RoomList {
	/**
	 * @param choose (roomId) is called with the room that was chosen
	 * @param address (source) returns the address of an avatar
	 */
	constructor(list, choose, address) {
		Object.assign(this, { list, choose, address, chosen: undefined });
		list.addEventListener('click', ({ target }) => this.chooseOption(target.closest('[role="option"]')));
		list.addEventListener('keydown', (event) => this.handleKey(event));
		list.addEventListener('focusin', ({ target }) => this.makeTabStop(target));
		new ResizeObserver(() => this.showChosen()).observe(list);
	}

	/** @param chosen id of the room that is shown */
	show(rooms, chosen) {
		const focused = this.list.contains(document.activeElement)
			? document.activeElement.dataset.id
			: undefined;
		const options = labelled(rooms).map((room) => optionOf(room, room.id === chosen, this.address));
		this.list.replaceChildren(...options);
		const stop = this.option(focused) ?? this.option(chosen) ?? options[0];
		this.makeTabStop(stop);
		if (focused !== undefined) {
			stop?.focus({ preventScroll: true });
		}
		this.chosen = chosen;
		this.showChosen();
	}

	/** Scrolls to the room that is shown: the order changes with every message. */
	showChosen() {
		const option = this.option(this.chosen);
		if (option) {
			const { offsetLeft, offsetTop, offsetWidth, offsetHeight } = option;
			const { list } = this;
			list.scrollLeft = nearest(list.scrollLeft, offsetLeft, offsetWidth, list.clientWidth);
			list.scrollTop = nearest(list.scrollTop, offsetTop, offsetHeight, list.clientHeight);
		}
	}

	chooseOption(option) {
		if (option) {
			this.choose(option.dataset.id);
		}
	}

	handleKey(event) {
		const options = [...this.list.children];
		const index = options.indexOf(event.target);
		const next = {
			...{ ArrowUp: index - 1, ArrowLeft: index - 1, ArrowDown: index + 1, ArrowRight: index + 1 },
			...{ Home: 0, End: options.length - 1 },
		}[event.key];
		if (options[next]) {
			event.preventDefault();
			options[next].focus();
		}
		if (event.key === 'Enter' || event.key === ' ') {
			event.preventDefault();
			this.chooseOption(event.target);
		}
	}

	/** Makes this room the only one that Tab reaches. */
	makeTabStop(option) {
		for (const other of this.list.children) {
			other.tabIndex = other === option ? 0 : -1;
		}
	}

	option(id) {
		return [...this.list.children].find(({ dataset }) => dataset.id === id);
	}
}

/** @returns the scroll offset nearest to the present one that shows all of an element */
function nearest(present, start, size, view) {
	return Math.min(start, Math.max(present, start + size - view));
}

/** Puts a part of the id before the detail of rooms that neither name nor detail tell apart. */
function labelled(rooms) {
	return rooms.map((room) => {
		const sameName = rooms.filter(({ name }) => name === room.name);
		const twins = sameName.filter(({ detail }) => detail === room.detail);
		const part = twins.length > 1 ? `${room.id.replace(/^\W/, '').slice(0, 5)} · ` : '';
		const address = room.kind === 'direct' ? room.detail : room.name;
		return { ...room, address, detail: part + room.detail, sameName: sameName.length > 1 };
	});
}

function optionOf(room, chosen, address) {
	const { id, name, kind, detail, invitedBy, waiting, sameName } = room;
	const option = element(
		'li',
		`${invitedBy ? 'invitation' : kind}${sameName ? ' same-name' : ''}`,
		markOf(room, address),
		element('span', 'name', ...(invitedBy ? [hidden('Invitation: ')] : []), name),
		element('span', 'detail', detail),
	);
	if (waiting > 0) {
		option.append(element('span', 'waiting', String(waiting), hidden(' to answer')));
	}
	option.setAttribute('role', 'option');
	option.setAttribute('aria-selected', String(chosen));
	option.title = `${name}\n${detail}`;
	option.dataset.id = id;
	return option;
}

/** The room's avatar; the icon of its kind if it has none. The other person of a direct message has at least a letter. */
function markOf({ address, kind, invitedBy, avatar: source }, media) {
	if (invitedBy || (kind !== 'direct' && !source)) {
		return icon(invitedBy ? 'invitation' : kind);
	}
	return avatar(address, source && media(source));
}

/** A text for screen readers only. */
function hidden(text) {
	return element('span', 'unseen', text);
}
