import type { MessageText } from '../matrix/events';
import { escapeHtml } from './markdown/html';

/** Puts a text below another one, in one event, with the markup of both. It mentions whom the first one mentions. */
export function joinTexts(first: MessageText, second: MessageText): MessageText {
	const isFormatted = [first, second].some((text) => text.formatted_body !== undefined);
	return {
		msgtype: first.msgtype,
		body: `${first.body}\n\n${second.body}`,
		...(isFormatted && {
			format: 'org.matrix.custom.html',
			formatted_body: `${htmlOf(first)}<br><br>${htmlOf(second)}`,
		}),
		'm.mentions': first['m.mentions'],
	};
}

function htmlOf({ body, formatted_body: html }: MessageText): string {
	return html ?? escapeHtml(body).replaceAll('\n', '<br>');
}
