/* global document */

/** Creates an element with classes and children. Strings become text, never HTML. */
export function element(tag, classes = '', ...children) {
	const created = document.createElement(tag);
	created.className = classes;
	created.append(...children);
	return created;
}

/** A button that does not submit a form. */
export function button(classes, press, ...children) {
	const created = element('button', classes, ...children);
	created.type = 'button';
	created.addEventListener('click', press);
	return created;
}

/** Replaces the buttons of a row. Focus in the row moves to the button with the same text, or to the pressed one. */
export function replaceButtons(row, buttons) {
	const focused = row.contains(document.activeElement) ? document.activeElement.textContent : undefined;
	row.replaceChildren(...buttons);
	if (focused !== undefined) {
		const same = buttons.find(({ textContent }) => textContent === focused);
		(same ?? row.querySelector('[aria-pressed="true"]') ?? buttons[0])?.focus({ preventScroll: true });
	}
}

/** One of the icons in index.html. */
export function icon(name) {
	const namespace = 'http://www.w3.org/2000/svg';
	const drawing = document.createElementNS(namespace, 'svg');
	const use = document.createElementNS(namespace, 'use');
	use.setAttribute('href', `#icon-${name}`);
	drawing.setAttribute('aria-hidden', 'true');
	drawing.append(use);
	return drawing;
}

/**
 * A picture, or the first letter on a colour that is the same for the person and for their ghost or bot user.
 * @param picture its address; undefined if there is none
 */
export function avatar(address, picture) {
	const name = address.replace(/^[@#!](rc2?_)?/, '');
	const created = element('span', 'avatar', name.slice(0, 1));
	created.setAttribute('aria-hidden', 'true');
	let hue = 0;
	for (const character of name.split(':')[0]) {
		hue = (hue * 31 + character.codePointAt(0)) % 360;
	}
	created.style.setProperty('--hue', String(hue));
	if (picture) {
		const image = element('img');
		Object.assign(image, { src: picture, alt: '' });
		image.addEventListener('error', () => image.remove());
		created.append(image);
	}
	return created;
}
