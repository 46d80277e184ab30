import { parse } from '@rocket.chat/message-parser';
import { unicodeOf } from '../../src/convert/emoji/emoji';
import { timestampText } from '../../src/convert/markdown/timestamp-text';
import { isNode, serverOptions, type Node } from './escape/rocketchat-parser';

/** Nodes of which a reader sees something else than the text in them. */
const shownBy: Readonly<Record<string, (node: Node, mention: (name: string) => string) => string>> = {
	MENTION_USER: ({ value }, mention) => mention(visible(value, mention)),
	MENTION_CHANNEL: ({ value }, mention) => `#${visible(value, mention)}`,
	EMOJI: (node, mention) => {
		const { unicode, shortCode } = node as Node & { readonly shortCode?: string };
		const written = visible(node.value, mention);
		const named = written === shortCode ? `:${written}:` : written;
		return unicode ?? unicodeOf(shortCode ?? '') ?? named;
	},
	TIMESTAMP: ({ value }) => {
		const { timestamp, format } = value as { readonly timestamp: string; readonly format: string };
		return timestampText(timestamp, format) ?? timestamp;
	},
	COLOR: () => '■ color:',
	TASK: (node, mention) =>
		`${(node as Node & { readonly status: boolean }).status ? '☑' : '☐'}${visible(node.value, mention)}`,
	LIST_ITEM: (node, mention) =>
		`${(node as Node & { readonly number?: number }).number ?? ''}${visible(node.value, mention)}`,
	TABLE: ({ value }, mention) => {
		const { header, rows } = value as { readonly header: unknown; readonly rows: unknown };
		return visible(header, mention) + visible(rows, mention);
	},
	LINK: ({ value }, mention) => visible((value as { readonly label: unknown }).label, mention),
	IMAGE: ({ value }, mention) => visible((value as { readonly label: unknown }).label, mention),
};

/** The lookalikes that we write for characters that Rocket.Chat's links and code cannot contain. */
const lookalikes: Readonly<Record<string, string>> = { ˋ: '`', '‹': '<', '›': '>', '∣': '|' };

/**
 * @param mention what a mention of this name shows
 * @returns the characters that a reader of the message sees, as Rocket.Chat's own parser reads it: emoji and dates as
 * they are shown, a colour without its digits, no white space
 */
export function visibleText(message: string, mention: (name: string) => string): string {
	return (message === '' ? '' : visible(parse(message, serverOptions), mention))
		.replace(/\s|\u2060|\uFE0F/g, '')
		.replace(/[ˋ‹›∣]/g, (character) => lookalikes[character] ?? '');
}

function visible(value: unknown, mention: (name: string) => string): string {
	if (typeof value === 'string') {
		return value.replace(/(?<=■ color:)#\u2060?[0-9a-f]+/gi, '');
	}
	if (Array.isArray(value)) {
		return value.map((each) => visible(each, mention)).join('');
	}
	if (!isNode(value)) {
		return '';
	}
	const show = shownBy[value.type];
	return show ? show(value, mention) : visible(value.value, mention);
}
