import { cleanDisplayName } from '../../convert/display-name';
import type { MessageText } from '../../matrix/events';
import type { RocketChatMessage } from '../../rocketchat/entities';

/** The longest name and id of a profile, in bytes. MSC4144, "Field limits" */
const MAX_BYTES = 255;

/** @returns the name under which an integration or an app shows a message by somebody's account; empty if it is that one's own */
export function speakerOf({ alias, sender }: RocketChatMessage): string {
	const name = typeof alias === 'string' ? cleanDisplayName(alias) : '';
	return name === sender.name || name === sender.username ? '' : name;
}

/**
 * Says to clients who the speaker is, so that they show the name as that of the sender, without the one in the text. MSC4144,
 * "Per-message profiles". The picture of a speaker is at any address of the web, from which the app fetches nothing: clients draw one.
 * @param texts of a message, the first with the name in front of it, by `withSpeaker`
 * @param name of the speaker; empty if it is the sender
 */
export function asSpeaker(
	texts: readonly MessageText[],
	name: string,
	{ avatarUrl, emoji }: Pick<RocketChatMessage, 'avatarUrl' | 'emoji'>,
): readonly MessageText[] {
	if (name === '' || Buffer.byteLength(name) > MAX_BYTES) {
		return texts;
	}
	const profile = { id: name, displayname: name, ...((avatarUrl || emoji) && { avatar_url: '' as const }) };
	const inFront = { has_fallback: true } as const;
	return texts.map((text, index) => {
		const { formatted_body: html } = text;
		return {
			...text,
			...(index === 0 &&
				html && { formatted_body: html.replace('<strong>', '<strong data-mx-profile-fallback>') }),
			'com.beeper.per_message_profile': { ...profile, ...(index === 0 && inFront) },
		};
	});
}
