import type { AvatarPicture } from '../convert/avatar';
import {
	emojiPictureIn,
	MAX_EMOJI_BYTES,
	workspaceEmojiIn,
	type WorkspaceEmoji,
} from '../convert/emoji/custom-emoji';
import { FederationError } from '../errors';
import { readAtMost } from '../read-at-most';
import { uptime } from '../uptime';
import type { WorkspaceAccess, WorkspaceRest } from './rest';

/** Milliseconds for which the workspace is not asked again for its emoji, also if it has refused to say. */
const LIST_KNOWN_MS = 180_000;

/** Milliseconds for a picture. */
const TIMEOUT_MS = 5_000;

/** What is known of the workspace's custom emoji. */
interface KnownEmoji {
	/** By their names and aliases, without colons. */
	readonly byName: ReadonlyMap<string, WorkspaceEmoji>;
	/** Why they could not be read the last time; those of an earlier time may be there all the same. */
	readonly refusal: FederationError | undefined;
}

const nothing: ReadonlyMap<string, WorkspaceEmoji> = new Map();

/**
 * The custom emoji of the workspace, for which the Apps-Engine has no accessor. The list needs a personal access token, of any
 * user; the pictures are for everybody.
 * Rocket.Chat: apps/meteor/app/api/server/v1/emoji-custom.ts; app/emoji-custom/server/startup/emoji-custom.ts
 */
export class CustomEmoji {
	private known: { readonly emoji: Promise<KnownEmoji>; readonly at: number } | undefined;

	constructor(
		private readonly access: () => Promise<Pick<WorkspaceAccess, 'siteUrl'>>,
		private readonly rest: Pick<WorkspaceRest, 'get' | 'isEntered'>,
		private readonly now: () => number = uptime,
	) {}

	/** @returns whether there is a token, right or wrong */
	async isReadable(): Promise<boolean> {
		return this.rest.isEntered();
	}

	/** @returns the emoji as they were three minutes ago at most; none without a token */
	async list(): Promise<KnownEmoji> {
		if (!this.known || this.now() - this.known.at >= LIST_KNOWN_MS) {
			this.known = { emoji: this.read(this.known?.emoji), at: this.now() };
		}
		return this.known.emoji;
	}

	/** Makes the next call ask the workspace, because the token may be another one. */
	forget(): void {
		this.known = undefined;
	}

	/**
	 * Downloads the picture of an emoji.
	 * @returns undefined if it is gone, or cannot be shown on Matrix: SVG, or too large
	 * @throws FederationError `workspace-unreachable`
	 */
	async picture({ name, extension, version }: WorkspaceEmoji): Promise<AvatarPicture | undefined> {
		const { siteUrl } = await this.access();
		const path = `${encodeURIComponent(name)}.${encodeURIComponent(extension)}`;
		const end = new AbortController();
		const timer = setTimeout(() => end.abort(), TIMEOUT_MS);
		try {
			const response = await fetch(
				`${siteUrl}/emoji-custom/${path}?etag=${encodeURIComponent(version)}`,
				{ redirect: 'manual', signal: end.signal },
			);
			if (!response.ok && response.status !== 404) {
				throw new Error(`status ${response.status}`);
			}
			// Rocket.Chat answers with a question mark in SVG if there is no such emoji.
			const bytes = response.ok ? await readAtMost(response, MAX_EMOJI_BYTES) : undefined;
			return bytes && emojiPictureIn(bytes);
		} catch (error) {
			throw new FederationError('workspace-unreachable', { url: siteUrl }, { cause: error });
		} finally {
			clearTimeout(timer);
			end.abort(); // an answer that was not read to its end would keep its connection
		}
	}

	private async read(earlier: Promise<KnownEmoji> | undefined): Promise<KnownEmoji> {
		if (!(await this.rest.isEntered())) {
			return { byName: nothing, refusal: undefined };
		}
		try {
			const { emojis } = await this.rest.get('/v1/emoji-custom.list');
			return { byName: workspaceEmojiIn(emojis), refusal: undefined };
		} catch (error) {
			if (!(error instanceof FederationError)) {
				throw error;
			}
			return { byName: (await earlier)?.byName ?? nothing, refusal: error };
		}
	}
}
