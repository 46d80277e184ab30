import { parse } from '@rocket.chat/message-parser';
import { parseHtml, type HtmlElement, type HtmlNode } from '../../src/convert/html/html-tree';
import { pillOf } from '../../src/convert/html/pill';
import { context } from '../../test/convert/html/context';

/**
 * A visible character and how it is marked up, such as `x bold https://a.com/`. Two messages that are shown alike have the
 * same ones. White space and invisible characters are left out.
 */
type StyledCharacter = string;

const tags: Readonly<Record<string, string>> = {
	...{ b: 'bold', strong: 'bold', i: 'italic', em: 'italic', del: 'strike', s: 'strike' },
	...{ code: 'code', pre: 'code', table: 'code', blockquote: 'quote', li: 'item', summary: 'bold' },
	...{ h1: 'heading', h2: 'heading', h3: 'heading', h4: 'heading', h5: 'bold', h6: 'bold' },
};

/**
 * @returns what a client of Matrix shows, where Rocket.Chat has a form for it: tables are code, small headings are bold,
 * formulas are their source
 */
export function styledHtml(html: string): readonly StyledCharacter[] {
	const out: string[] = [];
	const visit = (node: HtmlNode, marks: readonly string[]): void => {
		if (typeof node === 'string') {
			addLinkedText(node, marks, out);
			return;
		}
		const shown = shownInstead(node);
		if (shown) {
			addText(shown.text, [...marks, ...shown.marks], out);
			return;
		}
		const { href, 'data-mx-spoiler': reason } = node.attributes;
		addText(reason === undefined || reason === '' ? '' : `(${reason})`, marks, out);
		const mark = node.name === 'a' && href !== undefined ? addressMark(href) : tags[node.name];
		const spoiler = reason === undefined ? undefined : 'spoiler';
		const inside = [...marks, ...[mark, spoiler].filter((each) => each !== undefined)];
		node.children.forEach((child) => visit(child, inside));
	};
	parseHtml(html)?.forEach((node) => visit(node, []));
	return withoutColumns(out);
}

/** What is shown in place of an element: a pill, a formula, an emoji or an image. */
function shownInstead({ name, attributes }: HtmlElement): { text: string; marks: string[] } | undefined {
	const { href = '', src = '', alt = '', 'data-mx-maths': formula } = attributes;
	if (formula !== undefined) {
		return { text: `\\(${formula}\\)`, marks: [] };
	}
	if (name === 'img') {
		return { text: alt.replaceAll(':', ''), marks: src.startsWith('http') ? [addressMark(src)] : [] };
	}
	const pill = name === 'a' ? pillOf(href) : undefined;
	const local = pill && (pill.kind === 'user' ? context.username(pill.id) : context.channel(pill.id));
	if (pill && local !== undefined) {
		return { text: local, marks: [pill.kind === 'user' ? 'mention' : 'channel'] };
	}
	const external = pill && context.displayName(pill.id);
	return external === undefined ? undefined : { text: external, marks: [] };
}

/** Clients make links of the addresses in a text. */
function addLinkedText(text: string, marks: readonly string[], out: string[]): void {
	const isLink = marks.some((mark) => mark.includes('://'));
	text.split(/(https?:\/\/[^\s<>]*[\w/])/).forEach((part, index) => {
		addText(part, index % 2 === 1 && !isLink ? [...marks, addressMark(part)] : marks, out);
	});
}

/** Leaves out what only separates columns and rows of a table in code. */
const withoutColumns = (characters: readonly StyledCharacter[]) =>
	characters.filter((character) => !/^[|-] code$/.test(character));

const kinds: Readonly<Record<string, string>> = {
	...{ BOLD: 'bold', ITALIC: 'italic', STRIKE: 'strike', INLINE_CODE: 'code', CODE: 'code' },
	...{ QUOTE: 'quote', LIST_ITEM: 'item', HEADING: 'heading', SPOILER: 'spoiler' },
	...{ MENTION_USER: 'mention', MENTION_CHANNEL: 'channel' },
};

/** @returns what Rocket.Chat shows, as its own parser reads it */
export function styledMarkdown(text: string): readonly StyledCharacter[] {
	const out: string[] = [];
	const visit = (value: unknown, marks: readonly string[]): void => {
		if (typeof value === 'string') {
			addText(value, marks, out);
			return;
		}
		if (Array.isArray(value)) {
			value.forEach((each) => visit(each, marks));
			return;
		}
		if (typeof value !== 'object' || value === null) {
			return;
		}
		const { type = '', value: content, unicode } = value as Readonly<Record<string, unknown>>;
		if (type === 'LINK' || type === 'IMAGE') {
			const { src, label } = content as {
				readonly src: { readonly value: string };
				readonly label: unknown;
			};
			visit(label, [...marks, addressMark(src.value)]);
			return;
		}
		const mark = kinds[String(type)];
		visit(unicode ?? content, mark === undefined ? marks : [...marks, mark]);
	};
	if (text !== '') {
		visit(parse(text, { colors: true, emoticons: true }), []);
	}
	return withoutColumns(out);
}

const addressMark = (address: string) => {
	const absolute = address.startsWith('//') ? `https:${address}` : address;
	// Parentheses may be encoded.
	return (URL.canParse(absolute) ? new URL(absolute).href : absolute)
		.replace(/%28/g, '(')
		.replace(/%29/g, ')')
		.replace(/%2A/g, '*');
};

function addText(text: string, marks: readonly string[], out: string[]): void {
	const style = [...new Set(marks)].sort().join(' ');
	for (const character of text.replace(/[\s\u2060]/g, '')) {
		out.push(`${character} ${style}`);
	}
}
