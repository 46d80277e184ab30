import { button, element, icon } from './element.js';

/**
 * The buttons that appear above a message: react, reply, thread, edit, delete.
 * @param column has `emoji`, the emoji to offer, and the functions `react`, `begin` and `remove`
 */
export function actionsFor(message, column) {
	const row = element('div', 'actions');
	row.setAttribute('role', 'toolbar');
	row.setAttribute('aria-label', 'Actions for this message');
	const standard = [
		action('react', 'React', () => offerEmoji()),
		action('reply', 'Reply', () => column.begin('reply', message)),
		action('thread', 'Reply in a thread', () => column.begin('thread', message)),
		...(message.kind === 'own'
			? [
					action('edit', 'Edit', () => column.begin('edit', message)),
					action('delete', 'Delete', () => column.remove(message)),
				]
			: []),
	];
	/** CSS shows a row only with focus or under the mouse, so the focus moves before the old buttons are removed. */
	const show = (buttons, focused) => {
		const oldButtons = [...row.children];
		row.append(...buttons);
		focused?.focus();
		oldButtons.forEach((old) => old.remove());
	};
	const offerEmoji = () => {
		const ownKeys = new Set(message.reactions.filter(({ own }) => own).map(({ key }) => key));
		const choices = column.emoji.map(({ key, shown }) => {
			const choice = button(
				'',
				() => {
					show(standard, standard[0]);
					column.react(message, key, !ownKeys.has(key));
				},
				shown,
			);
			choice.setAttribute('aria-label', `React with ${shown}`);
			choice.setAttribute('aria-pressed', String(ownKeys.has(key)));
			return choice;
		});
		show(choices, choices[0]);
	};
	row.addEventListener('keydown', (event) => {
		if (event.key === 'Escape' && !standard[0].isConnected) {
			event.preventDefault();
			show(standard, standard[0]);
		}
	});
	row.addEventListener('focusout', ({ relatedTarget }) => {
		if (!standard[0].isConnected && !row.contains(relatedTarget)) {
			show(standard);
		}
	});
	show(standard);
	return row;
}

function action(name, label, press) {
	const created = button(name, press, icon(name));
	created.title = label;
	created.setAttribute('aria-label', label);
	return created;
}
