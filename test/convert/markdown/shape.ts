import type { Inlines, Markup, Paragraph, Root } from '@rocket.chat/message-parser';
import type { BlockNode, InlineNode, ListItemNode } from '../../../src/convert/markdown/nodes';

/**
 * The parts of a reading that both parsers must agree on: text, and `[kind, ...content]` for everything else. A line
 * break separates the lines of a paragraph. Every paragraph is a shape of its own.
 */
export type Shape = string | readonly [string, ...Shape[]];

/** @returns the shape of Rocket.Chat's reading, without empty lines and with big emoji as a paragraph */
export function shapeOfRocketChat(root: Root): readonly Shape[] {
	const blocks: Shape[] = [];
	let lines: Shape[][] = [];
	const endParagraph = () => {
		if (lines.length > 0) {
			blocks.push(['p', ...withoutSpacesOfEmoji(joined(lines))]);
		}
		lines = [];
	};
	for (const block of root) {
		if (block.type === 'PARAGRAPH' && !isBlank(block)) {
			lines.push(inlines(block.value));
			continue;
		}
		endParagraph();
		blocks.push(...blockShape(block));
	}
	endParagraph();
	return blocks;
}

function blockShape(block: Root[number]): readonly Shape[] {
	switch (block.type) {
		case 'BIG_EMOJI':
			return [['p', ...withoutSpacesOfEmoji(merged(block.value.flatMap(inline)))]];
		case 'CODE':
			return [
				[
					`code ${block.language === 'none' ? '' : (block.language ?? '')}`,
					block.value.map(({ value }) => value.value).join('\n'),
				],
			];
		case 'HEADING':
			return [[`h${block.level}`, ...inlines(block.value)]];
		case 'QUOTE':
			return [['quote', ...shapeOfRocketChat(block.value)]];
		case 'SPOILER_BLOCK':
			return [['spoiler', ...shapeOfRocketChat(block.value)]];
		case 'TASKS':
			return [
				[
					'list',
					...block.value.map(({ status, value }): Shape => [
						status ? 'done' : 'open',
						...inlines(value),
					]),
				],
			];
		case 'ORDERED_LIST':
			return [
				[
					'list',
					...block.value.map(({ number, value }): Shape => [
						`item ${number ?? ''}`,
						...inlines(value),
					]),
				],
			];
		case 'UNORDERED_LIST':
			return [['list', ...block.value.map(({ value }): Shape => ['item ', ...inlines(value)])]];
		case 'KATEX':
			return [['maths', block.value]];
		case 'HORIZONTAL_RULE':
			return [['rule']];
		case 'TABLE':
			return [
				tableShape(
					[block.value.header, ...block.value.rows.map(({ value }) => value)].map((cells) =>
						cells.map(({ value }) => inlines(value)),
					),
				),
			];
		case 'LIST_ITEM':
		case 'PARAGRAPH':
		case 'LINE_BREAK':
			return [];
	}
}

const tableShape = (rows: readonly (readonly Shape[])[][]): Shape => [
	'table',
	...rows.map((cells): Shape => ['row', ...cells.map((cell): Shape => ['cell', ...cell])]),
];

/** Only spaces and tabs make a line blank for Rocket.Chat; a line of U+00A0 or of form feeds is text. */
const isBlankText = (text: string) => /^[ \t\n]*$/.test(text);

const isBlank = ({ value }: Paragraph) =>
	value.every((each) => each.type === 'PLAIN_TEXT' && isBlankText(each.value));

const inlines = (values: readonly (Inlines | Markup)[]): Shape[] => merged(values.flatMap(inline));

function inline(node: Inlines | Markup): readonly Shape[] {
	switch (node.type) {
		case 'PLAIN_TEXT':
			return [node.value];
		case 'BOLD':
		case 'ITALIC':
		case 'STRIKE':
		case 'SPOILER':
			return [[node.type.toLowerCase(), ...inlines(node.value)]];
		case 'INLINE_CODE':
			return [['code', node.value.value]];
		case 'INLINE_KATEX':
			return [['maths', node.value]];
		case 'MENTION_USER':
			return [['mention', node.value.value]];
		case 'MENTION_CHANNEL':
			return [['channel', node.value.value]];
		case 'EMOJI':
			return node.value
				? [[`emoji ${node.shortCode}`, typed(node.shortCode, node.value.value)]]
				: [node.unicode];
		case 'COLOR':
			return [['color', [node.value.r, node.value.g, node.value.b, node.value.a].join(' ')]];
		case 'TIMESTAMP':
			return [['timestamp', node.value.format]];
		case 'IMAGE':
			return [
				[
					`link ${withoutSlashes(node.value.src.value)}`,
					...withoutNames(inlines([node.value.label])),
				],
			];
		case 'LINK':
			return [
				[
					`link ${withoutSlashes(node.value.src.value)}`,
					...withoutNames(inlines([node.value.label].flat())),
				],
			];
	}
}

/** @returns what was typed: Rocket.Chat's node has a shortcode without its colons, and an emoticon as it is */
const typed = (shortcode: string, text: string) => (shortcode === text ? `:${text}:` : text);

