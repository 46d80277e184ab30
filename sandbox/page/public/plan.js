/* global clearTimeout, document, Option, setTimeout, window */

import { call } from './call.js';

const select = document.querySelector('#plan');
const note = document.querySelector('.plan output');
/** The app asks for its plan this often, in milliseconds. */
const INTERVAL = 60_000;
let shown = '';
let forgetting;

/** Shows what the server says. */
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

function tell(text, failed = false) {
	clearTimeout(forgetting);
	note.textContent = text;
	note.classList.toggle('failed', failed);
	forgetting = setTimeout(() => (note.textContent = ''), INTERVAL);
}

async function change() {
	select.disabled = true;
	try {
		show(await call('plan', { plan: select.value }));
		tell('in force within a minute');
	} catch (error) {
		select.value = shown;
		select.disabled = false;
		tell(error.message, true);
	}
}

async function look() {
	try {
		show(await call('plan'));
	} catch (error) {
		tell(error.message, true);
	}
}

select.addEventListener('change', change);
// It may have been changed elsewhere: by an administrator, or on another page.
window.addEventListener('focus', look);
await look();
