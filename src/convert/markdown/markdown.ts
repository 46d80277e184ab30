import type { Token } from 'markdown-it';
import type { UserId } from '../../matrix/ids';
import { bodyOf } from './body';
import { parserFor } from './dialect';
import { htmlOf, needsHtml } from './html';
import { mentionOf, usernamesFor, type Names } from './names';
import { defaultOptions, type MarkdownOptions } from './options';

export type { Names } from './names';
export type { MarkdownOptions } from './options';

/** What a text of Rocket.Chat holds. */
export interface MarkdownDocument {
	/** The text with `\n` at the end of every line. */
	readonly source: string;
	readonly tokens: readonly Token[];
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

/**
 * Reads a text in the markdown of Rocket.Chat. Names are looked up between this and `renderMarkdown`.
 * @param options what the workspace has set; pass the same object every time
 */
export function parseMarkdown(text: string, options: MarkdownOptions = defaultOptions): MarkdownDocument {
	const source = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
	const tokens = parserFor(options).parse(source, {});
	const named = namesIn(tokens, 'mention');
	const people = named.filter((name) => name !== 'all' && name !== 'here');
	return {
		source,
		tokens,
		mentions: [...new Set(people.flatMap(usernamesFor))],
		channels: namesIn(tokens, 'channel'),
		all: named.includes('all'),
		here: named.includes('here'),
	};
}

/** Writes a text for Matrix. */
export function renderMarkdown({ source, tokens }: MarkdownDocument, names: Names): MatrixText {
	const mentions = namesIn(tokens, 'mention').map((name) => mentionOf(name, names)?.mention);
	const userIds = [...new Set(mentions.flatMap((mention) => mention?.userId ?? []))];
	return {
		body: bodyOf(source, tokens, names),
		...(needsHtml(tokens, names) && { formattedBody: htmlOf(tokens, names) }),
		mentions: {
			...(userIds.length > 0 && { user_ids: userIds }),
			...(mentions.some((mention) => mention?.isRoom) && { room: true }),
		},
	};
}

/** @returns the names of a kind, in order, each once */
function namesIn(tokens: readonly Token[], type: 'mention' | 'channel'): readonly string[] {
	const names = new Set<string>();
	for (const { children } of tokens) {
		for (const token of children ?? []) {
			if (token.type === type) {
				names.add(token.content);
			}
		}
	}
	return [...names];
}
