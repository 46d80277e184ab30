import { actionsFor } from './actions.js';
import { bodyOf, excerptOf, showPicture } from './body.js';
import { avatar, button, element } from './element.js';
import { filesOf } from './files.js';

/**
 * A line of the timeline: one message.
 * @param first the previous line has another sender or kind, so this line shows the sender
 * @param root the first message of its thread, if it is loaded
 * @param column has the functions that the line's buttons call
 */
export function lineOf(message, first, root, column) {
	const { id, name, sender, kind, deleted, html, quotes, reactions, sections = [] } = message;
	if (kind === 'system') {
		return element('li', 'system', element('strong', '', name), ' ', bodyOf(html));
	}
	const line = element('li', `message ${kind}${first ? ' first' : ''}${deleted ? ' deleted' : ''}`);
	if (first && kind === 'notice') {
		line.append(element('span', 'who', 'Only you see this'));
	}
	if (first && kind === 'other') {
		line.append(whoOf(name, sender), avatar(sender, message.avatar && column.media(message.avatar)));
	}
	const files = filesOf(message.files ?? [], column.media);
	const captions = (message.files ?? []).flatMap(({ caption }) =>
		caption ? [bodyOf(caption, column.media)] : [],
	);
	const bubble = element(
		'div',
		'bubble',
		...(message.thread ? [threadOf(message.thread, root, column)] : []),
		...quotes.map((quote) => quoteOf(quote, column)),
		...files,
		...captions,
		...sections.map((section) => element('div', 'section', bodyOf(section, column.media))),
		element(
			'div',
			'said',
			...(sections.length === 0 && (html || files.length === 0) ? [bodyOf(html, column.media)] : []),
			metaOf(message),
		),
	);
	if (message.buttons) {
		const buttons = message.buttons.map(({ label, style }, index) =>
			button(style === 'danger' ? 'danger' : '', () => column.press(message, index), label),
		);
		bubble.append(element('div', 'card-buttons', ...buttons));
	}
	bubble.tabIndex = -1;
	bubble.dataset.id = id;
	bubble.setAttribute('role', 'group');
	bubble.setAttribute('aria-label', `Message from ${name}`);
	const held = element('div', 'held', bubble);
	line.append(held);
	if (kind !== 'notice' && !deleted) {
		held.append(actionsFor(message, column));
	}
	if (reactions.length > 0) {
		line.append(element('div', 'reactions', ...reactions.map((one) => chipOf(message, one, column))));
	}
	return line;
}

function whoOf(name, address) {
	return element('span', 'who', element('b', '', name), ...(name === address ? [] : [` ${address}`]));
}

function metaOf({ at, edited }) {
	const date = new Date(at);
	const time = element('time', '', date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }));
	time.dateTime = date.toISOString();
	time.title = date.toLocaleString();
	return element('span', 'meta', ...(edited ? ['edited · '] : []), time);
}

/** The text of a quote is inert: a click anywhere on the quote jumps to the quoted message. */
function quoteOf({ id, name, html }, column) {
	const body = bodyOf(html, column.media);
	body.inert = true;
	const label = name ? `Reply to ${name}: ${excerptOf(html)}` : 'Reply';
	return element('div', 'quote', jumpTo(id, label, name, column), body);
}

function threadOf(id, root, column) {
	const text = root ? `Thread: ${root.name}: ${excerptOf(root.html)}` : 'In a thread';
	return element('div', 'thread', jumpTo(root && id, text, text, column));
}

function jumpTo(id, label, shown, column) {
	if (id === undefined) {
		return element('span', 'jump', shown);
	}
	const created = button('jump', () => column.jump(id), shown);
	created.setAttribute('aria-label', label);
	return created;
}

function chipOf(message, { key, shown, picture, people, own }, column) {
	const emoji = element('span', 'emoji', shown);
	if (picture) {
		showPicture(emoji, column.media, picture);
	}
	const chip = button('', () => column.react(message, key, !own), emoji, ` ${people.length}`);
	chip.title = people.join(', ');
	chip.setAttribute('aria-pressed', String(own));
	chip.setAttribute('aria-label', `${shown} ${people.length}: ${people.join(', ')}`);
	return chip;
}
