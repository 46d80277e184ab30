import type { Inlines, Markup, Paragraph, Root } from '@rocket.chat/message-parser';
import type { Token } from 'markdown-it';

/**
 * What two parsers have to agree on: text, and `[what, ...content]` for everything else. Lines of one paragraph are
 * parted by a line break, paragraphs by their own brackets.
 */
export type Shape = string | readonly [string, ...Shape[]];

/** What is left out of the shape: empty lines, which part paragraphs, and Rocket.Chat's big emoji. */
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
		case 'LIST_ITEM':
		case 'PARAGRAPH':
		case 'LINE_BREAK':
			return [];
	}
}

const isBlank = ({ value }: Paragraph) =>
	value.every((each) => each.type === 'PLAIN_TEXT' && each.value.trim() === '');

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
				? [[`emoji ${node.shortCode}`, written(node.shortCode, node.value.value)]]
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

/** A shortcode has its colons only in the message, an emoticon is not its own name. */
const written = (shortcode: string, text: string) => (shortcode === text ? `:${text}:` : text);

const withoutSlashes = (address: string) => address.replace(/^\/\//, '');

/** Names in the text of a link are no mentions here. */
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

const blockNames: Readonly<Record<string, string>> = {
	paragraph: 'p',
	blockquote: 'quote',
	spoiler_block: 'spoiler',
	bullet_list: 'list',
	ordered_list: 'list',
	strong: 'bold',
	em: 'italic',
	s: 'strike',
	spoiler: 'spoiler',
};

/** The same of our tokens. */
export function shapeOfTokens(tokens: readonly Token[]): readonly Shape[] {
	const stack: Shape[][] = [[]];
	const add = (...shapes: readonly Shape[]) => stack.at(-1)?.push(...shapes);
	for (const token of tokens) {
		const name = token.type.replace(/_(open|close)$/, '');
		if (token.nesting === 1) {
			stack.push([openName(token, name)]);
		} else if (token.nesting === -1) {
			const [kind, ...content] = stack.pop() ?? [];
			if (kind === 'p' && content.every((each) => typeof each === 'string' && each.trim() === '')) {
				continue;
			}
			add([String(kind), ...(kind === 'p' ? withoutSpacesOfEmoji(merged(content)) : merged(content))]);
		} else if (token.type === 'inline') {
			add(...shapeOfTokens(token.children ?? []));
		} else {
			add(leaf(token));
		}
	}
	return merged(stack[0] ?? []);
}

/** Rocket.Chat's big emoji have no spaces around them. */
function withoutSpacesOfEmoji(shapes: readonly Shape[]): readonly Shape[] {
	const isEmoji = /^(?:\s|\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{RI}|\u200D|\uFE0F)*$/u;
	const isBig = shapes.every((shape) =>
		typeof shape === 'string' ? isEmoji.test(shape) : shape[0].startsWith('emoji '),
	);
	const bare = (shape: Shape) => (typeof shape === 'string' ? shape.replace(/\s/g, '') : shape);
	return isBig ? shapes.map(bare).filter((shape) => shape !== '') : shapes;
}

/**
 * Bare addresses and the emoji that may touch them as text: what is left to compare where only the question whether
 * an address is a link differs.
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

function openName({ tag, info }: Token, name: string): string {
	if (name === 'heading') {
		return tag;
	}
	if (name === 'task_item') {
		return info === 'x' ? 'done' : 'open';
	}
	if (name === 'link') {
		return `link ${info}`;
	}
	return name === 'list_item' ? `item ${info && Number(info)}` : (blockNames[name] ?? name);
}

function leaf(token: Token): Shape {
	switch (token.type) {
		case 'fence':
			return [`code ${token.info}`, token.content];
		case 'code_inline':
			return ['code', token.content];
		case 'math_block':
		case 'math_inline':
			return ['maths', token.content];
		case 'softbreak':
			return '\n';
		case 'mention':
		case 'channel':
			return [token.type, token.content];
		case 'emoji':
			return [`emoji ${token.info}`, token.content];
		case 'color':
			return ['color', channels(token.content)];
		case 'timestamp':
			return ['timestamp', token.info];
		default:
			return token.content;
	}
}

/** Red, green, blue and opacity of a colour. */
function channels(hex: string): string {
	const digits = hex.length < 6 ? hex.replace(/./g, '$&$&') : hex;
	const [r, g, b, a = 255] = (digits.match(/../g) ?? []).map((byte) => parseInt(byte, 16));
	return [r, g, b, a].join(' ');
}
