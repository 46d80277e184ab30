import type { MessageText } from '../matrix/events';
import { escapeHtml } from './markdown/html';
import { matrixToLink } from './markdown/matrix-names';

/**
 * @param told what stands before the name of the discussion
 * @param name of the discussion, as a person wrote it; it is not markdown
 * @param via a server that is in the discussion's Matrix room
 * @returns the message that announces a discussion, with a link to its Matrix room. Clients show such a link as a pill
 */
export function discussionLine(
	told: string,
	{ name, roomId, via }: { readonly name: string; readonly roomId: string; readonly via: string },
): MessageText {
	const link = matrixToLink(roomId, via);
	return {
		msgtype: 'm.text',
		body: `${told} ${name} (${link})`,
		format: 'org.matrix.custom.html',
		formatted_body: `${escapeHtml(told)} <a href="${escapeHtml(link)}">${escapeHtml(name)}</a>`,
		'm.mentions': {},
	};
}
