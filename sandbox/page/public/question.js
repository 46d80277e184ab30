/* global Option */

/** A dialog with one text field. It stays open, and shows the error, until its answer is accepted or it is cancelled. */
export class Question {
	constructor(dialog) {
		this.dialog = dialog;
		this.form = dialog.querySelector('form');
		this.input = dialog.querySelector('input');
		this.error = dialog.querySelector('.error');
		const list = dialog.querySelector('datalist');
		list.id = `suggestions-${Question.count++}`;
		this.input.setAttribute('list', list.id);
		dialog.querySelector('h3').id = `${list.id}-title`;
		dialog.setAttribute('aria-labelledby', `${list.id}-title`);
		dialog.querySelector('.cancel').addEventListener('click', () => dialog.close());
		this.form.addEventListener('submit', (event) => this.submit(event));
	}

	static count = 0;

	/**
	 * @param title of the dialog, and `label` and `placeholder` of the field
	 * @param suggestions a promise of `{ name, address }`
	 * @param accept (answer) throws the error to show
	 */
	ask({ title, label, placeholder, button, suggestions, accept }) {
		this.accept = accept;
		this.dialog.querySelector('h3').textContent = title;
		this.dialog.querySelector('label span').textContent = label;
		this.dialog.querySelector('.ok').textContent = button;
		const list = this.dialog.querySelector('datalist');
		list.replaceChildren();
		Object.assign(this.input, { placeholder, value: '' });
		this.error.hidden = true;
		this.dialog.showModal();
		this.input.focus();
		suggestions.then(
			(people) => list.replaceChildren(...people.map(({ name, address }) => new Option(name, address))),
			() => undefined,
		);
	}

	async submit(event) {
		event.preventDefault();
		const answer = this.input.value.trim();
		if (!answer) {
			this.input.focus();
			return;
		}
		try {
			await this.accept(answer);
			this.dialog.close();
		} catch ({ message }) {
			this.error.textContent = message;
			this.error.hidden = false;
			this.input.focus();
		}
	}
}
