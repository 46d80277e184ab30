import MarkdownIt from 'markdown-it';
import { MsgType } from 'matrix-js-sdk';

/** The content of a message (`m.room.message`), as Matrix clients write it. */
export interface MatrixContent {
	readonly msgtype: MsgType;
	/** The text as the user typed it; the name of a file without a caption. */
	readonly body: string;
	readonly format?: 'org.matrix.custom.html';
	readonly formatted_body?: string;
	readonly 'm.mentions': { readonly user_ids?: readonly string[] };
	/** Of a file: its name, its `mxc:` address and what is known about it. */
	readonly filename?: string;
	readonly url?: string;
	readonly info?: object;
	readonly 'm.relates_to'?: object;
	readonly 'm.new_content'?: object;
}

/** The display name of each member of a room, by user id. */
type Members = ReadonlyMap<string, string>;

const userIdPattern = /@[^\s:]+:[\w.-]*\w(?::\d+)?/g;

/**
 * Converts typed text as clients do: markdown becomes HTML, and the user id of a room member becomes a pill. (In a real
 * client the user chooses the member from a list.)
 */
export function textContent(text: string, members: Members): MatrixContent {
	const mentioned = [...new Set(text.match(userIdPattern) ?? [])].filter((id) => members.has(id));
	const html = htmlOf(text, members);
	return {
		msgtype: MsgType.Text,
		body: text,
		...(html !== undefined && { format: 'org.matrix.custom.html', formatted_body: html }),
		'm.mentions': mentioned.length > 0 ? { user_ids: mentioned } : {},
	};
}

/** A reply (client-server API, "Rich replies"), without the quoted fallback, which the specification removed. */
export function replyTo(eventId: string, content: MatrixContent): MatrixContent {
	return { ...content, 'm.relates_to': { 'm.in_reply_to': { event_id: eventId } } };
}

/**
 * A message in a thread (client-server API, "Threading").
 * @param root event id of the thread's first message
 * @param repliedTo event id of the message in the thread that this one replies to. Without it, the root becomes the
 * fallback: clients that do not know threads show the message as a reply to the root.
 */
export function inThread(root: string, content: MatrixContent, repliedTo?: string): MatrixContent {
	return {
		...content,
		'm.relates_to': {
			rel_type: 'm.thread',
			event_id: root,
			is_falling_back: repliedTo === undefined,
			'm.in_reply_to': { event_id: repliedTo ?? root },
		},
	};
}

/** An edit (client-server API, "Event replacements"). */
export function editOf(eventId: string, content: MatrixContent): MatrixContent {
	return {
		...content,
		body: `* ${content.body}`,
		...(content.formatted_body !== undefined && { formatted_body: `* ${content.formatted_body}` }),
		'm.new_content': content,
		'm.relates_to': { rel_type: 'm.replace', event_id: eventId },
	};
}

/** @returns undefined if the text has no formatting and no pill */
function htmlOf(text: string, members: Members): string | undefined {
	const markdown = new MarkdownIt({ html: false, breaks: true });
	const { escapeHtml } = markdown.utils;
	markdown.renderer.rules.text = (tokens, index) =>
		escapeHtml(tokens[index]?.content ?? '').replace(userIdPattern, (id) => {
			const name = members.get(id);
			return name === undefined
				? id
				: `<a href="https://matrix.to/#/${encodeURI(id)}">${escapeHtml(name)}</a>`;
		});
	const html = markdown
		.render(text)
		.trim()
		.replace(/^<p>((?:(?!<p>)[^])*)<\/p>$/, '$1');
	return html === escapeHtml(text).replaceAll('\n', '<br>\n') ? undefined : html;
}
