/* global document, EventSource, prompt, setTimeout */

import { call } from './call.js';

const main = document.querySelector('main');
const switcher = document.querySelector('.switch');
const sides = new Map();

/** Makes an element with classes and children; texts become text, never markup. */
function element(tag, classes = '', ...children) {
	const made = document.createElement(tag);
	made.className = classes;
	made.append(...children);
	return made;
}

/** One column: who writes, in which room, and what is there to read. */
class SideView {
	constructor({ id, title, persons }) {
		Object.assign(this, { id, persons, person: 0, room: undefined, rooms: [], shown: '' });
		const root = document.querySelector('#side').content.cloneNode(true).firstElementChild;
		root.classList.add(id);
		root.querySelector('h2').textContent = title;
		this.root = root;
		this.timeline = root.querySelector('.timeline');
		this.error = root.querySelector('.error');
		this.input = root.querySelector('textarea');
		this.input.placeholder = id === 'left' ? 'Message, or /federation help' : 'Message';
		root.querySelector('form').addEventListener('submit', (event) => this.send(event));
		this.input.addEventListener('keydown', (event) => {
			if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
				this.send(event);
			}
		});
		this.showPersons();
		main.append(root);

		this.tab = element('button', id, title);
		this.tab.type = 'button';
		this.tab.addEventListener('click', () => show(id));
		switcher.append(this.tab);
	}

	get path() {
		return `${this.id}/${this.person}`;
	}

	/** Does something and shows what went wrong with it. */
	async attempt(work) {
		try {
			await work();
			this.error.hidden = true;
		} catch (error) {
			this.error.textContent = error.message;
			this.error.hidden = false;
		}
	}

	showPersons() {
		const buttons = this.persons.map(({ name, address }, index) => {
			const button = element('button', '', avatar(address), name);
			button.type = 'button';
			button.title = address;
			button.setAttribute('aria-pressed', String(index === this.person));
			button.addEventListener('click', () => {
				Object.assign(this, { person: index, room: undefined });
				this.showPersons();
				return this.refresh();
			});
			return button;
		});
		this.root.querySelector('.persons').replaceChildren(...buttons);
	}

	/** Reads everything anew. Calls that come while one is under way make one more, not many. */
	async refresh() {
		if (this.refreshing) {
			this.again = true;
			return;
		}
		this.refreshing = true;
		await this.attempt(() => this.read());
		this.refreshing = false;
		if (this.again) {
			this.again = false;
			await this.refresh();
		}
	}

	async read() {
		const { person } = this;
		const rooms = await call(`${this.path}/rooms`);
		const chosen = rooms.find(({ id }) => id === this.room) ?? this.preferred(rooms);
		const messages =
			chosen && !chosen.invitation
				? await call(`${this.path}/rooms/${encodeURIComponent(chosen.id)}/messages`)
				: [];
		if (person !== this.person) {
			this.again = true;
			return;
		}
		const state = JSON.stringify([person, chosen, rooms, messages]);
		if (state === this.shown) {
			return;
		}
		if (this.shown && main.dataset.shown !== this.id) {
			this.tab.classList.add('news');
		}
		Object.assign(this, { rooms, room: chosen?.id, shown: state });
		this.showRooms();
		this.showTimeline(chosen, messages);
	}

	/** At first the two sides show the room that they have in common. */
	preferred(rooms) {
		const opposite = [...sides.values()].find((side) => side !== this);
		const name = opposite?.persons[opposite.person].name.toLowerCase() ?? '';
		return rooms.find((room) => name && room.name.toLowerCase().includes(name)) ?? rooms[0];
	}

	showRooms() {
		const buttons = this.rooms.map(({ id, name, invitation }) => {
			const button = element('button', invitation ? 'invitation' : '', name);
			button.type = 'button';
			button.title = name;
			button.setAttribute('aria-pressed', String(id === this.room));
			button.addEventListener('click', () => {
				this.room = id;
				return this.refresh();
			});
			return button;
		});
		const add = element('button', 'add', '+ Direct message');
		add.type = 'button';
		add.addEventListener('click', () => this.openDirectMessage());
		this.root.querySelector('.rooms').replaceChildren(...buttons, add);
	}

	showTimeline(room, messages) {
		const scrolledToEnd =
			this.timeline.dataset.room !== room?.id ||
			this.timeline.scrollHeight - this.timeline.scrollTop - this.timeline.clientHeight < 60;
		this.timeline.dataset.room = room?.id ?? '';
		this.timeline.replaceChildren(...this.lines(room, messages));
		if (scrolledToEnd) {
			this.timeline.scrollTop = this.timeline.scrollHeight;
		}
		this.input.disabled = !room || room.invitation;
	}

	lines(room, messages) {
		if (!room) {
			return [element('li', 'empty', 'No room yet.')];
		}
		if (room.invitation) {
			const accept = element('button', '', 'Accept');
			accept.type = 'button';
			accept.addEventListener('click', () =>
				this.attempt(() => call(`${this.path}/rooms/${encodeURIComponent(room.id)}/join`, {})),
			);
			return [element('li', 'empty', `${room.name} invites you.`, accept)];
		}
		if (messages.length === 0) {
			return [element('li', 'empty', 'Nothing was said here yet.')];
		}
		return messages.map((message, index) => line(message, messages[index - 1]));
	}

	async openDirectMessage() {
		const example = this.id === 'left' ? 'Username' : 'User id, for example @rc_alice:localhost';
		const address = prompt(example)?.trim();
		if (address) {
			await this.attempt(async () => {
				this.room = (await call(`${this.path}/direct`, { address })).room;
			});
			await this.refresh();
		}
	}

	async send(event) {
		event.preventDefault();
		const text = this.input.value.trim();
		if (!text || !this.room) {
			return;
		}
		this.input.value = '';
		await this.attempt(async () => {
			try {
				await call(`${this.path}/rooms/${encodeURIComponent(this.room)}/messages`, { text });
			} catch (error) {
				this.input.value ||= text;
				throw error;
			}
		});
	}
}

