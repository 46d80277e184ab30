import type { UserId } from '../../matrix/ids';
import { unicodeOf } from '../emoji/emoji';
import { readBlocks } from './blocks/blocks';
import { bodyOf } from './body';
import { cardBlocks, type Card } from './card';
import { htmlOf, needsHtml } from './html';
import { resolveNames, usernamesFor, type MatrixMention, type MatrixNames } from './matrix-names';
import type { BlockNode, InlineNode, ReplaceableNode } from './nodes';
import { defaultOptions, type MarkdownOptions } from './options';
import { plainTextOf } from './plain-text';
import { replaceableNodesIn } from './replaceable-nodes';
import { BlockSplitter } from './split/block-splitter';

/** A message in Rocket.Chat's markdown after it was read. */
export interface MarkdownDocument {
	/** The text, with `\n` at the end of every line. */
	readonly source: string;
	readonly blocks: readonly BlockNode[];
	/** The nodes for which the plain text may show something else than what was typed, from left to right. */
	readonly replaceable: readonly ReplaceableNode[];
	/**
	 * The usernames that may be mentioned, without `@`, each once. Code, links and addresses contain no mention. A name
	 * that ends with a dot is also listed without it, since the dot may end a sentence.
	 */
	readonly mentions: readonly string[];
	/** The names of the channels that may be mentioned, without `#`, each once. */
	readonly channels: readonly string[];
	/** The shortcodes that are no emoji of Unicode, without colons, each once. */
	readonly customEmoji: readonly string[];
	/** Whether it mentions `@all`. */
	readonly all: boolean;
	/** Whether it mentions `@here`. */
	readonly here: boolean;
}

/** A message as Matrix shows it: parts of the content of `m.room.message`. */
export interface MatrixText {
	readonly body: string;
	/** HTML; undefined if it would say no more than `body`. */
	readonly formattedBody?: string;
	/** Client-Server API, "User and room mentions" */
	readonly mentions: { readonly user_ids?: readonly UserId[]; readonly room?: true };
}

/**
 * Reads a message in Rocket.Chat's markdown. Its names can be looked up before `renderMarkdown` needs them.
 * Rocket.Chat: packages/message-parser, src/grammar.pegjs
 */
export function parseMarkdown(text: string, options: MarkdownOptions = defaultOptions): MarkdownDocument {
	const source = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
	const blocks = readBlocks(source, options);
	const replaceable = replaceableNodesIn(blocks);
	const typedNames = namesIn(replaceable, 'mention');
	return {
		source,
		blocks,
		replaceable,
		mentions: mentionedUsernames(typedNames),
		channels: namesIn(replaceable, 'channel'),
		customEmoji: customEmojiIn(replaceable),
		all: typedNames.includes('all'),
		here: typedNames.includes('here'),
	};
}

/** @returns the message with cards below it. Names in them are no mentions, unless the message has them too */
export function withCards(
	document: MarkdownDocument,
	cards: readonly Card[],
	options: MarkdownOptions = defaultOptions,
): MarkdownDocument {
	if (cards.length === 0) {
		return document;
	}
	const blocks = cards.flatMap((card) => cardBlocks(card, options));
	const text = plainTextOf(blocks, resolveNames([], { person: () => undefined, mayMentionRoom: false }));
	const isAlone = document.source.trim() === '';
	return {
		...document,
		source: isAlone ? text : `${document.source}\n\n${text}`,
		blocks: isAlone ? blocks : [...document.blocks, ...blocks],
	};
}

/** @returns the message with a name in front of it, for somebody who speaks by another's account */
export function withSpeaker(document: MarkdownDocument, name: string): MarkdownDocument {
	const { source, blocks, replaceable } = document;
	const [first, ...others] = blocks;
	const label: InlineNode = { type: 'bold', children: [{ type: 'text', text: `${name}:` }] };
	const isSentence = first?.type === 'paragraph';
	const before = `${name}:${isSentence ? ' ' : '\n'}`;
	const sentence: InlineNode[] = isSentence
		? [label, { type: 'text', text: ' ' }, ...first.children]
		: [label];
	return {
		...document,
		source: (before + source).trimEnd(),
		blocks: [{ type: 'paragraph', children: sentence }, ...(isSentence ? others : blocks)],
		replaceable: replaceable.map((node) => ({
			...node,
			start: node.start + before.length,
			end: node.end + before.length,
		})),
	};
}

