import { parse } from '@rocket.chat/message-parser';
import { parseHtml, type HtmlNode } from '../../src/convert/html/html-tree';

/**
 * A visible character and how it is marked up, such as `x bold https://a.com/`. Two messages that are shown alike have the
 * same ones. White space and invisible characters are left out.
 */
export type StyledCharacter = string;

const tags: Readonly<Record<string, string>> = {
	...{ b: 'bold', strong: 'bold', i: 'italic', em: 'italic', del: 'strike', s: 'strike' },
	...{ code: 'code', pre: 'code', blockquote: 'quote', li: 'item', h1: 'heading', h2: 'heading' },
};

/** @returns what a client of Matrix shows */
export function styledHtml(html: string): readonly StyledCharacter[] {
	const out: string[] = [];
	const visit = (node: HtmlNode, marks: readonly string[]): void => {
		if (typeof node === 'string') {
			addText(node, marks, out);
			return;
		}
		const { href } = node.attributes;
		const mark = node.name === 'a' && href !== undefined ? addressMark(href) : tags[node.name];
		const spoiler = 'data-mx-spoiler' in node.attributes ? 'spoiler' : undefined;
		const inside = [...marks, ...[mark, spoiler].filter((each) => each !== undefined)];
		node.children.forEach((child) => visit(child, inside));
	};
	parseHtml(html)?.forEach((node) => visit(node, []));
	return out;
}

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
	return out;
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
