import { parse, type Options, type Types, type TypesKeys } from '@rocket.chat/message-parser';
import { cleaned, escaped, type CleanHtml } from './clean-html';
import { emojiNamed } from './emoji';

/** What the server passes by default: apps/meteor/server/services/messages, BeforeSaveMarkdownParser. */
const serverOptions: Options = {
	colors: true,
	emoticons: true,
	customDomains: [],
	katex: { dollarSyntax: false, parenthesisSyntax: true },
};

/** Who is named in a message, as the server found out: only they are shown as mentions. */
export interface Mentioned {
	/** Usernames, `all` and `here` among them. */
	readonly people: readonly string[];
	readonly channels: readonly string[];
	/** Username of the reader. */
	readonly reader: string;
}

type Node = Types[TypesKeys];
/** Nodes that stand in one another, and texts, which the parser gives for a few kinds. */
type Content = Node | string | undefined | readonly Content[];
type Write = (content: Content) => string;
type Forms = { readonly [Kind in TypesKeys]: (node: Types[Kind], write: Write, who: Mentioned) => string };

const inside =
	(tag: string) =>
	({ value }: { value: Content }, write: Write) =>
		`<${tag}>${write(value)}</${tag}>`;
const formula = (tag: string, text: string) => `<${tag} class="formula">${escaped(text)}</${tag}>`;

const forms: Forms = {
	PLAIN_TEXT: ({ value }) => escaped(value),
	PARAGRAPH: inside('div'),
	LINE_BREAK: () => '<br>',
	HEADING: ({ level, value }, write) => `<h${level}>${write(value)}</h${level}>`,
	BOLD: inside('strong'),
	ITALIC: inside('em'),
	STRIKE: inside('del'),
	SPOILER: ({ value }, write) => `<span class="spoiler">${write(value)}</span>`,
	SPOILER_BLOCK: ({ value }, write) => `<div class="spoiler">${write(value)}</div>`,
	QUOTE: inside('blockquote'),
	INLINE_CODE: inside('code'),
	CODE: ({ value }, write) => `<pre><code>${value.map((line) => write(line)).join('\n')}</code></pre>`,
	CODE_LINE: ({ value }, write) => write(value),
	ORDERED_LIST: ({ value }, write) => `<ol start="${value[0]?.number ?? 1}">${write(value)}</ol>`,
	UNORDERED_LIST: inside('ul'),
	LIST_ITEM: inside('li'),
	TASKS: ({ value }, write) => `<ul class="tasks">${write(value)}</ul>`,
	TASK: ({ status, value }, write) => `<li>${status ? '☑' : '☐'} ${write(value)}</li>`,
	LINK: ({ value: { src, label } }, write) => link(src.value, write(label)),
	IMAGE: ({ value: { src, label } }, write) => link(src.value, write(label)),
	MENTION_USER: ({ value: { value: name } }, _write, who) => mention('@', name, who.people, who.reader),
	MENTION_CHANNEL: ({ value: { value: name } }, _write, who) => mention('#', name, who.channels),
	EMOJI: (emoji) => escaped('unicode' in emoji ? emoji.unicode : emojiNamed(`:${emoji.shortCode}:`)),
	BIG_EMOJI: ({ value }, write) => `<div class="big">${write(value)}</div>`,
	COLOR: ({ value: { r, g, b } }) => `<span data-color="${hexadecimal(r, g, b)}">■</span>`,
	KATEX: ({ value }) => formula('div', value),
	INLINE_KATEX: ({ value }) => formula('span', value),
	TIMESTAMP: ({ value: { timestamp } }) => escaped(new Date(Number(timestamp) * 1_000).toUTCString()),
};

/**
 * A text of Rocket.Chat as its clients show it.
 * @param text `msg` of a message
 */
export function markdownAsHtml(text: string, who: Mentioned): CleanHtml {
	const write = (content: Content): string => {
		if (content === undefined || typeof content === 'string') {
			return escaped(content ?? '');
		}
		return isList(content) ? content.map(write).join('') : written(content, write, who);
	};
	// The parser refuses an empty text.
	return cleaned(text.trim() === '' ? '' : write(parse(text, serverOptions)));
}

function written<Kind extends TypesKeys>(
	node: Types[Kind] & { type: Kind },
	write: Write,
	who: Mentioned,
): string {
	return forms[node.type](node, write, who);
}

function isList(content: Node | readonly Content[]): content is readonly Content[] {
	return Array.isArray(content);
}

/** The link of a quote that the server did not expand has no text to press. */
function link(address: string, label: string): string {
	const whole = address.startsWith('//') ? `https:${address}` : address;
	return `<a href="${escaped(whole)}">${label.trim() === '' ? escaped(address) : label}</a>`;
}

function mention(sign: string, name: string, known: readonly string[], reader?: string): string {
	const shown = escaped(sign + name);
	if (!known.includes(name)) {
		return shown;
	}
	return `<span class="mention${sign === '@' && wakes(name, reader) ? ' me' : ''}">${shown}</span>`;
}

function wakes(name: string, reader: string | undefined): boolean {
	return ['all', 'here', reader].includes(name);
}

function hexadecimal(...parts: readonly number[]): string {
	return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
