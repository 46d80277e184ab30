/* global document, EventSource, setTimeout */

import { call } from './call.js';
import { button } from './element.js';
import { SideView } from './side-view.js';

const main = document.querySelector('main');
/** Columns and the buttons that show them on a narrow screen, by side. */
const columns = new Map();

function add(side) {
	const { id, title } = side;
	const tab = button(id, () => show(id), title);
	const opposite = () => [...columns.values()].map(({ view }) => view).find((view) => view.id !== id);
	const news = () => tab.classList.toggle('news', main.dataset.shown !== id);
	const view = new SideView(side, opposite, news);
	main.append(view.root);
	document.querySelector('.switch').append(tab);
	columns.set(id, { view, tab });
}

/** On a narrow screen one side is shown at a time. */
function show(shown) {
	main.dataset.shown = shown;
	for (const [id, { tab }] of columns) {
		tab.setAttribute('aria-pressed', String(id === shown));
	}
	const { view, tab } = columns.get(shown);
	tab.classList.remove('news');
	view.timeline.follow();
}

function listen() {
	const status = document.querySelector('.connection');
	const changes = new EventSource('api/changes');
	const waiting = new Set();
	changes.onopen = () => {
		status.textContent = 'live';
		status.classList.remove('lost');
		columns.forEach(({ view }) => view.refresh());
	};
	changes.onerror = () => {
		status.textContent = 'the sandbox does not answer';
		status.classList.add('lost');
	};
	changes.onmessage = ({ data }) => {
		const { side: id, person } = JSON.parse(data);
		const { view } = columns.get(id) ?? {};
		if (view?.person === person && !waiting.has(id)) {
			// What happens at once comes as several events.
			waiting.add(id);
			setTimeout(() => {
				waiting.delete(id);
				view.refresh();
			}, 20);
		}
	};
}

(await call('sides')).forEach(add);
show('left');
listen();
