/* global clearTimeout, confirm, document, setTimeout */

import { call, callWithFile } from './call.js';
import { Composer } from './composer.js';
import { TypingTeller, typingText } from './activity.js';
import { element } from './element.js';
import { fileQuery } from './files.js';
import { FindDialog } from './find-dialog.js';
import { invitationOf } from './invitation.js';
import { MembersDialog } from './members-dialog.js';
import { PersonRow } from './person-row.js';
import { preferredRoom } from './preferred-room.js';
import { Question } from './question.js';
import { RoomList } from './room-list.js';
import { Timeline } from './timeline.js';

/** A side that did not answer is asked again after this time, in milliseconds. */
const RETRY = 2_000;

/** One column: the chosen person, the chosen room and its messages. */
export class SideView {
	/**
	 * @param side from `/api/sides`
	 * @param opposite () returns the other column
	 * @param news () is called when the column shows something new
	 * @param answers (whether) is called after each attempt to read: whether the side answered
	 */
	constructor({ id, title, kind, emoji, roles, persons }, opposite, news, answers) {
		Object.assign(this, {
			id,
			title,
			kind,
			persons,
			opposite,
			news,
			answers,
			person: 0,
			room: undefined,
		});
		Object.assign(this, { messages: [], shown: '' });
		const root = document.querySelector('#side').content.cloneNode(true).firstElementChild;
		root.classList.add(id);
		root.querySelector('h2').textContent = title;
		this.root = root;
		this.error = root.querySelector('.conversation > .error');
		this.question = new Question(root.querySelector('.ask'));
		const media = (source) => this.mediaAddress(source);
		this.typing = new TypingTeller((typing) => this.tellTyping(typing));
		this.roomList = new RoomList(root.querySelector('.rooms'), (room) => this.switchTo({ room }), media);
		root.querySelector('.add').addEventListener('click', () => this.openDirectMessage());
		this.timeline = new Timeline(root.querySelector('.timeline'), {
			emoji,
			media,
			begin: (kind, message) => this.composer.begin(kind, message),
			react: (message, key, wanted) => this.change(message, 'react', { emoji: key, wanted }),
			press: (message, index) => this.change(message, 'press', { button: index }),
			remove: (message) => confirm('Delete this message?') && this.change(message, 'delete', {}),
		});
		this.composer = new Composer(root.querySelector('.composer'), {
			placeholder: kind === 'workspace' ? 'Message, or /federation help' : 'Message',
			send: (text, task, files) => this.send(text, task, files),
			place: root.querySelector('.conversation'),
			typed: (text) => this.typing.note(text),
			lastOwn: () => this.messages.filter(({ kind, deleted }) => kind === 'own' && !deleted).at(-1),
		});
		this.composer.disabled = true;
		this.members = new MembersDialog(root.querySelector('.people-of-room'), {
			roles,
			media,
			placeholder: this.addressExample,
			path: () => this.roomPath,
			self: () => this.writer.address,
			suggestions: () => call(`${this.path}/people`),
		});
		this.find = new FindDialog(root.querySelector('.find-rooms'), {
			path: () => this.path,
			show: (room) => this.switchTo({ room }),
		});
		root.querySelector('.show-members').addEventListener('click', () => this.members.open(this.roomName));
		root.querySelector('.find').addEventListener('click', () => this.find.open());
		this.personRow = new PersonRow(root.querySelector('header'), {
			side: { id, persons },
			choose: (person) => this.switchTo({ person, room: undefined }),
			attempt: (work) => this.attempt(work),
		});
	}

	/** Where the page's server has a picture or a file of this side. */
	mediaAddress(source) {
		return `api/${this.path}/media/${encodeURIComponent(source)}`;
	}

	get path() {
		return `${this.id}/${this.person}`;
	}

	get addressExample() {
		return this.kind === 'workspace' ? 'carol' : '@rc_alice:localhost';
	}

	get roomPath() {
		return `${this.path}/rooms/${encodeURIComponent(this.room)}`;
	}

	/** The chosen person. */
	get writer() {
		return this.persons[this.person];
	}

	/**
	 * Runs a function and shows its error.
	 * @param kind `act` or `read`. A success hides only an error of the same kind: after a message was refused, a
	 * successful read does not hide that error. It hides that the side did not answer.
	 * @returns whether it succeeded
	 */
	async attempt(work, kind = 'act') {
		try {
			await work();
			this.error.hidden ||= this.error.dataset.kind === kind;
			this.showAnswering(true);
			return true;
		} catch (error) {
			this.showAnswering(!error.unreachable);
			this.error.textContent = error.message;
			this.error.dataset.kind = error.unreachable ? 'read' : kind;
			this.error.hidden = false;
			return false;
		}
	}