function mentionedUsernames(typedNames: readonly string[]): readonly string[] {
	return typedNames.length === 0
		? typedNames
		: [...new Set(typedNames.flatMap(usernamesFor))].filter((name) => name !== 'all' && name !== 'here');
}

/**
 * Writes a message for Matrix. Client-Server API, "m.room.message msgtypes"
 * @param names what the names in the message stand for
 */
export function renderMarkdown(document: MarkdownDocument, names: MatrixNames): MatrixText {
	const { source, blocks, replaceable } = document;
	const resolved = resolveNames(namesIn(replaceable, 'mention'), names);
	const body = bodyOf(source, replaceable, resolved);
	const mentions = mentionsContent([...resolved.mentions.values()]);
	return needsHtml(blocks, resolved)
		? { body, formattedBody: htmlOf(blocks, resolved), mentions }
		: { body, mentions };
}

/**
 * Writes a message that is too large for one event as several. Markup goes on from one to the next, so no formatting and
 * nothing inside of a spoiler is lost. Only the first one mentions, so that nobody is notified twice.
 * @param limit the largest body and HTML of a part together, in bytes of JSON
 */
export function renderMarkdownInParts(
	{ blocks, replaceable }: MarkdownDocument,
	names: MatrixNames,
	limit: number,
): readonly MatrixText[] {
	const resolved = resolveNames(namesIn(replaceable, 'mention'), names);
	const hasHtml = needsHtml(blocks, resolved);
	const measure = (measured: readonly BlockNode[]) =>
		bytesOf(plainTextOf(measured, resolved)) + (hasHtml ? bytesOf(htmlOf(measured, resolved)) : 0);
	const parts = new BlockSplitter(measure)
		.split(blocks, limit)
		.map((part) => ({
			body: plainTextOf(part, resolved).trim(),
			...(needsHtml(part, resolved) && { formattedBody: htmlOf(part, resolved) }),
		}))
		.filter(({ body }) => body !== '');
	const mentions = mentionsContent([...resolved.mentions.values()]);
	return parts.map((part, index) => ({ ...part, mentions: index === 0 ? mentions : {} }));
}

/** @returns the size of a text in JSON, without its quotation marks */
function bytesOf(text: string): number {
	return Buffer.byteLength(JSON.stringify(text)) - 2;
}

function mentionsContent(mentions: readonly MatrixMention[]): MatrixText['mentions'] {
	if (mentions.length === 0) {
		return {};
	}
	const userIds = [...new Set(mentions.flatMap(({ userId }) => userId ?? []))];
	return {
		...(userIds.length > 0 && { user_ids: userIds }),
		...(mentions.some(({ userId }) => userId === undefined) && { room: true }),
	};
}

function customEmojiIn(replaceable: readonly ReplaceableNode[]): readonly string[] {
	if (replaceable.length === 0) {
		return [];
	}
	const shortcodes = replaceable.flatMap((node) =>
		node.type === 'emoji' && unicodeOf(node.shortcode) === undefined ? node.shortcode : [],
	);
	return shortcodes.length > 1 ? [...new Set(shortcodes)] : shortcodes;
}

/** @returns the names in nodes of one type, in order, each once */
function namesIn(replaceable: readonly ReplaceableNode[], type: 'mention' | 'channel'): readonly string[] {
	if (replaceable.length === 0) {
		return [];
	}
	const names = new Set<string>();
	for (const node of replaceable) {
		if (node.type === type) {
			names.add(node.name);
		}
	}
	return [...names];
}
