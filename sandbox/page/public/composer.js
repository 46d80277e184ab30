import { excerptOf } from './body.js';

const titles = { reply: 'Reply to', thread: 'In the thread of', edit: 'Edit' };

/** Where somebody writes: something new, an answer, or an edit. */
export class Composer {
	/**
	 * @param form with a text field and the line that says what is answered or edited
	 * @param send (text, task) does it; task is undefined or `{ kind, message }`
	 */
	constructor(form, { placeholder, send, lastOwn }) {
		Object.assign(this, { form, send, lastOwn, task: undefined, draft: '' });
		this.input = form.querySelector('textarea');
		this.input.placeholder = placeholder;
		this.line = form.querySelector('.task');
		form.addEventListener('submit', (event) => this.submit(event));
		form.querySelector('.cancel').addEventListener('click', () => this.leave());
		this.input.addEventListener('keydown', (event) => this.key(event));
	}

	/** @param kind `reply`, `thread` or `edit` */
	begin(kind, message) {
		this.drop();
		this.task = { kind, message };
		if (kind === 'edit') {
			this.draft = this.input.value;
			this.input.value = message.text;
		}
		this.line.querySelector('.what').textContent =
			kind === 'edit' ? titles.edit : `${titles[kind]} ${message.name}`;
		this.line.querySelector('.excerpt').textContent = excerptOf(message.html);
		this.line.hidden = false;
		this.input.focus();
	}

	/** Forgets what was to be answered or edited; what was typed before an edit comes back. */
	drop() {
		if (this.task?.kind === 'edit') {
			this.input.value = this.draft;
		}
		Object.assign(this, { task: undefined, draft: '' });
		this.line.hidden = true;
	}

	leave() {
		this.drop();
		this.input.focus();
	}

	set disabled(disabled) {
		this.input.disabled = disabled;
	}

	key(event) {
		if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
			this.submit(event);
		}
		if (event.key === 'Escape' && this.task) {
			event.preventDefault();
			this.leave();
		}
		const last = event.key === 'ArrowUp' && !this.input.value && !this.task && this.lastOwn();
		if (last) {
			event.preventDefault();
			this.begin('edit', last);
		}
	}

	async submit(event) {
		event.preventDefault();
		const text = this.input.value.trim();
		if (!text || this.input.disabled) {
			return;
		}
		const { task, draft } = this;
		this.drop();
		this.input.value = draft;
		if (!(await this.send(text, task)) && this.input.value === draft && !this.task) {
			if (task) {
				this.begin(task.kind, task.message);
			}
			this.input.value = text;
		}
	}
}
