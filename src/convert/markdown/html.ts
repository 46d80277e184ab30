import { unicodeOf } from '../emoji/emoji';
import { WORD_JOINER } from '../escape/word-joiner';
import { hrefOf } from './links';
import { matrixTo, mentionOf, type Names } from './names';
import type { Block, Inline, Link, ListItem, Paragraph } from './nodes';
import { timestampText } from './timestamps';

/** @returns HTML of the subset that Matrix knows; Client-Server API, "m.room.message msgtypes" */
export function htmlOf(blocks: readonly Block[], names: Names): string {
	const [first] = blocks;
	// Clients put space around paragraphs, which one alone does not want.
	return blocks.length === 1 && first?.type === 'paragraph'
		? inlinesHtml(first.children, names)
		: blocks.map((block) => blockHtml(block, names)).join('');
}

function blockHtml(block: Block, names: Names): string {
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
	}
}

/** A span holds no paragraphs. */
function linesHtml(paragraphs: readonly Paragraph[], names: Names): string {
	return paragraphs.map(({ children }) => inlinesHtml(children, names)).join('<br>');
}

function inlinesHtml(nodes: readonly Inline[], names: Names): string {
	let html = '';
	for (const node of nodes) {
		html += inlineHtml(node, names);
	}
	return html;
}

const emphasisTags = { bold: 'strong', italic: 'em', strike: 'del' } as const;

function inlineHtml(node: Inline, names: Names): string {
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
		case 'emoji':
			return escapeHtml(unicodeOf(node.shortcode) ?? node.text);
		case 'timestamp':
			return escapeHtml(timestampText(node.value, node.format) ?? node.value);
		case 'color':
			return colorHtml(node.digits);
	}
}

/** U+2060 is what the other direction escapes with; it has no use on Matrix and would come back doubled. */
const escapes: Readonly<Record<string, string>> = {
	...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' },
	[WORD_JOINER]: '',
};

function escapeHtml(text: string): string {
	return /[&<>"\u2060]/.test(text)
		? text.replace(/[&<>"\u2060]/g, (character) => escapes[character] ?? '')
		: text;
}

function anchor(href: string | undefined, content: string): string {
	return href === undefined ? content : `<a href="${escapeHtml(href)}">${content}</a>`;
}

function linkHtml({ address, children }: Link, names: Names): string {
	return anchor(hrefOf(address), inlinesHtml(children, names));
}

function mentionHtml(written: string, names: Names): string {
	const mention = mentionOf(written, names);
	if (!mention) {
		return escapeHtml(`@${written}`);
	}
	const { text, userId, rest } = mention;
	return anchor(userId && matrixTo(userId), escapeHtml(text)) + escapeHtml(rest);
}

function channelHtml(written: string, names: Names): string {
	const room = names.channel?.(written);
	return room ? anchor(matrixTo(room.address), escapeHtml(room.name)) : escapeHtml(`#${written}`);
}

/** A square of the colour and what was typed. The form of Matrix has no opacity. */
function colorHtml(digits: string): string {
	const bytes = digits.length < 6 ? digits.replace(/./g, '$&$&') : digits;
	return `<span data-mx-color="#${bytes.slice(0, 6).toLowerCase()}">■</span> color:#${digits}`;
}

/** "Mathematical messages": clients without maths show the source. */
function mathsHtml(tag: 'span' | 'div', source: string): string {
	const escaped = escapeHtml(source);
	return `<${tag} data-mx-maths="${escaped}"><code>${escaped}</code></${tag}>`;
}

function languageClass(written: string): string {
	const [language = ''] = written.trim().split(' ', 1);
	return language === '' ? '' : ` class="language-${language}"`;
}

/** Largest number that clients take as the start of a list. */
const LARGEST_START = 0x7fff_ffff;

/** Items have no number of their own, so wherever the numbers jump another list starts. */
function listHtml(items: readonly ListItem[], names: Names): string {
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

const taskSigns: Readonly<Record<ListItem['marker'], string | undefined>> = {
	bullet: '',
	open: '☐ ',
	done: '☑ ',
};

const orderedListTag = (number: number) =>
	number === 1 ? '<ol>' : `<ol start="${Math.min(number, LARGEST_START)}">`;

/** Whether plain text would say less. White space and what clients make links of by themselves need no HTML. */
export function needsHtml(blocks: readonly Block[], names: Names): boolean {
	for (const block of blocks) {
		if (block.type !== 'paragraph' || block.children.some((node) => isRich(node, names))) {
			return true;
		}
	}
	return false;
}

const plainTypes: ReadonlySet<Inline['type']> = new Set([
	'text',
	'escape',
	'lineBreak',
	'emoji',
	'timestamp',
]);

function isRich(node: Inline, names: Names): boolean {
	if (node.type === 'link') {
		return !node.isBare;
	}
	if (node.type === 'mention') {
		return mentionOf(node.name, names)?.userId !== undefined;
	}
	return node.type === 'channel' ? names.channel?.(node.name) !== undefined : !plainTypes.has(node.type);
}
