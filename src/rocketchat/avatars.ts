import { avatarIn, fileNameOf, MAX_AVATAR_BYTES, type AvatarPicture } from '../convert/avatar';
import { FederationError } from '../errors';
import { readAtMost } from '../read-at-most';
import { uptime } from '../uptime';
import { followed, loginOf } from './file-request';
import type { RocketChatRoomId, RocketChatUserId } from './ids';
import type { WorkspaceAccess, WorkspaceRest } from './rest';

/** Milliseconds for a picture. */
const TIMEOUT_MS = 10_000;

/** Milliseconds for which the workspace is not asked again to set an avatar after it has refused one. */
const REFUSAL_COUNTS_MS = 300_000;

/** When Rocket.Chat's letters were changed last, as it says: somebody has no picture. apps/meteor/server/routes/avatar/utils.ts */
const LETTERS_LAST_MODIFIED = 'Thu, 01 Jan 2015 00:00:00 GMT';

/** A picture that was set within this time may be replaced in the same second, and then has the same date. */
const SAME_SECOND_MS = 2_000;

/** What the workspace shows as the avatar of a user or a room. */
export type FoundAvatar =
	/** The same picture as at the given date. */
	| { readonly is: 'unchanged' }
	/** Nobody has set a picture. */
	| { readonly is: 'missing' }
	/** The workspace does not show it to the app: it shows avatars only to who is logged in. */
	| { readonly is: 'hidden' }
	/** Something that is not shown on Matrix: no picture of a usual type, or too large. */
	| { readonly is: 'unusable'; readonly lastModified: string | undefined }
	| { readonly is: 'picture'; readonly picture: AvatarPicture; readonly lastModified: string | undefined };

/**
 * The avatars of users and rooms, for which the Apps-Engine has no accessor. Reads them where clients do, as the user of the
 * personal access token if there is one, and sets them over the REST API.
 * Rocket.Chat: apps/meteor/server/routes/avatar; app/api/server/v1/users.ts
 */
export class Avatars {
	private refused: { readonly error: FederationError; readonly at: number } | undefined;

	constructor(
		private readonly access: () => Promise<WorkspaceAccess>,
		private readonly rest: Pick<WorkspaceRest, 'post' | 'postForm' | 'isEntered'>,
	) {}

	/**
	 * @param since the date of the last answer, so that the same picture is not sent again
	 * @throws FederationError `workspace-unreachable`
	 */
	async ofUser(username: string, since?: string): Promise<FoundAvatar> {
		return this.read(encodeURIComponent(username), since);
	}

	/** @throws FederationError `workspace-unreachable` */
	async ofRoom(roomId: RocketChatRoomId): Promise<FoundAvatar> {
		return this.read(`room/${encodeURIComponent(roomId)}`);
	}

	/** @returns whether the workspace shows avatars to the app. @throws FederationError `workspace-unreachable` */
	async isReadable(): Promise<boolean> {
		// After an @ stands a text whose letters are shown.
		return (await this.read('@a')).is !== 'hidden';
	}

	/** @returns whether there is a token, right or wrong */
	async isSettable(): Promise<boolean> {
		return this.rest.isEntered();
	}

	/** Why the workspace has refused to set an avatar, not long ago; undefined if it has set one since. */
	get refusal(): FederationError | undefined {
		const isRecent = this.refused && uptime() - this.refused.at < REFUSAL_COUNTS_MS;
		return isRecent ? this.refused?.error : undefined;
	}

	/** Lets the next attempt be made at once, because the token may be another one. */
	forgetRefusal(): void {
		this.refused = undefined;
	}

	/** `users.setAvatar`, with the permission `edit-other-user-avatar`. @throws FederationError, see `WorkspaceRest` */
	async setOfUser(userId: RocketChatUserId, picture: AvatarPicture): Promise<void> {
		const form = new FormData();
		// Rocket.Chat reads fields only as far as the file.
		form.append('userId', userId);
		form.append('image', new Blob([picture.bytes], { type: picture.type }), fileNameOf(picture));
		await this.noting(this.rest.postForm('/v1/users.setAvatar', form));
	}

	/** `users.resetAvatar`, with the same permission. @throws FederationError, see `WorkspaceRest` */
	async removeOfUser(userId: RocketChatUserId): Promise<void> {
		await this.noting(this.rest.post('/v1/users.resetAvatar', { userId }));
	}

	private async noting(answer: Promise<unknown>): Promise<void> {
		try {
			await answer;
			this.refused = undefined;
		} catch (error) {
			if (error instanceof FederationError) {
				this.refused = { error, at: uptime() };
			}
			throw error;
		}
	}

	private async read(path: string, since?: string): Promise<FoundAvatar> {
		const access = await this.access();
		const { siteUrl } = access;
		const end = new AbortController();
		const timer = setTimeout(() => end.abort(), TIMEOUT_MS);
		try {
			const response = await fetch(`${siteUrl}/avatar/${path}`, {
				headers: {
					...loginOf(access),
					...(since !== undefined && { 'if-modified-since': since }),
				},
				redirect: 'manual',
				signal: end.signal,
			});
			return await avatarOf(response, end.signal);
		} catch (error) {
			throw new FederationError('workspace-unreachable', { url: siteUrl }, { cause: error });
		} finally {
			clearTimeout(timer);
			end.abort(); // an answer that was not read to its end would keep its connection
		}
	}
}

/** @throws Error if the workspace fails */
async function avatarOf(response: Response, signal: AbortSignal): Promise<FoundAvatar> {
	if (response.status === 304) {
		return { is: 'unchanged' };
	}
	const lastModified = response.headers.get('last-modified') ?? undefined;
	if (lastModified === LETTERS_LAST_MODIFIED) {
		return { is: 'missing' };
	}
	const file = await followed(response, signal);
	if (file.status >= 500) {
		throw new Error(`status ${file.status}`);
	}
	if (!file.ok) {
		return { is: file.status === 404 ? 'missing' : 'hidden' };
	}
	// Who is not logged in gets letters, without a date (server/routes/avatar/middlewares/auth.ts).
	if (lastModified === undefined && file.headers.get('content-type')?.startsWith('image/svg')) {
		return { is: 'hidden' };
	}
	const bytes = await readAtMost(file, MAX_AVATAR_BYTES);
	const picture = bytes && avatarIn(bytes);
	const known = { lastModified: isSettled(lastModified) ? lastModified : undefined };
	return picture ? { is: 'picture', picture, ...known } : { is: 'unusable', ...known };
}

function isSettled(lastModified: string | undefined): boolean {
	return lastModified !== undefined && Date.now() - Date.parse(lastModified) > SAME_SECOND_MS;
}
