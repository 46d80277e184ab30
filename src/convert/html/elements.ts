import { safeAddress } from '../escape/link';
import { textOf, type Element, type Node } from './element';
import { formula } from './formula';
import type { Names } from './names';
import type { Page } from './page';
import { pillOf } from './pill';
import { writePill } from './pill-text';
import { raised } from './raised';
import { BOLD, ITALIC, STRIKE, type Style } from './run';
import { tableLines } from './table';

/** Where an element is written and how. */
export interface Place {
	readonly page: Page;
	readonly names: Names;
	readonly style: Style;
}

type Writer = (element: Element, place: Place) => void;

/** Writes text and elements, one after the other. */
export function writeAll(nodes: readonly Node[], place: Place): void {
	for (const node of nodes) {
		if (typeof node === 'string') {
			place.page.text(node, place.style);
		} else {
			const write = Object.hasOwn(writers, node.name) ? writers[node.name] : undefined;
			(write ?? writeChildren)(node, place);
		}
	}
}

const writeChildren: Writer = ({ children }, place) => writeAll(children, place);

const emphasis =
	(bit: number): Writer =>
	({ children }, place) => {
		const { style } = place;
		writeAll(children, { ...place, style: { ...style, emphasis: style.emphasis | bit } });
	};

const block: Writer = ({ children }, place) => {
	place.page.end();
	writeAll(children, place);
	place.page.end();
};

const heading =
	(level: number): Writer =>
	(element, place) => {
		const { page } = place;
		if (level > 4 || page.isInside) {
			page.end();
			emphasis(BOLD)(element, place);
			page.end();
			return;
		}
		page.end();
		writeAll(element.children, place);
		page.endHeading(level);
	};

const list =
	(markerOf: (number: number) => string): Writer =>
	({ children, attributes }, place) => {
		let number = startOf(attributes.start);
		place.page.list(() => {
			for (const child of children) {
				if (typeof child !== 'string' && child.name === 'li') {
					place.page.item(markerOf(number++), () => writeAll(child.children, place));
				} else {
					writeAll([child], place);
				}
			}
		});
	};

/** Client-Server API: `ol start` is to be kept. Rocket.Chat reads no negative numbers. */
function startOf(start = '1'): number {
	return /^\d{1,10}$/.test(start) ? Number(start) : 1;
}

const spoilerOr =
	(write: Writer): Writer =>
	(element, place) => {
		const { page, style } = place;
		const { 'data-mx-spoiler': reason, 'data-mx-maths': latex } = element.attributes;
		if (latex !== undefined) {
			writeFormula(element, latex, place);
			return;
		}
		if (reason === undefined) {
			write(element, place);
			return;
		}
		page.text(reason === '' ? '' : `(${reason}) `, style);
		write(element, { ...place, style: { ...style, spoiler: style.spoiler ?? {} } });
	};

const writeFormula = ({ name }: Element, latex: string, { page, style }: Place): void => {
	const isBlock = name === 'div' && !page.isInside && !style.spoiler;
	const written = formula(latex, isBlock);
	if (written === undefined || (style.spoiler && latex.includes('_'))) {
		page.add('code', latex, style);
	} else if (isBlock) {
		page.line(written);
	} else {
		page.add('formula', written, style);
	}
};

const anchor: Writer = ({ attributes, children }, place) => {
	const { page, names, style } = place;
	const href = attributes.href?.trim() ?? '';
	const pill = pillOf(href);
	if (pill && writePill(pill, () => textOf(children), { page, names, style })) {
		return;
	}
	const address = safeAddress(href);
	const link = address === undefined ? undefined : { address, sourceLength: href.length };
	writeAll(children, link ? { ...place, style: { ...style, link } } : place);
};

const image: Writer = ({ attributes }, { page, style }) => {
	const { alt, title, src = '' } = attributes;
	const text = (alt ?? '') || (title ?? '');
	const shortcode = /^:?([\w\-+.]+):?$/.exec(text)?.[1];
	if ('data-mx-emoticon' in attributes && shortcode !== undefined && !style.link) {
		page.add('emoji', `:${shortcode}:`, style);
		return;
	}
	const address = /^https?:/i.test(src) ? safeAddress(src) : undefined;
	const link = address === undefined || style.link ? undefined : { address, sourceLength: src.length };
	page.text(text || 'image', link ? { ...style, link } : style);
};

const code: Writer = ({ children }, { page, style }) =>
	style.link ? page.text(textOf(children), style) : page.add('code', textOf(children), style);

const preformatted: Writer = ({ children }, { page, style }) => {
	const first = children.find((child) => typeof child !== 'string');
	const language = /(?:^|\s)language-(\S+)/.exec(first?.attributes.class ?? '')?.[1];
	page.code(textOf(children).replace(/^\n+/, '').trimEnd(), language, style);
};

/** The tags of Client-Server API, "m.room.message msgtypes", that say more than their text. */
const writers: Readonly<Record<string, Writer>> = {
	...{ b: emphasis(BOLD), strong: emphasis(BOLD), i: emphasis(ITALIC), em: emphasis(ITALIC) },
	...{ s: emphasis(STRIKE), del: emphasis(STRIKE), strike: emphasis(STRIKE) },
	...{ h1: heading(1), h2: heading(2), h3: heading(3), h4: heading(4), h5: heading(5), h6: heading(6) },
	...{ p: block, li: block, caption: block, details: block, tr: block, td: block, th: block },
	div: spoilerOr(block),
	span: spoilerOr(writeChildren),
	ul: list(() => '- '),
	ol: list((number) => `${number}. `),
	blockquote: ({ children }, place) => place.page.quote(() => writeAll(children, place)),
	summary: (element, place) => block({ ...element, children: [{ ...element, name: 'b' }] }, place),
	table: (element, { page, style }) => page.code(tableLines(element).join('\n'), undefined, style),
	br: (_, { page }) => page.break(),
	hr: (_, { page }) => page.line('---'),
	sup: ({ children }, { page, style }) => page.text(raised('sup', textOf(children)), style),
	sub: ({ children }, { page, style }) => page.text(raised('sub', textOf(children)), style),
	a: anchor,
	img: image,
	code,
	pre: preformatted,
};
