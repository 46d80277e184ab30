import { isJsonObject, objectIn } from '../json';
import { avatarIn, type AvatarPicture } from '../avatar';

/** The most bytes of an emoji's picture. Rocket.Chat makes 512 × 512 pixels of most pictures, but keeps a GIF as it is. */
export const MAX_EMOJI_BYTES = 1_048_576;

/** A custom emoji of the workspace. */
export interface WorkspaceEmoji {
	/** Without colons. An alias leads to the emoji with its own name. */
	readonly name: string;
	/** The file's, without a dot. */
	readonly extension: string;
	/** Another one for another picture. */
	readonly version: string;
}

/** Client-Server API, "Image packs", "Shortcode grammar"; and a dot and a plus sign, which Rocket.Chat's markup also reads. */
const shortcodeSyntax = /^[\w+.-]{1,100}$/;

/**
 * Reads the answer of Rocket.Chat's `emoji-custom.list`. What has a name that no message can contain is left out.
 * @param list the value of its field `emojis`
 * @returns the emoji by their names and aliases
 */
export function workspaceEmojiIn(list: unknown): ReadonlyMap<string, WorkspaceEmoji> {
	const { update } = objectIn(list);
	const byName = new Map<string, WorkspaceEmoji>();
	for (const item of (Array.isArray(update) ? (update as unknown[]) : []).filter(isJsonObject)) {
		const { name, aliases, extension, etag, _updatedAt: updatedAt } = item;
		if (typeof name !== 'string' || typeof extension !== 'string') {
			continue;
		}
		// Servers before 6.0 give a picture no etag.
		const [version = ''] = [etag, updatedAt].filter((value) => typeof value === 'string');
		const emoji = { name, extension, version };
		for (const shortcode of [name, ...(Array.isArray(aliases) ? (aliases as unknown[]) : [])]) {
			if (typeof shortcode === 'string' && shortcodeSyntax.test(shortcode) && !byName.has(shortcode)) {
				byName.set(shortcode, emoji);
			}
		}
	}
	return byName;
}

/** @returns the picture of an emoji, which has to be as safe as an avatar; undefined for SVG, and for one that is too large */
export function emojiPictureIn(bytes: Uint8Array): AvatarPicture | undefined {
	return bytes.byteLength > MAX_EMOJI_BYTES ? undefined : avatarIn(bytes);
}
