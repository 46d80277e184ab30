import { parse, type Options, type Types, type TypesKeys } from '@rocket.chat/message-parser';
import { cleaned, escaped, pictureOfEmoji, type CleanHtml } from './clean-html';
import { emojiNamed } from './emoji';

/** The server's default options (apps/meteor/server/services/messages, BeforeSaveMarkdownParser). */
const serverOptions: Options = {
	colors: true,
	emoticons: true,
	customDomains: [],
	katex: { dollarSyntax: false, parenthesisSyntax: true },
};

/** The mentions that the server found in a message. Only these are shown as mentions. */
export interface Mentioned {
	/** Usernames, `all` and `here`. */
	readonly people: readonly string[];
	readonly channels: readonly string[];
	/** Username of the reader. */
	readonly reader: string;
	/** @returns the source of a custom emoji's picture by its name without colons; undefined if there is none */
	readonly emoji?: (name: string) => string | undefined;
}

type Node = Types[TypesKeys];
/** What a node can contain: nodes, and plain strings for a few types. */
type Content = Node | string | undefined | readonly Content[];
type Render = (content: Content) => string;
type Renderers = {
	readonly [Kind in TypesKeys]: (node: Types[Kind], render: Render, mentioned: Mentioned) => string;
};

const element =
	(tag: string) =>
	({ value }: { value: Content }, render: Render) =>
		`<${tag}>${render(value)}</${tag}>`;
const formula = (tag: string, text: string) => `<${tag} class="formula">${escaped(text)}</${tag}>`;

const renderers: Renderers = {
	PLAIN_TEXT: ({ value }) => escaped(value),
	PARAGRAPH: element('div'),
	LINE_BREAK: () => '<br>',
	HEADING: ({ level, value }, render) => `<h${level}>${render(value)}</h${level}>`,
	BOLD: element('strong'),
	ITALIC: element('em'),
	STRIKE: element('del'),
	SPOILER: ({ value }, render) => `<span class="spoiler">${render(value)}</span>`,
	SPOILER_BLOCK: ({ value }, render) => `<div class="spoiler">${render(value)}</div>`,
	QUOTE: element('blockquote'),
	INLINE_CODE: element('code'),
	CODE: ({ value }, render) => `<pre><code>${value.map((line) => render(line)).join('\n')}</code></pre>`,
	CODE_LINE: ({ value }, render) => render(value),
	ORDERED_LIST: ({ value }, render) => `<ol start="${value[0]?.number ?? 1}">${render(value)}</ol>`,
	UNORDERED_LIST: element('ul'),
	LIST_ITEM: element('li'),
	TASKS: ({ value }, render) => `<ul class="tasks">${render(value)}</ul>`,
	TASK: ({ status, value }, render) => `<li>${status ? '☑' : '☐'} ${render(value)}</li>`,
	LINK: ({ value: { src, label } }, render) => link(src.value, render(label)),
	IMAGE: ({ value: { src, label } }, render) => link(src.value, render(label)),
	MENTION_USER: ({ value: { value: name } }, _render, mentioned) =>
		mention('@', name, mentioned.people, mentioned.reader),
	MENTION_CHANNEL: ({ value: { value: name } }, _render, mentioned) =>
		mention('#', name, mentioned.channels),
	EMOJI: (emoji, _render, mentioned) =>
		'unicode' in emoji ? escaped(emoji.unicode) : namedEmoji(emoji.shortCode, mentioned),
	BIG_EMOJI: ({ value }, render) => `<div class="big">${render(value)}</div>`,
	COLOR: ({ value: { r, g, b } }) => `<span data-color="${hexadecimal(r, g, b)}">■</span>`,
	KATEX: ({ value }) => formula('div', value),
	INLINE_KATEX: ({ value }) => formula('span', value),
	HORIZONTAL_RULE: () => '<hr>',
	TABLE: ({ value: { header, rows } }, render) =>
		`<table><tr>${render(header)}</tr>${render(rows)}</table>`,
	TABLE_ROW: element('tr'),
	TABLE_CELL: element('td'),
	TIMESTAMP: ({ value: { timestamp } }) => escaped(new Date(Number(timestamp) * 1_000).toUTCString()),
};

/**
 * Converts Rocket.Chat's markdown to HTML, as Rocket.Chat's clients show it.
 * @param text `msg` of a message
 */
export function markdownAsHtml(text: string, mentioned: Mentioned): CleanHtml {
	const render = (content: Content): string => {
		if (content === undefined || typeof content === 'string') {
			return escaped(content ?? '');
		}
		return isList(content) ? content.map(render).join('') : renderNode(content, render, mentioned);
	};
	// The parser throws for an empty text.
	return cleaned(text.trim() === '' ? '' : render(parse(text, serverOptions)));
}

function renderNode<Kind extends TypesKeys>(
	node: Types[Kind] & { type: Kind },
	render: Render,
	mentioned: Mentioned,
): string {
	return renderers[node.type](node, render, mentioned);
}

function isList(content: Node | readonly Content[]): content is readonly Content[] {
	return Array.isArray(content);
}

/** Shows the address if the label is blank: the link of a quote that the server did not expand has no label. */
function link(address: string, label: string): string {
	const whole = address.startsWith('//') ? `https:${address}` : address;
	return `<a href="${escaped(whole)}">${label.trim() === '' ? escaped(address) : label}</a>`;
}

function mention(sign: string, name: string, known: readonly string[], reader?: string): string {
	const shown = escaped(sign + name);
	if (!known.includes(name)) {
		return shown;
	}
	return `<span class="mention${sign === '@' && notifies(name, reader) ? ' me' : ''}">${shown}</span>`;
}

/** The picture of a custom emoji, else the character; else the name. */
function namedEmoji(name: string, { emoji }: Mentioned): string {
	const picture = emoji?.(name);
	return picture === undefined ? escaped(emojiNamed(`:${name}:`)) : pictureOfEmoji(picture, `:${name}:`);
}

/** @returns whether a mention of this name notifies the reader */
function notifies(name: string, reader: string | undefined): boolean {
	return ['all', 'here', reader].includes(name);
}

function hexadecimal(...parts: readonly number[]): string {
	return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
