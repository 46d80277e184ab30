import { Parser } from 'htmlparser2';

/** A node of a message's HTML: text with its entities decoded, or an element. */
export type HtmlNode = string | HtmlElement;

export interface HtmlElement {
	/** The tag name, in lower case. */
	readonly name: string;
	readonly attributes: Readonly<Record<string, string>>;
	readonly children: readonly HtmlNode[];
}

/**
 * The longest HTML that is parsed, in UTF-16 units. An event has at most 65,536 bytes (Client-Server API, "Size
 * limits"), so no real event has more.
 */
const MAX_LENGTH = 65_536;
/**
 * Client-Server API, "m.room.message msgtypes": clients should limit the depth of tags to 100. A deeper tag is ignored,
 * and its content is kept.
 */
const MAX_DEPTH = 100;
/**
 * The most tags that may be open at once. A message that a person writes has far fewer; for each closing tag the parser
 * takes time in proportion to the open ones.
 */
const MAX_OPEN_TAGS = 1_000;

/**
 * Elements that are dropped together with their content: `script` and `style`, whose content is not text, and
 * `mx-reply`, the reply fallback that the specification removed in v1.13.
 */
const droppedElements = new Set(['mx-reply', 'script', 'style']);

/**
 * Parses HTML into a tree of at most 100 levels, in time linear in its length.
 * @returns undefined if the HTML is longer than an event can be, or has over 1,000 tags open at once
 */
export function parseHtml(html: string): readonly HtmlNode[] | undefined {
	if (html.length > MAX_LENGTH) {
		return undefined;
	}
	const top: HtmlNode[] = [];
	/** For each open tag, the list that its content is added to. */
	const open: HtmlNode[][] = [];
	let openDroppedTags = 0;
	const parser = new Parser({
		onopentag(name, attributes) {
			const siblings = open.at(-1) ?? top;
			openDroppedTags += droppedElements.has(name) ? 1 : 0;
			if (openDroppedTags > 0 || open.length >= MAX_DEPTH) {
				open.push(siblings);
			} else {
				const children: HtmlNode[] = [];
				siblings.push({ name, attributes, children });
				open.push(children);
			}
			if (open.length > MAX_OPEN_TAGS) {
				parser.pause();
			}
		},
		ontext(text) {
			if (openDroppedTags > 0) {
				return;
			}
			const siblings = open.at(-1) ?? top;
			const last = siblings.at(-1);
			if (typeof last === 'string') {
				siblings[siblings.length - 1] = last + text;
			} else {
				siblings.push(text);
			}
		},
		onclosetag(name) {
			open.pop();
			openDroppedTags -= droppedElements.has(name) ? 1 : 0;
		},
	});
	parser.write(html);
	if (open.length > MAX_OPEN_TAGS) {
		return undefined;
	}
	parser.end();
	return top;
}

/** @returns the text in the nodes, with its white space as it is in the HTML; `<br>` is a line break */
export function textContent(nodes: readonly HtmlNode[]): string {
	return nodes
		.map((node) => {
			if (typeof node === 'string') {
				return node;
			}
			return node.name === 'br' ? '\n' : textContent(node.children);
		})
		.join('');
}

/** @returns all elements with this tag name, at any depth, in the order of the text */
export function elementsByTag(nodes: readonly HtmlNode[], name: string): readonly HtmlElement[] {
	return nodes.flatMap((node) => {
		if (typeof node === 'string') {
			return [];
		}
		const inside = elementsByTag(node.children, name);
		return node.name === name ? [node, ...inside] : inside;
	});
}

/** Whether an element at any depth has an attribute. */
export function holdsAttribute(nodes: readonly HtmlNode[], attribute: string): boolean {
	return nodes.some(
		(node) =>
			typeof node !== 'string' &&
			(attribute in node.attributes || holdsAttribute(node.children, attribute)),
	);
}
