import MarkdownIt from 'markdown-it';
import { MsgType } from 'matrix-js-sdk';

/** What a message of Matrix says (`m.room.message`), as clients write it. */
export interface MatrixContent {
	readonly msgtype: MsgType.Text;
	/** As it was typed. */
	readonly body: string;
	readonly format?: 'org.matrix.custom.html';
	readonly formatted_body?: string;
	readonly 'm.mentions': { readonly user_ids?: readonly string[] };
	readonly 'm.relates_to'?: object;
	readonly 'm.new_content'?: object;
}

/** User ids, and how those people are called in the room. */
export type Members = ReadonlyMap<string, string>;

const userId = /@[^\s:]+:[\w.-]*\w(?::\d+)?/g;

/**
 * Does with a typed text what clients do: markdown becomes HTML, the id of somebody in the room becomes a pill (clients
 * let people choose from a list).
 */
export function contentOf(text: string, members: Members): MatrixContent {
	const named = [...new Set(text.match(userId) ?? [])].filter((id) => members.has(id));
	const html = formatted(text, members);
	return {
		msgtype: MsgType.Text,
		body: text,
		...(html !== undefined && { format: 'org.matrix.custom.html', formatted_body: html }),
		'm.mentions': named.length > 0 ? { user_ids: named } : {},
	};
}

/** A rich reply (client-server API, "Rich replies"), without the fallback that the specification has given up. */
export function answerTo(eventId: string, content: MatrixContent): MatrixContent {
	return { ...content, 'm.relates_to': { 'm.in_reply_to': { event_id: eventId } } };
}

/**
 * A message in a thread (client-server API, "Threading").
 * @param root the thread's first event
 * @param answered an event of the thread that it answers; clients without threads show what follows as its answer, too
 */
export function inThread(root: string, content: MatrixContent, answered?: string): MatrixContent {
	return {
		...content,
		'm.relates_to': {
			rel_type: 'm.thread',
			event_id: root,
			is_falling_back: answered === undefined,
			'm.in_reply_to': { event_id: answered ?? root },
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

/** @returns undefined for text without any format */
function formatted(text: string, members: Members): string | undefined {
	const markdown = new MarkdownIt({ html: false, breaks: true });
	const { escapeHtml } = markdown.utils;
	markdown.renderer.rules.text = (tokens, index) =>
		escapeHtml(tokens[index]?.content ?? '').replace(userId, (id) => {
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
