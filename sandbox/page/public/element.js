/* global document */

/** Makes an element with classes and children; texts become text, never markup. */
export function element(tag, classes = '', ...children) {
	const made = document.createElement(tag);
	made.className = classes;
	made.append(...children);
	return made;
}

/** A button that does something and nothing else: it sends no form. */
export function button(classes, press, ...children) {
	const made = element('button', classes, ...children);
	made.type = 'button';
	made.addEventListener('click', press);
	return made;
}

/** Gives a row other buttons. The focus stays in the row: on the same button, or on the one that is pressed. */
export function refill(row, buttons) {
	const focused = row.contains(document.activeElement) ? document.activeElement.textContent : undefined;
	row.replaceChildren(...buttons);
	if (focused !== undefined) {
		const same = buttons.find(({ textContent }) => textContent === focused);
		(same ?? row.querySelector('[aria-pressed="true"]') ?? buttons[0])?.focus({ preventScroll: true });
	}
}

/** One of the drawings in index.html. */
export function icon(name) {
	const namespace = 'http://www.w3.org/2000/svg';
	const drawing = document.createElementNS(namespace, 'svg');
	const use = document.createElementNS(namespace, 'use');
	use.setAttribute('href', `#icon-${name}`);
	drawing.setAttribute('aria-hidden', 'true');
	drawing.append(use);
	return drawing;
}

/** The first letter of somebody, on a colour that is the same for a person and their double on the other side. */
export function avatar(address) {
	const name = address.replace(/^@(rc_)?/, '');
	const made = element('span', 'avatar', name.slice(0, 1));
	made.setAttribute('aria-hidden', 'true');
	let hue = 0;
	for (const character of name.split(':')[0]) {
		hue = (hue * 31 + character.codePointAt(0)) % 360;
	}
	made.style.setProperty('--hue', String(hue));
	return made;
}
