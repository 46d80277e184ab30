import { button, element, icon } from './element.js';

/**
 * The small row of what can be done with a message.
 * @param column `emoji`: those offered; `react`, `begin` and `remove` do it
 */
export function actionsFor(message, column) {
	const row = element('div', 'actions');
	row.setAttribute('role', 'toolbar');
	row.setAttribute('aria-label', 'What to do with this message');
	const usual = [
		action('react', 'React', () => offer()),
		action('reply', 'Reply', () => column.begin('reply', message)),
		action('thread', 'Answer in a thread', () => column.begin('thread', message)),
		...(message.kind === 'own'
			? [
					action('edit', 'Edit', () => column.begin('edit', message)),
					action('delete', 'Delete', () => column.remove(message)),
				]
			: []),
	];
	/** Only a row that has the focus, or lies under the mouse, is shown, so the focus goes over before the others go. */
	const show = (buttons, focused) => {
		const others = [...row.children];
		row.append(...buttons);
		focused?.focus();
		others.forEach((other) => other.remove());
	};
	const offer = () => {
		const given = new Set(message.reactions.filter(({ own }) => own).map(({ key }) => key));
		const choices = column.emoji.map(({ key, shown }) => {
			const choice = button(
				'',
				() => {
					show(usual, usual[0]);
					column.react(message, key, !given.has(key));
				},
				shown,
			);
			choice.setAttribute('aria-label', `React with ${shown}`);
			choice.setAttribute('aria-pressed', String(given.has(key)));
			return choice;
		});
		show(choices, choices[0]);
	};
	row.addEventListener('keydown', (event) => {
		if (event.key === 'Escape' && !usual[0].isConnected) {
			event.preventDefault();
			show(usual, usual[0]);
		}
	});
	row.addEventListener('focusout', ({ relatedTarget }) => {
		if (!usual[0].isConnected && !row.contains(relatedTarget)) {
			show(usual);
		}
	});
	show(usual);
	return row;
}

function action(name, label, press) {
	const made = button(name, press, icon(name));
	made.title = label;
	made.setAttribute('aria-label', label);
	return made;
}
