import { unicodeOf } from '../emoji/emoji';
import { WORD_JOINER } from '../escape/word-joiner';
import { addressBesideText, hrefOf } from './href';
import type { ResolvedNames } from './matrix-names';
import type { BlockNode, InlineNode, LinkNode, ListItemNode, TableCellNode } from './nodes';
import { timestampText } from './timestamp-text';

/**
 * Writes blocks as plain text, for a `body` that has no source of its own: a part of a long message, or a card. Markup is
 * written again, with one spelling for each kind; emoji, names and dates replace theirs, as in `bodyOf`. Spoilers stay
 * hidden. Client-Server API, "Spoiler messages"
 */
export function plainTextOf(blocks: readonly BlockNode[], names: ResolvedNames): string {
	return blocks.map((block) => blockText(block, names)).join('\n\n');
}

function blockText(block: BlockNode, names: ResolvedNames): string {
	switch (block.type) {
		case 'paragraph':
			return inlinesText(block.children, names);
		case 'heading':
			return `${'#'.repeat(block.level)} ${inlinesText(block.children, names)}`;
		case 'quote':
			return plainTextOf(block.children, names).replace(/^/gm, '> ');
		case 'spoilerBlock':
			return SPOILER;
		case 'codeBlock':
			return `\`\`\`${block.language}\n${block.text}\n\`\`\``;
		case 'mathsBlock':
			return `\\[${block.source}\\]`;
		case 'list':
			return block.items
				.map(({ marker, children }) => markerText(marker) + inlinesText(children, names))
				.join('\n');
		case 'rule':
			return '---';
		case 'table':
			return [
				rowText(block.header, names),
				`|${' - |'.repeat(block.header.length)}`,
				...block.rows.map((cells) => rowText(cells, names)),
			].join('\n');
	}
}

const SPOILER = '[Spoiler]';

const bullets = { bullet: '- ', open: '- [ ] ', done: '- [x] ' } as const;

const markerText = (marker: ListItemNode['marker']) =>
	typeof marker === 'number' ? `${marker}. ` : bullets[marker];

const rowText = (cells: readonly TableCellNode[], names: ResolvedNames) =>
	`| ${cells.map((cell) => inlinesText(cell, names)).join(' | ')} |`;

const emphasisMarkers = { bold: '*', italic: '_', strike: '~' } as const;

function inlinesText(nodes: readonly InlineNode[], names: ResolvedNames): string {
	return nodes.map((node) => inlineText(node, names)).join('');
}

function inlineText(node: InlineNode, names: ResolvedNames): string {
	switch (node.type) {
		case 'text':
			return node.text.replaceAll(WORD_JOINER, '');
		case 'escape':
			return node.text;
		case 'lineBreak':
			return '\n';
		case 'code':
			return `\`${node.text}\``;
		case 'maths':
			return `\\(${node.source}\\)`;
		case 'bold':
		case 'italic':
		case 'strike': {
			const marker = emphasisMarkers[node.type];
			return marker + inlinesText(node.children, names) + marker;
		}
		case 'spoiler':
			return SPOILER;
		case 'link':
			return linkText(node, names);
		case 'mention': {
			const mention = names.mentions.get(node.name);
			return mention ? mention.text + mention.rest : `@${node.name}`;
		}
		case 'channel':
			return names.channel(node.name)?.name ?? `#${node.name}`;
		case 'roomAddress':
			return node.address;
		case 'emoji':
			return unicodeOf(node.shortcode) ?? node.text;
		case 'timestamp':
			return timestampText(node.value, node.format) ?? node.value;
		case 'color':
			return node.isAlone ? '■' : `color:#${node.digits}`;
	}
}

function linkText(link: LinkNode, names: ResolvedNames): string {
	const text = inlinesText(link.children, names);
	const address = hrefOf(link.address) === undefined ? addressBesideText(link) : link.address;
	return link.isBare || address === undefined || text === address ? text : `${text} (${address})`;
}
