import { Attachments } from './attachments.js';
import { excerptOf } from './body.js';

const titles = { reply: 'Reply to', thread: 'In the thread of', edit: 'Edit' };

/** The form for a new message, a reply or an edit. */
export class Composer {
	/**
	 * @param form has a text field, the files, and a line that names the message that is replied to or edited
	 * @param send (text, task, files) sends or edits and returns whether it succeeded; task is undefined or
	 * `{ kind, message }`. It removes each file that is sent from the list
	 * @param typed (text) is called at every change of the text
	 * @param place where files can be dropped
	 * @param lastOwn () returns the newest own message, for the arrow key up
	 */
	constructor(form, { placeholder, send, lastOwn, place, typed }) {
		Object.assign(this, { form, send, lastOwn, task: undefined, draft: '' });
		this.input = form.querySelector('textarea');
		this.input.placeholder = placeholder;
		this.attachments = new Attachments(form, place);
		this.line = form.querySelector('.task');
		this.input.addEventListener('input', () => typed(this.input.value));
		form.addEventListener('submit', (event) => this.submit(event));
		form.querySelector('.cancel').addEventListener('click', () => this.cancelAndFocus());
		this.input.addEventListener('keydown', (event) => this.handleKey(event));
	}

	/** Starts a reply or an edit. @param kind `reply`, `thread` or `edit` */
	begin(kind, message) {
		this.cancelTask();
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

	/** Cancels the reply or edit. After an edit, restores the text that was typed before it. */
	cancelTask() {
		if (this.task?.kind === 'edit') {
			this.input.value = this.draft;
		}
		Object.assign(this, { task: undefined, draft: '' });
		this.line.hidden = true;
	}

	cancelAndFocus() {
		this.cancelTask();
		this.input.focus();
	}

	set disabled(disabled) {
		this.input.disabled = disabled;
		this.attachments.closed = disabled;
	}

	handleKey(event) {
		if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
			this.submit(event);
		}
		if (event.key === 'Escape' && this.task) {
			event.preventDefault();
			this.cancelAndFocus();
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
		const { task, draft } = this;
		const withFiles = task?.kind !== 'edit' && this.attachments.files.length > 0;
		if ((!text && !withFiles) || this.input.disabled) {
			return;
		}
		const files = withFiles ? this.attachments.empty() : [];
		const all = files.length;
		this.cancelTask();
		this.input.value = draft;
		if (await this.send(text, task, files)) {
			return;
		}
		this.attachments.add(files);
		// The text went with the first file.
		if (files.length === all && this.input.value === draft && !this.task) {
			if (task) {
				this.begin(task.kind, task.message);
			}
			this.input.value = text;
		}
	}
}
