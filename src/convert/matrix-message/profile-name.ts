import { cleanDisplayName } from '../display-name';
import { isJsonObject, type JsonObject } from '../json';
import { escapeHtml } from '../markdown/html';

/** Where clients put the profile before the proposal is accepted, and after. */
const keys = ['com.beeper.per_message_profile', 'm.per_message_profile'] as const;

/**
 * Puts the name in front of a message that its sender writes under another name, unless the sender has done so. The name is no
 * alias in Rocket.Chat, as anybody could take that of a colleague. MSC4144, "Per-message profiles"
 * @param content of an `m.room.message`
 */
export function withProfileName(content: JsonObject): JsonObject {
	const profile = keys.map((key) => content[key]).find(isJsonObject);
	const { displayname, has_fallback: isInFront } = profile ?? {};
	const name = typeof displayname === 'string' ? cleanDisplayName(displayname) : '';
	const { body, formatted_body: html } = content;
	if (name === '' || isInFront === true || typeof body !== 'string') {
		return content;
	}
	const label = `<strong>${escapeHtml(name)}:</strong> `;
	return {
		...content,
		body: `${name}: ${body}`,
		...(typeof html === 'string' && {
			formatted_body: html.replace(/^(?:<p>)?/, (start) => start + label),
		}),
	};
}
