import { readBlocks } from './blocks/blocks';
import type { BlockNode, InlineNode } from './nodes';
import type { MarkdownOptions } from './options';

/** A text that may be a link. */
export interface CardLink {
	readonly text: string;
	readonly address?: string | undefined;
}

/** What an integration shows below a message. All texts but those of links are markdown. */
export interface Card {
	/** Shown before everything else. */
	readonly pretext?: string | undefined;
	/** Three to eight hexadecimal digits. */
	readonly color?: string | undefined;
	readonly author?: CardLink | undefined;
	readonly title?: CardLink | undefined;
	readonly texts: readonly string[];
	/** Whether the texts are somebody else's. */
	readonly isQuote?: boolean;
	readonly fields: readonly { readonly title: string; readonly value: string }[];
	/** Pictures, sounds, films and buttons. */
	readonly links: readonly CardLink[];
}

/**
 * Writes a card as blocks: its author and title, its texts, its fields one below the other, its links.
 * Rocket.Chat: apps/meteor/client/components/message/content/attachments/DefaultAttachment
 */
export function cardBlocks(card: Card, options: MarkdownOptions): readonly BlockNode[] {
	const read = (text: string) => readBlocks(text.replace(/\r\n?/g, '\n'), options);
	const texts = card.texts.flatMap(read);
	return [
		...read(card.pretext ?? ''),
		...paragraphOf(headerLines(card)),
		...(card.isQuote ? asQuote(texts) : texts),
		...card.fields.flatMap(({ title, value }) => fieldBlocks(title, read(value))),
		...paragraphOf(card.links.map((link) => [linkNode(link)])),
	];
}

/** Writes the author and the title, each on a line, with the colour in front. */
function headerLines({ author, title, color }: Card): InlineNode[][] {
	const lines: InlineNode[][] = [
		...(author ? [[linkNode(author)]] : []),
		...(title ? [[{ type: 'bold', children: [linkNode(title)] } as const]] : []),
	];
	if (color !== undefined && lines[0]) {
		lines[0].unshift({ type: 'color', digits: color, isAlone: true }, { type: 'text', text: ' ' });
	}
	return lines;
}

function linkNode({ text, address }: CardLink): InlineNode {
	const label: InlineNode = { type: 'text', text };
	return address === undefined ? label : { type: 'link', address, isBare: false, children: [label] };
}

/** Writes a field: its title, and its value on the same line if that is one paragraph. */
function fieldBlocks(title: string, value: readonly BlockNode[]): readonly BlockNode[] {
	const [first, ...more] = value;
	const name: InlineNode[] =
		title === '' ? [] : [{ type: 'bold', children: [{ type: 'text', text: `${title}:` }] }];
	return first?.type === 'paragraph'
		? [
				{
					type: 'paragraph',
					children: [
						...name,
						...(title === '' ? [] : [{ type: 'text', text: ' ' } as const]),
						...first.children,
					],
				},
				...more,
			]
		: [...paragraphOf([name]), ...value];
}

function paragraphOf(lines: readonly InlineNode[][]): readonly BlockNode[] {
	const children = lines
		.filter((line) => line.length > 0)
		.flatMap((line, index): InlineNode[] => (index === 0 ? line : [{ type: 'lineBreak' }, ...line]));
	return children.length === 0 ? [] : [{ type: 'paragraph', children }];
}

/** A quote holds paragraphs only; other blocks stay as they are. */
function asQuote(blocks: readonly BlockNode[]): readonly BlockNode[] {
	const paragraphs = blocks.filter((block) => block.type === 'paragraph');
	return paragraphs.length === blocks.length && blocks.length > 0
		? [{ type: 'quote', children: paragraphs }]
		: blocks;
}
