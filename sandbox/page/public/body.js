import { element } from './element.js';

/**
 * The element that shows the text of a message.
 * @param html cleaned by the page's server (`cleaned`); the page shows no other HTML of messages
 * @param address (source) returns the address of a picture; without it, custom emoji are shown as their names
 */
export function bodyOf(html, address) {
	const body = element('div', 'body');
	body.innerHTML = html;
	for (const coloured of body.querySelectorAll('[data-color], [data-background]')) {
		coloured.style.color = coloured.dataset.color ?? '';
		coloured.style.backgroundColor = coloured.dataset.background ?? '';
	}
	if (address) {
		body.querySelectorAll('[data-picture]').forEach((emoji) => showPicture(emoji, address));
	}
	body.querySelectorAll('.spoiler').forEach(makeSpoilerButton);
	return body;
}

/**
 * The picture of a custom emoji in place of its name. One that cannot be loaded gives place to the name again.
 */
export function showPicture(emoji, address, source = emoji.dataset.picture) {
	const name = emoji.textContent;
	const picture = element('img');
	Object.assign(picture, { src: address(source), alt: name, title: name });
	picture.addEventListener('error', () => picture.replaceWith(name));
	emoji.replaceChildren(picture);
}

/** @returns the beginning of a message's text, in one line, without spoilers */
export function excerptOf(html) {
	const body = bodyOf(html);
	body.querySelectorAll('.spoiler').forEach((spoiler) => spoiler.replaceChildren('▒▒▒'));
	body.querySelectorAll('br, div, p, li, pre').forEach((block) => block.append(' '));
	body.querySelectorAll('br').forEach((lineBreak) => lineBreak.replaceWith(' '));
	const text = body.textContent.trim().replace(/\s+/g, ' ');
	return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** Makes a spoiler a button that shows its text. */
function makeSpoilerButton(spoiler) {
	const reason = spoiler.title;
	// In an element of its own, which the style hides: a hidden text is no part of what the button says.
	const text = element(spoiler.tagName);
	text.append(...spoiler.childNodes);
	spoiler.append(text);
	spoiler.tabIndex = 0;
	spoiler.setAttribute('role', 'button');
	spoiler.setAttribute('aria-label', reason ? `Show the spoiler: ${reason}` : 'Show the spoiler');
	const open = (event) => {
		if (spoiler.classList.contains('open') || (event.type === 'keydown' && !isButtonKey(event))) {
			return;
		}
		event.preventDefault();
		spoiler.classList.add('open');
		['tabindex', 'role', 'aria-label'].forEach((name) => spoiler.removeAttribute(name));
	};
	spoiler.addEventListener('click', open);
	spoiler.addEventListener('keydown', open);
}

function isButtonKey({ key }) {
	return key === 'Enter' || key === ' ';
}
