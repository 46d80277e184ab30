import type { UserId } from '../../matrix/ids';
import { readBlocks } from './blocks';
import { bodyOf } from './body';
import { htmlOf, needsHtml } from './html';
import { MessageReader } from './message-reader';
import { mentionOf, usernamesFor, type Names } from './names';
import type { Block, Replaceable } from './nodes';
import { defaultOptions, type MarkdownOptions } from './options';
import { replaceableIn } from './replaceable';

/** What a text of Rocket.Chat holds. */
export interface MarkdownDocument {
	/** The text, with `\n` at the end of every line. */
	readonly source: string;
	readonly blocks: readonly Block[];
	/** What the plain text may show otherwise than it was typed, from left to right. */
	readonly replaceable: readonly Replaceable[];
	/**
	 * The usernames that may be mentioned, without `@`, each once. Code, links and addresses mention nobody. A name
	 * that ends with a dot is there without it too, since it may end a sentence.
	 */
	readonly mentions: readonly string[];
	/** The names of the channels that may be mentioned, without `#`, each once. */
	readonly channels: readonly string[];
	/** Whether `@all` is in it. */
	readonly all: boolean;
	/** Whether `@here` is in it. */
	readonly here: boolean;
}

/** A text as Matrix has it: parts of the content of `m.room.message`. */
export interface MatrixText {
	readonly body: string;
	/** HTML; lacks where it would say no more than `body`. */
	readonly formattedBody?: string;
	/** Client-Server API, "User and room mentions" */
	readonly mentions: { readonly user_ids?: readonly UserId[]; readonly room?: true };
}

/** Reads a text in the markdown of Rocket.Chat. Names are looked up between this and `renderMarkdown`. */
export function parseMarkdown(text: string, options: MarkdownOptions = defaultOptions): MarkdownDocument {
	const source = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
	const blocks = readBlocks(new MessageReader(source, options));
	const replaceable = replaceableIn(blocks);
	const written = namesIn(replaceable, 'mention');
	return {
		source,
		blocks,
		replaceable,
		mentions: usernamesIn(written),
		channels: namesIn(replaceable, 'channel'),
		all: written.includes('all'),
		here: written.includes('here'),
	};
}

function usernamesIn(written: readonly string[]): readonly string[] {
	return written.length === 0
		? written
		: [...new Set(written.flatMap(usernamesFor))].filter((name) => name !== 'all' && name !== 'here');
}

/** Writes a text for Matrix. */
export function renderMarkdown(document: MarkdownDocument, names: Names): MatrixText {
	const { source, blocks, replaceable } = document;
	const body = bodyOf(source, replaceable, names);
	const mentions = mentionsOf(replaceable, names);
	return needsHtml(blocks, names)
		? { body, formattedBody: htmlOf(blocks, names), mentions }
		: { body, mentions };
}

function mentionsOf(replaceable: readonly Replaceable[], names: Names): MatrixText['mentions'] {
	const written = namesIn(replaceable, 'mention');
	if (written.length === 0) {
		return {};
	}
	const mentions = written.flatMap((name) => mentionOf(name, names) ?? []);
	const userIds = [...new Set(mentions.flatMap(({ userId }) => userId ?? []))];
	return {
		...(userIds.length > 0 && { user_ids: userIds }),
		...(mentions.some(({ userId }) => userId === undefined) && { room: true }),
	};
}

/** @returns the names of a kind, in order, each once */
function namesIn(replaceable: readonly Replaceable[], type: 'mention' | 'channel'): readonly string[] {
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
