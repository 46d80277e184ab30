import { button, element, icon } from './element.js';
import { sizeText } from './files.js';

/** The files that will be sent with the next message: chosen with the button, dropped, or pasted. */
export class Attachments {
	/**
	 * @param form has the button, the file field and the list
	 * @param place where files can be dropped
	 */
	constructor(form, place) {
		Object.assign(this, { files: [], list: form.querySelector('.pending'), disabled: false });
		this.field = form.querySelector('input[type="file"]');
		this.button = form.querySelector('.attach');
		this.button.addEventListener('click', () => this.field.click());
		this.field.addEventListener('change', () => {
			this.add([...this.field.files]);
			this.field.value = '';
		});
		form.querySelector('textarea').addEventListener('paste', (event) =>
			this.take(event, event.clipboardData),
		);
		place.addEventListener('dragover', (event) => {
			const accepts = !this.disabled && event.dataTransfer.types.includes('Files');
			place.classList.toggle('dropping', accepts);
			if (accepts) {
				event.preventDefault();
			}
		});
		place.addEventListener('dragleave', () => place.classList.remove('dropping'));
		place.addEventListener('drop', (event) => {
			place.classList.remove('dropping');
			this.take(event, event.dataTransfer);
		});
	}

	/** Adds the files of a paste or a drop, if it has any. */
	take(event, { files }) {
		if (files.length > 0 && !this.disabled) {
			event.preventDefault();
			this.add([...files]);
		}
	}

	add(files) {
		this.files.push(...files);
		this.show();
	}

	/** @returns the files, which are not here any more */
	empty() {
		const files = this.files.splice(0);
		this.show();
		return files;
	}

	set closed(closed) {
		this.disabled = closed;
		this.button.disabled = closed;
	}

	show() {
		this.list.hidden = this.files.length === 0;
		this.list.replaceChildren(
			...this.files.map((file) => {
				const remove = button(
					'cancel',
					() => {
						this.files.splice(this.files.indexOf(file), 1);
						this.show();
						this.button.focus();
					},
					icon('cancel'),
				);
				remove.setAttribute('aria-label', `Do not send ${file.name}`);
				return element(
					'li',
					'',
					element('span', 'file-name', file.name),
					element('span', 'file-size', sizeText(file.size)),
					remove,
				);
			}),
		);
	}
}
