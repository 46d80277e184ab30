import type { Token } from 'markdown-it';
import { unicodeOf } from '../emoji/emoji';
import { hrefOf } from './links';
import { matrixTo, mentionOf, type Names } from './names';
import { timestampText } from './timestamps';

/**
 * @param tokens the blocks of a message, or what stands in a line
 * @returns HTML of the subset that Matrix knows; Client-Server API, "m.room.message msgtypes"
 */
export function htmlOf(tokens: readonly Token[], names: Names): string {
	let html = '';
	for (const [index, token] of tokens.entries()) {
		html += tokenHtml(token, tokens[index - 1], names);
	}
	return html;
}

function tokenHtml(token: Token, before: Token | undefined, names: Names): string {
	const { content, info } = token;
	switch (token.type) {
		case 'inline':
			return htmlOf(token.children ?? [], names);
		case 'text':
		case 'escape':
			return escapeHtml(content);
		case 'softbreak':
			return '<br>';
		case 'emoji':
			return escapeHtml(unicodeOf(info) ?? content);
		case 'mention':
			return mentionHtml(content, names);
		case 'channel':
			return channelHtml(content, names);
		case 'timestamp':
			return escapeHtml(timestampText(content, info) ?? content);
		case 'color':
			return colorHtml(content);
		case 'code_inline':
			return `<code>${escapeHtml(content)}</code>`;
		case 'fence':
			return `<pre><code${languageClass(info)}>${escapeHtml(content)}\n</code></pre>`;
		case 'math_inline':
			return mathsHtml('span', content);
		case 'math_block':
			return mathsHtml('div', content);
		case 'link_open':
			return linkTag(info);
		case 'link_close':
			return hrefOf(info) === undefined ? '' : '</a>';
		case 'paragraph_open':
			return token.hidden ? (before?.type === 'paragraph_close' ? '<br>' : '') : '<p>';
		case 'paragraph_close':
			return token.hidden ? '' : '</p>';
		case 'ordered_list_open':
			return '';
		case 'list_item_open':
			return `${numberingHtml(token, before)}<li>`;
		case 'task_item_open':
			return `<li>${info === 'x' ? '☑' : '☐'} `;
		default:
			return tagHtml(token);
	}
}

/** The tags of tokens that are no more than their tag. */
const tags: Readonly<Record<string, string>> = {
	strong: 'strong',
	em: 'em',
	s: 'del',
	blockquote: 'blockquote',
	heading: '',
	bullet_list: 'ul',
	ordered_list: 'ol',
	list_item: 'li',
	task_item: 'li',
};

function tagHtml({ type, tag, nesting }: Token): string {
	const kind = type.replace(/_(?:open|close)$/, '');
	if (kind === 'spoiler' || kind === 'spoiler_block') {
		return nesting > 0 ? '<span data-mx-spoiler>' : '</span>';
	}
	return `<${nesting > 0 ? '' : '/'}${tags[kind] || tag}>`;
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escapeHtml(text: string): string {
	return text.replace(/[&<>"]/g, (character) => escapes[character] ?? '');
}

function mentionHtml(written: string, names: Names): string {
	const found = mentionOf(written, names);
	if (!found) {
		return escapeHtml(`@${written}`);
	}
	const { text, userId } = found.mention;
	return (
		(userId === undefined ? escapeHtml(text) : anchor(matrixTo(userId), text)) + escapeHtml(found.rest)
	);
}

function channelHtml(written: string, names: Names): string {
	const room = names.channel?.(written);
	return room ? anchor(matrixTo(room.address), room.name) : escapeHtml(`#${written}`);
}

const anchor = (href: string, text: string) => `<a href="${escapeHtml(href)}">${escapeHtml(text)}</a>`;

function linkTag(address: string): string {
	const href = hrefOf(address);
	return href === undefined ? '' : `<a href="${escapeHtml(href)}">`;
}

/** A square of the colour and what was typed. The form of Matrix has no opacity. */
function colorHtml(hex: string): string {
	const digits = hex.length < 6 ? hex.replace(/./g, '$&$&') : hex;
	return `<span data-mx-color="#${digits.slice(0, 6).toLowerCase()}">■</span> color:#${hex}`;
}

/** "Mathematical messages": clients without maths show the source. */
function mathsHtml(tag: 'span' | 'div', source: string): string {
	const escaped = escapeHtml(source);
	return `<${tag} data-mx-maths="${escaped}"><code>${escaped}</code></${tag}>`;
}

function languageClass(info: string): string {
	const [language = ''] = info.trim().split(' ', 1);
	return language === '' ? '' : ` class="language-${language}"`;
}

/** Largest number that clients take as the start of a list. */
const LARGEST_START = 0x7fff_ffff;

/** Starts a list before its first item and wherever the numbers jump, since items have no number of their own. */
function numberingHtml({ info, markup }: Token, before: Token | undefined): string {
	if (markup !== 'start' || info === '') {
		return '';
	}
	const number = Math.min(Number(info), LARGEST_START);
	const open = number === 1 ? '<ol>' : `<ol start="${number}">`;
	return before?.type === 'ordered_list_open' ? open : `</ol>${open}`;
}

/** Whether plain text would say less. White space and what clients make links of by themselves need no HTML. */
export function needsHtml(tokens: readonly Token[], names: Names): boolean {
	return tokens.some((token) => {
		switch (token.type) {
			case 'text':
			case 'escape':
			case 'softbreak':
			case 'emoji':
			case 'timestamp':
			case 'paragraph_open':
			case 'paragraph_close':
				return false;
			case 'inline':
				return needsHtml(token.children ?? [], names);
			case 'link_open':
			case 'link_close':
				return token.markup !== 'auto';
			case 'mention':
				return mentionOf(token.content, names)?.mention.userId !== undefined;
			case 'channel':
				return names.channel?.(token.content) !== undefined;
			default:
				return true;
		}
	});
}
