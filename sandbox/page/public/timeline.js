/* global document, ResizeObserver */

import { showReceipts } from './activity.js';
import { lineOf } from './line.js';

/** The timeline scrolls to new messages if it is at most this far from its end, in pixels. */
const NEAR = 60;

/** The messages of one room. Lines that do not change keep their element, with its focus and its opened spoilers. */
export class Timeline {
	/** @param column has the functions that the buttons of a line call; the timeline adds `jump` */
	constructor(list, column) {
		Object.assign(this, { list, lines: new Map(), scope: '', atEnd: true });
		this.column = { ...column, jump: (id) => this.jump(id) };
		list.addEventListener('scroll', () => {
			const left = list.scrollHeight - list.scrollTop - list.clientHeight;
			this.atEnd = left < NEAR || list.scrollTop === this.followedTo;
		});
		new ResizeObserver(() => {
			this.follow();
			this.makeScrollable();
		}).observe(list);
		// Pictures get their size when they are loaded. The event does not bubble.
		['load', 'loadedmetadata'].forEach((type) => list.addEventListener(type, () => this.follow(), true));
		list.addEventListener('keydown', (event) => this.moveFocus(event));
		list.addEventListener('focusin', ({ target }) => this.makeTabStop(target.closest('.message')));
	}

	/** Shows something else in place of messages. */
	showInstead(...lines) {
		this.lines.clear();
		this.list.replaceChildren(...lines);
	}

	/** Shows who has read up to which message. @param read people by the id of the message */
	showRead(read) {
		showReceipts(this.list.querySelectorAll('.bubble'), read, this.column.media);
	}

	/** @param scope names person and room; lines are not kept if it changes */
	show(scope, messages) {
		if (this.scope !== scope || this.lines.size === 0) {
			this.showInstead();
			Object.assign(this, { scope, atEnd: true });
		}
		const focused = document.activeElement?.closest('.bubble, .message');
		const focusedId = this.list.contains(focused) ? this.idOf(focused) : undefined;
		const lines = this.linesOf(messages);
		const kept = new Set([...lines.values()].map(({ node }) => node));
		this.lines.forEach(({ node }) => kept.has(node) || node.remove());
		let place = this.list.firstChild;
		for (const { node } of lines.values()) {
			if (node === place) {
				place = place.nextSibling;
			} else {
				this.list.insertBefore(node, place);
			}
		}
		this.lines = lines;
		if (focusedId && !this.list.contains(document.activeElement)) {
			this.bubble(focusedId)?.focus({ preventScroll: true });
		}
		this.makeTabStop(this.list.querySelector('.message:has(> .held > [tabindex="0"])') ?? this.last());
		this.makeScrollable();
		this.follow();
	}

	/** Lets the keyboard reach what scrolls: wide blocks, and the list itself if none of its lines can be reached. */
	makeScrollable() {
		for (const block of this.list.querySelectorAll('.body :is(pre, table, div.formula)')) {
			toggleTabStop(block, block.scrollWidth > block.clientWidth);
		}
		toggleTabStop(this.list, !this.last());
	}

	/** Scrolls to the newest message if that was in view before: to its beginning, if it is too high to be seen whole. */
	follow() {
		if (this.atEnd) {
			const newest = this.last()?.getBoundingClientRect();
			const { top, height } = this.list.getBoundingClientRect();
			const isHigh = newest?.height > height;
			this.list.scrollTop = isHigh ? this.list.scrollTop + newest.top - top : this.list.scrollHeight;
			this.followedTo = this.list.scrollTop;
		}
	}

	linesOf(messages) {
		const known = new Map(messages.map((message) => [message.id, message]));
		const lines = new Map();
		messages.forEach((message, index) => {
			const { id, sender, kind, thread } = message;
			const previous = messages[index - 1];
			const first = previous?.sender !== sender || previous.kind !== kind;
			const root = known.get(thread);
			const shape = JSON.stringify([message, first, root?.name, root?.html]);
			const line = this.lines.get(id);
			const node = line?.shape === shape ? line.node : lineOf(message, first, root, this.column);
			lines.set(id, { shape, node });
		});
		return lines;
	}

	/** Makes this message the only one that Tab reaches. The arrow keys move to the others. */
	makeTabStop(line) {
		const bubble = line?.querySelector('.bubble');
		if (bubble && bubble.tabIndex !== 0) {
			this.list.querySelectorAll('.bubble[tabindex="0"]').forEach((other) => (other.tabIndex = -1));
			bubble.tabIndex = 0;
		}
	}

	moveFocus(event) {
		const bubbles = [...this.list.querySelectorAll('.bubble')];
		const index = bubbles.indexOf(event.target);
		const next = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: bubbles.length - 1 }[
			event.key
		];
		if (index >= 0 && bubbles[next]) {
			event.preventDefault();
			bubbles[next].focus();
		}
	}

	/** Scrolls to a message and highlights it. */
	jump(id) {
		const bubble = this.bubble(id);
		bubble?.scrollIntoView({ block: 'center' });
		bubble?.focus({ preventScroll: true });
		bubble?.classList.add('found');
		bubble?.addEventListener('animationend', () => bubble.classList.remove('found'), { once: true });
	}

	bubble(id) {
		return [...this.list.querySelectorAll('.bubble')].find(({ dataset }) => dataset.id === id);
	}

	idOf(node) {
		return (node.closest('.message')?.querySelector('.bubble') ?? node).dataset.id;
	}

	last() {
		return [...this.list.querySelectorAll('.message')].at(-1);
	}
}

function toggleTabStop(element, wanted) {
	if (wanted) {
		element.tabIndex = 0;
	} else {
		element.removeAttribute('tabindex');
	}
}
