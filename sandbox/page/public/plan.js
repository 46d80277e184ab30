/* global clearTimeout, document, Option, setTimeout, window */

import { call } from './call.js';

const select = document.querySelector('#plan');
const note = document.querySelector('.plan output');
/** The app reads the plan once in this time, in milliseconds. */
const INTERVAL = 60_000;
let shown = '';
let clearing;

/** Shows an answer of `/api/plan`. */
function show({ present, plans }) {
	shown = present ?? '';
	select.replaceChildren(...plans.map(({ id, name }) => new Option(name, id)));
	if (present === null) {
		const other = new Option('another license', '');
		other.disabled = true;
		select.prepend(other);
	}
	select.value = shown;
	select.disabled = false;
}

function showNote(text, failed = false) {
	clearTimeout(clearing);
	note.textContent = text;
	note.classList.toggle('failed', failed);
	clearing = setTimeout(() => (note.textContent = ''), INTERVAL);
}

async function change() {
	select.disabled = true;
	try {
		show(await call('plan', { plan: select.value }));
		showNote('the app sees it within a minute');
	} catch (error) {
		select.value = shown;
		select.disabled = false;
		showNote(error.message, true);
	}
}

async function load() {
	try {
		show(await call('plan'));
	} catch (error) {
		showNote(error.message, true);
	}
}

select.addEventListener('change', change);
// An administrator or another page may have changed the plan meanwhile.
window.addEventListener('focus', load);
await load();
