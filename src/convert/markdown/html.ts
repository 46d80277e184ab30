import { unicodeOf } from '../emoji/emoji';
import { WORD_JOINER } from '../escape/word-joiner';
import { addressBesideText, hrefOf } from './href';
import { matrixToLink, type ResolvedNames } from './matrix-names';
import type {
	BlockNode,
	EmojiNode,
	InlineNode,
	LinkNode,
	ListItemNode,
	ParagraphNode,
	TableCellNode,
} from './nodes';
import { timestampText } from './timestamp-text';

/**
 * Writes the `formatted_body` of a message, in the HTML that Matrix allows.
 * Client-Server API, "m.room.message msgtypes"
 */
export function htmlOf(blocks: readonly BlockNode[], names: ResolvedNames): string {
	const [first] = blocks;
	// Clients show space around a paragraph, which a message of one paragraph does not need.
	return blocks.length === 1 && first?.type === 'paragraph'
		? inlinesHtml(first.children, names)
		: blocks.map((block) => blockHtml(block, names)).join('');
}

function blockHtml(block: BlockNode, names: ResolvedNames): string {
	switch (block.type) {
		case 'paragraph':
			return `<p>${inlinesHtml(block.children, names)}</p>`;
		case 'heading':
			return `<h${block.level}>${inlinesHtml(block.children, names)}</h${block.level}>`;
		case 'quote':
			return `<blockquote>${htmlOf(block.children, names)}</blockquote>`;
		case 'spoilerBlock':
			return `<p><span data-mx-spoiler>${linesHtml(block.children, names)}</span></p>`;
		case 'codeBlock':
			return `<pre><code${languageClass(block.language)}>${escapeHtml(block.text)}\n</code></pre>`;
		case 'mathsBlock':
			return mathsHtml('div', block.source);
		case 'list':
			return listHtml(block.items, names);
		case 'rule':
			return '<hr>';
		case 'table':
			return tableHtml(block.header, block.rows, names);
	}
}

/** Writes a table. How its columns are aligned is lost: no attribute of Matrix's HTML says it. */
function tableHtml(
	header: readonly TableCellNode[],
	rows: readonly (readonly TableCellNode[])[],
	names: ResolvedNames,
): string {
	const row = (tag: 'th' | 'td', cells: readonly TableCellNode[]) =>
		`<tr>${cells.map((cell) => `<${tag}>${inlinesHtml(cell, names)}</${tag}>`).join('')}</tr>`;
	const body = rows.map((cells) => row('td', cells)).join('');
	return `<table><thead>${row('th', header)}</thead>${body === '' ? '' : `<tbody>${body}</tbody>`}</table>`;
}

/** Writes paragraphs as lines, since HTML allows none inside a span. */
function linesHtml(paragraphs: readonly ParagraphNode[], names: ResolvedNames): string {
	return paragraphs.map(({ children }) => inlinesHtml(children, names)).join('<br>');
}

function inlinesHtml(nodes: readonly InlineNode[], names: ResolvedNames): string {
	let html = '';
	for (const node of nodes) {
		html += inlineHtml(node, names);
	}
	return html;
}

const emphasisTags = { bold: 'strong', italic: 'em', strike: 'del' } as const;

function inlineHtml(node: InlineNode, names: ResolvedNames): string {
	switch (node.type) {
		case 'text':
		case 'escape':
			return escapeHtml(node.text);
		case 'lineBreak':
			return '<br>';
		case 'code':
			return `<code>${escapeHtml(node.text)}</code>`;
		case 'maths':
			return mathsHtml('span', node.source);
		case 'bold':
		case 'italic':
		case 'strike': {
			const tag = emphasisTags[node.type];
			return `<${tag}>${inlinesHtml(node.children, names)}</${tag}>`;
		}
		case 'spoiler':
			return `<span data-mx-spoiler>${inlinesHtml(node.children, names)}</span>`;
		case 'link':
			return linkHtml(node, names);
		case 'mention':
			return mentionHtml(node.name, names);
		case 'channel':
			return channelHtml(node.name, names);
		case 'roomAddress':
			return anchor(matrixToLink(node.address), escapeHtml(node.address));
		case 'emoji':
			return emojiHtml(node, names);
		case 'timestamp':
			return escapeHtml(timestampText(node.value, node.format) ?? node.value);
		case 'color':
			return colorHtml(node.digits, node.isAlone);
	}
}

/**
 * U+2060 escapes markup in messages from Matrix. Matrix needs no escapes, and a second escape would be added when the
 * text returns.
 */
const escapes: Readonly<Record<string, string>> = {
	...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' },
	[WORD_JOINER]: '',
};

