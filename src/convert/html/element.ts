import { Parser } from 'htmlparser2';

/** A piece of a message's HTML: text with its entities decoded, or an element. */
export type Node = string | Element;

export interface Element {
	/** In lower case */
	readonly name: string;
	readonly attributes: Readonly<Record<string, string>>;
	readonly children: readonly Node[];
}

/** No Matrix event is longer (Client-Server API, "Size limits"), so no honest `formatted_body` is either. Characters. */
const MAX_LENGTH = 65_536;
/** Client-Server API, "m.room.message msgtypes": clients should limit the depth of tags to 100. Deeper ones lose the tag. */
const MAX_DEPTH = 100;
/** Nobody writes this; closing tags cost the parser time in proportion to the tags that are open. */
const MAX_OPEN_TAGS = 1_000;

/** Their content goes with them: reply fallbacks, which the specification removed in v1.13, and what is no text. */
const silent = new Set(['mx-reply', 'script', 'style']);

/**
 * Parses `formatted_body` into a tree of at most 100 levels, in time linear in its length.
 * @returns undefined where it is longer than an event can be or has over 1,000 tags open at once
 */
export function parseHtml(html: string): readonly Node[] | undefined {
	if (html.length > MAX_LENGTH) {
		return undefined;
	}
	const top: Node[] = [];
	const open: Node[][] = [];
	let silentTags = 0;
	const parser = new Parser({
		onopentag(name, attributes) {
			const siblings = open.at(-1) ?? top;
			silentTags += silent.has(name) ? 1 : 0;
			if (silentTags > 0 || open.length >= MAX_DEPTH) {
				open.push(siblings);
			} else {
				const children: Node[] = [];
				siblings.push({ name, attributes, children });
				open.push(children);
			}
			if (open.length > MAX_OPEN_TAGS) {
				parser.pause();
			}
		},
		ontext(text) {
			if (silentTags > 0) {
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
			silentTags -= silent.has(name) ? 1 : 0;
		},
	});
	parser.write(html);
	if (open.length > MAX_OPEN_TAGS) {
		return undefined;
	}
	parser.end();
	return top;
}

/** The text in an element as it stands there; `<br>` is a line break. */
export function textOf(nodes: readonly Node[]): string {
	return nodes
		.map((node) => {
			if (typeof node === 'string') {
				return node;
			}
			return node.name === 'br' ? '\n' : textOf(node.children);
		})
		.join('');
}

/** All elements of these names, in the order of the text. */
export function elementsIn(nodes: readonly Node[], names: readonly string[]): readonly Element[] {
	return nodes.flatMap((node) => {
		if (typeof node === 'string') {
			return [];
		}
		const inside = elementsIn(node.children, names);
		return names.includes(node.name) ? [node, ...inside] : inside;
	});
}