function line({ sender, text, at, kind }, previous) {
	if (kind === 'system') {
		return element('li', 'system', element('strong', '', sender), ` ${text}`);
	}
	const first = previous?.sender !== sender || previous.kind !== kind;
	const time = element(
		'time',
		'',
		new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }),
	);
	const bubble = element('div', 'bubble', ...marked(text), time);
	const item = element('li', `message ${kind}${first ? ' first' : ''}`);
	if (kind === 'own') {
		item.append(bubble);
	} else {
		item.append(
			...(first ? [element('span', 'who', kind === 'notice' ? 'Only you see this' : sender)] : []),
		);
		item.append(...(first && kind === 'other' ? [avatar(sender)] : []), bubble);
	}
	return item;
}

/** Bold words and code, which the answers of commands have. */
function marked(text) {
	return text.split(/(\*\*[^*\n]+\*\*|`[^`\n]+`)/).map((part) => {
		if (part.startsWith('**') && part.length > 4) {
			return element('strong', '', part.slice(2, -2));
		}
		return part.startsWith('`') && part.length > 2 ? element('code', '', part.slice(1, -1)) : part;
	});
}

function avatar(address) {
	const name = address.replace(/^@(rc_)?/, '');
	const made = element('span', 'avatar', name.slice(0, 1));
	made.setAttribute('aria-hidden', 'true');
	let hue = 0;
	for (const character of name.split(':')[0]) {
		hue = (hue * 31 + character.codePointAt(0)) % 360;
	}
	made.style.setProperty('--hue', String(hue));
	return made;
}

/** On a narrow screen one side is shown at a time. */
function show(id) {
	main.dataset.shown = id;
	for (const side of sides.values()) {
		side.tab.setAttribute('aria-pressed', String(side.id === id));
	}
	sides.get(id).tab.classList.remove('news');
	sides.get(id).timeline.scrollTop = sides.get(id).timeline.scrollHeight;
}

function listen() {
	const status = document.querySelector('.connection');
	const changes = new EventSource('api/changes');
	const waiting = new Map();
	changes.onopen = () => {
		status.textContent = 'live';
		status.classList.remove('lost');
		sides.forEach((side) => side.refresh());
	};
	changes.onerror = () => {
		status.textContent = 'the sandbox does not answer';
		status.classList.add('lost');
	};
	changes.onmessage = ({ data }) => {
		const { side: id, person } = JSON.parse(data);
		const side = sides.get(id);
		if (side?.person === person && !waiting.has(id)) {
			// What happens at once comes as several events.
			waiting.set(
				id,
				setTimeout(() => {
					waiting.delete(id);
					side.refresh();
				}, 20),
			);
		}
	};
}

for (const side of await call('sides')) {
	sides.set(side.id, new SideView(side));
}
show('left');
listen();
