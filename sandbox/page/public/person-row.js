import { call, callWithFile } from './call.js';
import { avatar, button, replaceButtons } from './element.js';
import { fileQuery } from './files.js';

/** The people of a side as whom one can write, and the button that gives the chosen one an avatar. */
export class PersonRow {
	/**
	 * @param header contains the row, the button and its file field
	 * @param choose (index) is called with the person who was chosen
	 * @param attempt (work) runs a function and shows its error
	 */
	constructor(header, { side: { id, persons }, choose, attempt }) {
		Object.assign(this, { id, persons, choose, chosen: 0, avatars: [] });
		this.row = header.querySelector('.persons');
		const field = header.querySelector('.own-avatar');
		header.querySelector('.set-avatar').addEventListener('click', () => field.click());
		field.addEventListener('change', async () => {
			const [picture] = field.files;
			await attempt(() => callWithFile(`${id}/${this.chosen}/avatar?${fileQuery(picture)}`, picture));
			field.value = '';
			await this.load();
		});
		this.show(0);
		this.load();
	}

	/** @param chosen index of the person who is chosen */
	show(chosen) {
		this.chosen = chosen;
		const buttons = this.persons.map(({ name, address }, index) => {
			const created = button('', () => this.choose(index), avatar(address, this.avatars[index]), name);
			created.title = address;
			created.setAttribute('aria-pressed', String(index === chosen));
			return created;
		});
		replaceButtons(this.row, buttons);
	}

	/** Asks for the avatars. A failure is not shown: the letters stay. */
	async load() {
		this.avatars = await Promise.all(
			this.persons.map(async (_person, index) => {
				const { avatar: source } = await call(`${this.id}/${index}/avatar`).catch(() => ({}));
				return source && `api/${this.id}/${index}/media/${encodeURIComponent(source)}`;
			}),
		);
		this.show(this.chosen);
	}
}
