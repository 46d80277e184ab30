import { pictureIn } from './picture';

/** The most bytes of an avatar that the app carries over. Rocket.Chat makes avatars of 200 × 200 pixels by default. */
export const MAX_AVATAR_BYTES = 5_242_880;

/** The most pixels of an avatar: a small file can claim very many, and a client that shows it needs memory for each. */
const MAX_PIXELS = 25_000_000;

/** A picture that is safe to show as an avatar, on either side. */
export interface AvatarPicture {
	readonly bytes: Uint8Array<ArrayBuffer>;
	/** MIME type */
	readonly type: string;
}

/** The pictures that Rocket.Chat and all clients of Matrix show. SVG is none: it can run scripts. */
const types: readonly string[] = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/**
 * Looks into a file that is to be an avatar. What it is called does not count.
 * @returns undefined if it is no picture of a usual type, too large, or has too many pixels
 */
export function avatarIn(bytes: Uint8Array): AvatarPicture | undefined {
	const picture = bytes.byteLength > MAX_AVATAR_BYTES ? undefined : pictureIn(bytes);
	const isUsable = picture && types.includes(picture.type) && picture.width * picture.height <= MAX_PIXELS;
	return isUsable ? { bytes: new Uint8Array(bytes), type: picture.type } : undefined;
}

/** @returns the last part of an avatar's type, for a file's name */
export function fileNameOf({ type }: AvatarPicture): string {
	return `avatar.${type.slice('image/'.length)}`;
}
