import { parse, type Options } from '@rocket.chat/message-parser';

/** Every kind of markup that a workspace can switch on. */
const everything: Options = {
	colors: true,
	emoticons: true,
	katex: { dollarSyntax: true, parenthesisSyntax: true },
};

/** What the server passes by default: apps/meteor/server/services/messages, BeforeSaveMarkdownParser. */
export const serverOptions: Options = {
	colors: true,
	emoticons: true,
	customDomains: [],
	katex: { dollarSyntax: false, parenthesisSyntax: true },
};

/** A node as the parser gives it; the kinds differ too much for one useful type. */
export interface Node {
	readonly type: string;
	readonly value?: unknown;
	readonly unicode?: string;
}

/** @returns the blocks that Rocket.Chat reads in a text; its parser throws for an empty one */
export function blocksOf(text: string): readonly Node[] {
	return text === '' ? [] : parse(text, everything);
}

/** @returns whether a value of the parser's tree is a node, and not text or a list of nodes. */
export const isNode = (value: unknown): value is Node =>
	typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

/** @returns every node that Rocket.Chat reads in a text, each before the nodes inside it */
function nodesIn(text: string): readonly Node[] {
	const nodes: Node[] = [];
	const visit = (value: unknown): void => {
		if (Array.isArray(value)) {
			value.forEach(visit);
			return;
		}
		if (isNode(value)) {
			nodes.push(value);
			visit(value.value);
			return;
		}
		if (typeof value === 'object' && value !== null) {
			Object.values(value).forEach(visit);
		}
	};
	visit(blocksOf(text));
	return nodes;
}

/** @returns the kinds of the nodes that Rocket.Chat reads in a text */
export function kindsIn(text: string): ReadonlySet<string> {
	return new Set(nodesIn(text).map(({ type }) => type));
}

/** @returns the users and channels that a text mentions */
export function mentionsIn(text: string): readonly string[] {
	return nodesIn(text)
		.filter(({ type }) => type.startsWith('MENTION_'))
		.map(({ value }) => outlineOf(value));
}

/** @returns the addresses of the links that show something else than their address */
export function labelledLinksIn(text: string): readonly string[] {
	return nodesIn(text).flatMap(({ type, value }) => {
		if (type !== 'LINK') {
			return [];
		}
		const { src, label } = value as { src: Node; label: unknown };
		const address = outlineOf(src);
		return address.endsWith(outlineOf(label)) ? [] : [address];
	});
}

/** @returns the characters that are visible while all spoilers are closed */
export function openText(text: string): string {
	return shownText(text, (kind) => kind !== 'SPOILER');
}

/** @returns the visible characters, without empty lines at the end */
export function shownText(text: string, isShown: (kind: string) => boolean = () => true): string {
	const show = (value: unknown) => shown(value, isShown);
	return blocksOf(text).map(show).join('\n').replaceAll('\u2060', '').replace(/\n+$/, '');
}

function shown(value: unknown, isShown: (kind: string) => boolean): string {
	const show = (inner: unknown) => shown(inner, isShown);
	if (typeof value === 'string') {
		return value;
	}
	if (Array.isArray(value)) {
		return value.map(show).join(isNode(value[0]) && blocks.has(value[0].type) ? '\n' : '');
	}
	if (!isNode(value) || !isShown(value.type)) {
		return '';
	}
	if (value.unicode !== undefined) {
		return value.unicode;
	}
	if (value.type === 'LINK' || value.type === 'IMAGE') {
		return show((value.value as { label: unknown }).label);
	}
	return show(value.value);
}

const blocks = new Set(['PARAGRAPH', 'LIST_ITEM', 'CODE_LINE']);

/** @returns the nodes of a text in short, such as `BOLD(a LINK(https://a.example|b))`, for tables of whole outputs */
export function outline(text: string): string {
	return blocksOf(text).map(outlineOf).join(' ');
}

function outlineOf(value: unknown): string {
	if (Array.isArray(value)) {
		return value.map(outlineOf).join('');
	}
	if (!isNode(value)) {
		return String(value);
	}
	if (value.type === 'PLAIN_TEXT') {
		return String(value.value).replaceAll('\u2060', '');
	}
	if (value.type === 'LINK') {
		const { src, label } = value.value as { src: Node; label: unknown };
		return `LINK(${outlineOf(src)}|${outlineOf(label)})`;
	}
	return `${value.type}(${value.unicode ?? (value.value === undefined ? '' : outlineOf(value.value))})`;
}