const withoutSlashes = (address: string) => address.replace(/^\/\//, '');

/** Replaces mentions by text, since the text of a link contains no mention. */
function withoutNames(shapes: readonly Shape[]): Shape[] {
	return merged(
		shapes.map((shape): Shape => {
			if (typeof shape === 'string') {
				return shape;
			}
			const [kind, ...content] = shape;
			if (kind === 'mention' || kind === 'channel') {
				return `${kind === 'mention' ? '@' : '#'}${content.join('')}`;
			}
			return [kind, ...withoutNames(content)];
		}),
	);
}

function merged(shapes: readonly Shape[]): Shape[] {
	const result: Shape[] = [];
	for (const shape of shapes) {
		const last = result.at(-1);
		if (typeof shape === 'string' && typeof last === 'string') {
			result[result.length - 1] = last + shape;
		} else {
			result.push(shape);
		}
	}
	return result;
}

const joined = (lines: readonly Shape[][]) =>
	merged(lines.flatMap((line, index) => (index ? ['\n', ...line] : line)));

/** @returns the shape of our reading */
export function shapeOfBlocks(blocks: readonly BlockNode[]): readonly Shape[] {
	return blocks.flatMap(ownBlock);
}

function ownBlock(block: BlockNode): readonly Shape[] {
	switch (block.type) {
		case 'paragraph': {
			const content = ownInlines(block.children);
			const isEmpty = content.every((each) => typeof each === 'string' && isBlankText(each));
			return isEmpty ? [] : [['p', ...withoutSpacesOfEmoji(content)]];
		}
		case 'heading':
			return [[`h${block.level}`, ...ownInlines(block.children)]];
		case 'quote':
			return [['quote', ...shapeOfBlocks(block.children)]];
		case 'spoilerBlock':
			return [['spoiler', ...shapeOfBlocks(block.children)]];
		case 'codeBlock':
			return [[`code ${block.language}`, block.text]];
		case 'mathsBlock':
			return [['maths', block.source]];
		case 'list':
			return [
				[
					'list',
					...block.items.map(({ marker, children }): Shape => [
						markers(marker),
						...ownInlines(children),
					]),
				],
			];
		case 'rule':
			return [['rule']];
		case 'table':
			return [tableShape([block.header, ...block.rows].map((cells) => cells.map(ownInlines)))];
	}
}

function markers(marker: ListItemNode['marker']): string {
	return typeof marker === 'number' ? `item ${marker}` : marker.replace('bullet', 'item ');
}

const ownInlines = (nodes: readonly InlineNode[]): Shape[] => merged(nodes.map(ownInline));

function ownInline(node: InlineNode): Shape {
	switch (node.type) {
		case 'text':
		case 'escape':
			return node.text;
		case 'lineBreak':
			return '\n';
		case 'code':
			return ['code', node.text];
		case 'maths':
			return ['maths', node.source];
		case 'bold':
		case 'italic':
		case 'strike':
		case 'spoiler':
			return [node.type, ...ownInlines(node.children)];
		case 'link':
			return [`link ${node.address}`, ...ownInlines(node.children)];
		case 'mention':
		case 'channel':
			return [node.type, node.name];
		case 'roomAddress':
			return ['roomAddress', node.address];
		case 'emoji':
			return [`emoji ${node.shortcode}`, node.text];
		case 'timestamp':
			return ['timestamp', node.format];
		case 'color':
			return ['color', channels(node.digits)];
	}
}

/** Removes the spaces around emoji in a paragraph of nothing else, which Rocket.Chat's big emoji do not have. */
function withoutSpacesOfEmoji(shapes: readonly Shape[]): readonly Shape[] {
	const isEmoji = /^(?:\s|\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{RI}|\u200D|\uFE0F)*$/u;
	const isBig = shapes.every((shape) =>
		typeof shape === 'string' ? isEmoji.test(shape) : shape[0].startsWith('emoji '),
	);
	const bare = (shape: Shape) => (typeof shape === 'string' ? shape.replace(/\s/g, '') : shape);
	return isBig ? shapes.map(bare).filter((shape) => shape !== '') : shapes;
}

/**
 * Replaces bare addresses and the emoji beside them by text. The rest is compared if two readings only disagree on
 * whether an address is a link.
 */
export function withoutBareLinks(shapes: readonly Shape[]): readonly Shape[] {
	return merged(
		shapes.map((shape) => {
			if (typeof shape === 'string') {
				return shape;
			}
			const [kind, ...content] = shape;
			const isBare = kind === `link ${content.join('')}` || kind === `link mailto:${content.join('')}`;
			return isBare || kind.startsWith('emoji ')
				? content.join('')
				: [kind, ...withoutBareLinks(content)];
		}),
	);
}

/**
 * Replaces names, ids of Matrix, phone numbers and bare addresses by text. The rest is compared if two readings only disagree on where an
 * id ends.
 */
export function withoutIds(shapes: readonly Shape[]): readonly Shape[] {
	const signs: Readonly<Record<string, string>> = { mention: '@', channel: '#', roomAddress: '' };
	return merged(
		withoutBareLinks(shapes).map((shape) => {
			if (typeof shape === 'string') {
				return shape;
			}
			const [kind, ...content] = shape;
			const sign = kind.startsWith('link tel:') ? '' : signs[kind];
			return sign === undefined ? [kind, ...withoutIds(content)] : sign + content.join('');
		}),
	);
}

/** @returns red, green, blue and opacity of a colour */
function channels(hex: string): string {
	const digits = hex.length < 6 ? hex.replace(/./g, '$&$&') : hex;
	const [r, g, b, a = 255] = (digits.match(/../g) ?? []).map((byte) => parseInt(byte, 16));
	return [r, g, b, a].join(' ');
}
