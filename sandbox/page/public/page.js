/* global document, EventSource, setTimeout */

import { call } from './call.js';
import { button } from './element.js';
import { SideView } from './side-view.js';

const main = document.querySelector('main');
/** By side: the column, and the tab that shows it on a narrow screen. */
const columns = new Map();
const silentSides = new Set();
let connected = false;

function add(side) {
	const { id, title } = side;
	const tab = button(id, () => show(id), title);
	const opposite = () => [...columns.values()].map(({ view }) => view).find((view) => view.id !== id);
	const news = () => tab.classList.toggle('news', main.dataset.shown !== id);
	const answers = (answering) => {
		silentSides[answering ? 'delete' : 'add'](title);
		showConnection();
	};
	const view = new SideView(side, opposite, news, answers);
	main.append(view.root);
	document.querySelector('.switch').append(tab);
	columns.set(id, { view, tab });
}

/** Chooses the column that a narrow screen shows. */
function show(shown) {
	main.dataset.shown = shown;
	for (const [id, { tab }] of columns) {
		tab.setAttribute('aria-pressed', String(id === shown));
	}
	const { view, tab } = columns.get(shown);
	tab.classList.remove('news');
	view.timeline.follow();
	view.markRead();
}

function showConnection() {
	const status = document.querySelector('.connection');
	const [silent] = connected ? silentSides : ['the sandbox'];
	const text = silent === undefined ? 'live' : `${silent} does not answer`;
	if (status.textContent !== text) {
		status.textContent = text;
		status.classList.toggle('lost', silent !== undefined);
	}
}

function listen() {
	const changes = new EventSource('api/changes');
	const waiting = new Set();
	changes.onopen = () => {
		connected = true;
		showConnection();
		columns.forEach(({ view }) => view.refresh());
	};
	changes.onerror = () => {
		connected = false;
		showConnection();
	};
	changes.onmessage = ({ data }) => {
		const { side: id, person } = JSON.parse(data);
		const { view } = columns.get(id) ?? {};
		if (view?.person === person && !waiting.has(id)) {
			// Several events often arrive together; they cause one refresh.
			waiting.add(id);
			setTimeout(() => {
				waiting.delete(id);
				view.refresh();
			}, 20);
		}
	};
}

document.addEventListener('visibilitychange', () => columns.forEach(({ view }) => view.markRead()));
(await call('sides')).forEach(add);
show('left');
listen();