export function escapeHtml(text: string): string {
	return /[&<>"\u2060]/.test(text)
		? text.replace(/[&<>"\u2060]/g, (character) => escapes[character] ?? '')
		: text;
}

function anchor(href: string | undefined, content: string): string {
	return href === undefined ? content : `<a href="${escapeHtml(href)}">${content}</a>`;
}

/** Writes a link. Of one that Matrix does not allow, the address is written behind the text. */
function linkHtml(link: LinkNode, names: ResolvedNames): string {
	const href = hrefOf(link.address);
	const text = inlinesHtml(link.children, names);
	if (text.trim() === '') {
		// Nobody could see the link or click it.
		return anchor(href, escapeHtml(link.typed ?? link.address));
	}
	const address = href === undefined ? addressBesideText(link) : undefined;
	return address === undefined ? anchor(href, text) : `${text} (${escapeHtml(address)})`;
}

function mentionHtml(typed: string, names: ResolvedNames): string {
	const mention = names.mentions.get(typed);
	if (!mention) {
		return escapeHtml(`@${typed}`);
	}
	const { text, userId, rest } = mention;
	return anchor(userId && matrixToLink(userId), escapeHtml(text)) + escapeHtml(rest);
}

function channelHtml(name: string, names: ResolvedNames): string {
	const room = names.channel(name);
	return room ? anchor(matrixToLink(room.address), escapeHtml(room.name)) : escapeHtml(`#${name}`);
}

/** Client-Server API, "Image packs", "Sending custom emotes": the text is for clients that show no images. */
function emojiHtml({ shortcode, text }: EmojiNode, names: ResolvedNames): string {
	const unicode = unicodeOf(shortcode);
	const image = unicode === undefined ? names.emoji(shortcode) : undefined;
	if (image === undefined) {
		return escapeHtml(unicode ?? text);
	}
	const name = escapeHtml(text);
	return `<img data-mx-emoticon src="${escapeHtml(image)}" alt="${name}" title="${name}" height="32">`;
}

/** Writes a square in the colour, and what was typed, if it was. A colour on Matrix has no opacity. */
function colorHtml(digits: string, isAlone = false): string {
	const bytes = digits.length < 6 ? digits.replace(/./g, '$&$&') : digits;
	const square = `<span data-mx-color="#${bytes.slice(0, 6).toLowerCase()}">■</span>`;
	return isAlone ? square : `${square} color:#${digits}`;
}

/** Writes a formula; clients that cannot show it show its source. Client-Server API, "Mathematical messages" */
function mathsHtml(tag: 'span' | 'div', source: string): string {
	const escaped = escapeHtml(source);
	return `<${tag} data-mx-maths="${escaped}"><code>${escaped}</code></${tag}>`;
}

function languageClass(typed: string): string {
	const [language = ''] = typed.trim().split(' ', 1);
	return language === '' ? '' : ` class="language-${language}"`;
}

/** The largest number that clients accept as the start of a list. */
const LARGEST_START = 0x7fff_ffff;

/** Matrix allows no number for a single item, so another list starts if a number is not the next one. */
function listHtml(items: readonly ListItemNode[], names: ResolvedNames): string {
	let html = '';
	let expected: number | undefined;
	for (const { marker, children } of items) {
		if (typeof marker === 'number') {
			html +=
				marker === expected
					? ''
					: `${expected === undefined ? '' : '</ol>'}${orderedListTag(marker)}`;
			expected = marker + 1;
		}
		html += `<li>${taskSigns[marker] ?? ''}${inlinesHtml(children, names)}</li>`;
	}
	return expected === undefined ? `<ul>${html}</ul>` : `${html}</ol>`;
}

const taskSigns: Readonly<Record<ListItemNode['marker'], string | undefined>> = {
	bullet: '',
	open: '☐ ',
	done: '☑ ',
};

const orderedListTag = (number: number) =>
	number === 1 ? '<ol>' : `<ol start="${Math.min(number, LARGEST_START)}">`;

/**
 * @returns whether the plain text would say less than HTML. Bare addresses need no HTML: clients link them themselves.
 */
export function needsHtml(blocks: readonly BlockNode[], names: ResolvedNames): boolean {
	for (const block of blocks) {
		if (block.type !== 'paragraph' || block.children.some((node) => isLostInPlainText(node, names))) {
			return true;
		}
	}
	return false;
}

const plainTypes: ReadonlySet<InlineNode['type']> = new Set(['text', 'escape', 'lineBreak', 'timestamp']);

/** Whether the plain text would lose something of a node. */
function isLostInPlainText(node: InlineNode, names: ResolvedNames): boolean {
	if (node.type === 'link') {
		return !node.isBare;
	}
	if (node.type === 'mention') {
		return names.mentions.get(node.name)?.userId !== undefined;
	}
	if (node.type === 'emoji') {
		return names.emoji(node.shortcode) !== undefined && unicodeOf(node.shortcode) === undefined;
	}
	return node.type === 'channel' ? names.channel(node.name) !== undefined : !plainTypes.has(node.type);
}
