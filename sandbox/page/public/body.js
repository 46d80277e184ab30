import { element } from './element.js';

/**
 * What a message says.
 * @param html as the page's server cleaned it: the only markup of messages that is ever shown
 */
export function bodyOf(html) {
	const body = element('div', 'body');
	body.innerHTML = html;
	for (const coloured of body.querySelectorAll('[data-color], [data-background]')) {
		coloured.style.color = coloured.dataset.color ?? '';
		coloured.style.backgroundColor = coloured.dataset.background ?? '';
	}
	body.querySelectorAll('.spoiler').forEach(hide);
	return body;
}

/** The beginning of what a message says, in one line. */
export function excerptOf(html) {
	const body = bodyOf(html);
	body.querySelectorAll('.spoiler').forEach((spoiler) => spoiler.replaceChildren('▒▒▒'));
	body.querySelectorAll('br, div, p, li, pre').forEach((block) => block.append(' '));
	body.querySelectorAll('br').forEach((end) => end.replaceWith(' '));
	const text = body.textContent.trim().replace(/\s+/g, ' ');
	return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** A spoiler is a button until it is opened. */
function hide(spoiler) {
	const reason = spoiler.title;
	spoiler.tabIndex = 0;
	spoiler.setAttribute('role', 'button');
	spoiler.setAttribute('aria-label', reason ? `Show the spoiler: ${reason}` : 'Show the spoiler');
	const open = (event) => {
		if (spoiler.classList.contains('open') || (event.type === 'keydown' && !opens(event))) {
			return;
		}
		event.preventDefault();
		spoiler.classList.add('open');
		['tabindex', 'role', 'aria-label'].forEach((name) => spoiler.removeAttribute(name));
	};
	spoiler.addEventListener('click', open);
	spoiler.addEventListener('keydown', open);
}

function opens({ key }) {
	return key === 'Enter' || key === ' ';
}