	/** Says whether the side answers. While it does not, asks it again and again. */
	showAnswering(answering) {
		clearTimeout(this.retry);
		if (!answering) {
			this.retry = setTimeout(() => this.refresh(), RETRY);
		}
		this.answers(answering);
	}

	/** Shows another person or another room. */
	async switchTo(choice) {
		this.typing.stop();
		this.composer.cancelTask();
		this.error.hidden = true;
		Object.assign(this, choice, { shown: '' });
		this.composer.disabled = this.room === undefined;
		this.personRow.show(this.person);
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
		const chosen =
			rooms.find(({ id }) => id === room) ?? preferredRoom(rooms, this.opposite()?.writer.otherAddress);
		const chosenPath = `${this.path}/rooms/${encodeURIComponent(chosen?.id)}`;
		const [messages, activity] =
			chosen && !chosen.invitedBy
				? await Promise.all([call(`${chosenPath}/messages`), call(`${chosenPath}/activity`)])
				: [[], { typing: [], read: {} }];
		if (person !== this.person || room !== this.room) {
			this.again = true;
			return;
		}
		this.showActivity(activity);
		this.members.refresh();
		const state = JSON.stringify([person, chosen, rooms, messages]);
		if (state === this.shown) {
			return;
		}
		if (this.shown) {
			this.news();
		}
		Object.assign(this, { messages, room: chosen?.id, shown: state });
		this.roomList.show(rooms, chosen?.id);
		this.showTimeline(chosen);
		this.showActivity(activity);
		this.markRead();
	}

	/** Shows who types, and who has read up to which message. */
	showActivity({ typing, read }) {
		this.root.querySelector('.typing').textContent = typingText(typing);
		this.timeline.showRead(read);
	}

	/** Tells the side that the chosen person has read what is shown, once for each last message. */
	markRead() {
		const last = this.messages.at(-1);
		const mark = last && `${this.roomPath} ${last.id}`;
		if (
			mark &&
			mark !== this.marked &&
			this.root.offsetParent &&
			document.visibilityState === 'visible'
		) {
			this.marked = mark;
			this.attempt(() => call(`${this.roomPath}/read`, { message: last.id }), 'read');
		}
	}

	/** A failure is not shown: typing is told again a little later. */
	tellTyping(typing) {
		if (this.room !== undefined) {
			call(`${this.roomPath}/typing`, { typing }).catch(() => undefined);
		}
	}

	showTimeline(room) {
		this.composer.disabled = !room || Boolean(room.invitedBy);
		this.showPlace(room);
		if (!room) {
			this.timeline.showInstead(element('li', 'empty', 'No room yet.'));
			return;
		}
		if (room.invitedBy) {
			const answer = (what) => this.attempt(() => call(`${this.roomPath}/${what}`, {}));
			this.timeline.showInstead(invitationOf(room, answer));
			return;
		}
		if (this.messages.length === 0) {
			this.timeline.showInstead(element('li', 'empty', 'No messages yet.'));
			return;
		}
		this.timeline.show(`${this.path}/${room.id}`, this.messages);
	}

	/** The heading above the messages. */
	showPlace(room) {
		const place = this.root.querySelector('.place');
		place.hidden = !room;
		this.roomName = room?.name;
		place.querySelector('h3').textContent = room?.name ?? '';
		place.querySelector('p').textContent = room?.detail ?? '';
	}

	openDirectMessage() {
		const isWorkspace = this.kind === 'workspace';
		this.question.ask({
			title: 'New direct message',
			label: isWorkspace ? 'Username' : 'User id',
			placeholder: this.addressExample,
			button: 'Open',
			suggestions: call(`${this.path}/people`),
			accept: async (address) => {
				const { room } = await call(`${this.path}/direct`, { address });
				await this.switchTo({ room });
			},
		});
	}

	/** Sends a message, a reply, files or an edit. @returns whether it succeeded */
	async send(text, task, files) {
		if (task?.kind === 'edit') {
			return this.change(task.message, 'edit', { text });
		}
		if (files.length > 0) {
			return this.attempt(() => this.sendFiles(files, text, task));
		}
		this.typing.stop();
		const relation = task && { kind: task.kind, messageId: task.message.id };
		return this.attempt(() => call(`${this.roomPath}/messages`, { text, relation }));
	}

	/** Sends each file in a message of its own, the first one with the text, and removes it from the list. */
	async sendFiles(files, text, task) {
		let caption = text;
		while (files.length > 0) {
			const query = fileQuery(files[0], { caption, kind: task?.kind, message: task?.message.id });
			await callWithFile(`${this.roomPath}/files?${query}`, files[0]);
			files.shift();
			caption = '';
		}
	}

	/** Edits, deletes or reacts to a message. @param what last part of the path @returns whether it succeeded */
	async change({ id }, what, details) {
		return this.attempt(() =>
			call(`${this.roomPath}/messages/${encodeURIComponent(id)}/${what}`, details),
		);
	}
}
