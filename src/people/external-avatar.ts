import { avatarIn, MAX_AVATAR_BYTES, type AvatarPicture } from '../convert/avatar';
import type { ConfiguredBridge } from '../configured-bridge';
import { FederationError } from '../errors';
import { failureOf, isRefusal } from '../failure';
import type { Profile } from '../matrix/events';
import { parseMxcUri, type MxcUri, type UserId } from '../matrix/ids';
import { mediaLinkOf } from '../matrix/media-link';
import type { KnownAvatar, ShownBy } from '../store/avatars';

/**
 * The avatars of external people. Rocket.Chat lets no app give a user an avatar, so that is done over the REST API, with the
 * personal access token. Without one, or where Rocket.Chat refuses it, each message shows the avatar that its author has then.
 * Rocket.Chat: apps/meteor/app/api/server/v1/users.ts, `users.setAvatar`
 */

/** @returns the address of the avatar that a message of a person shows; undefined if it is that of the bot user, or none */
export async function avatarUrlOf(bridge: ConfiguredBridge, userId: UserId): Promise<string | undefined> {
	if (!bridge.configuration.syncAvatars) {
		return undefined;
	}
	const { mxc, shownBy } = await bridge.store.avatars.of(userId);
	if (shownBy === undefined || shownBy === 'user' || shownBy === 'nothing') {
		return undefined;
	}
	if (shownBy === 'unread' || (await maySet(bridge))) {
		requestCarryOver(bridge, userId, mxc);
	}
	return mxc && shownBy !== 'unread' ? mediaLinkOf(bridge.configuration, mxc) : undefined;
}

/**
 * Follows the avatar in a member event or in the state of a room, in the background. One for one room only changes nothing: the
 * profile decides, if the homeserver can read it.
 * @param inRoom the avatar in that room, unchecked
 * @param profile of the person; it is read only if the avatar in the room is not the known one
 */
export async function followExternalAvatar(
	bridge: ConfiguredBridge,
	userId: UserId,
	inRoom: unknown,
	profile: () => Promise<Profile>,
): Promise<void> {
	const { configuration, store } = bridge;
	const person = configuration.syncAvatars && (await store.users.byMatrixId(userId));
	if (!person) {
		return;
	}
	const known = await store.avatars.of(userId);
	if (parseMxcUri(inRoom) === known.mxc) {
		return;
	}
	const mxc = parseMxcUri((await profile()).avatar_url);
	if (mxc !== known.mxc) {
		requestCarryOver(bridge, userId, mxc);
	}
}

/**
 * Looks at the avatar of a person whose bot user is new, in the background.
 * @param profile of the person, if it was read already
 */
export function followFirstAvatar(bridge: ConfiguredBridge, userId: UserId, profile?: Profile): void {
	if (!bridge.configuration.syncAvatars) {
		return;
	}
	bridge.avatarChecks.request(userId, () =>
		logged(bridge, userId, async () => {
			const { avatar_url } = profile ?? (await bridge.homeserver.accounts.profile(userId));
			await carryOver(bridge, userId, parseMxcUri(avatar_url));
		}),
	);
}

/** An avatar that is not that of the bot user may become it: the workspace was away, or there is a token now. */
async function maySet({ avatars }: ConfiguredBridge): Promise<boolean> {
	return avatars.refusal === undefined && avatars.isSettable();
}

function requestCarryOver(bridge: ConfiguredBridge, userId: UserId, mxc: MxcUri | undefined): void {
	bridge.avatarChecks.request(`${userId} ${mxc ?? ''}`, () =>
		logged(bridge, userId, () => carryOver(bridge, userId, mxc)),
	);
}

async function logged(bridge: ConfiguredBridge, userId: UserId, work: () => Promise<void>): Promise<void> {
	// One after the other, so that the last one stays.
	await bridge.queues.run(`avatar ${userId}`, 0, work).catch((error: unknown) => {
		bridge.log.failure('the avatar of an external person was not followed', failureOf(error), { userId });
	});
}

async function carryOver(bridge: ConfiguredBridge, userId: UserId, mxc: MxcUri | undefined): Promise<void> {
	const { store } = bridge;
	const known = await store.avatars.read(userId);
	const isDone = known.shownBy === 'user' || known.shownBy === 'nothing';
	if (known.mxc === mxc && (isDone || (!mxc && known.shownBy === undefined))) {
		return; // another instance did it
	}
	const picture = mxc && (await pictureOf(bridge, userId, mxc));
	const shownBy = picture === 'unread' ? picture : await show(bridge, userId, picture, known);
	await store.avatars.save(userId, { mxc, shownBy });
}

/**
 * @returns the picture; undefined if it is none, too large, or gone; `unread` if that is not known: the homeserver, or the server
 * that has the picture, does not answer
 */
async function pictureOf(
	{ media, log }: ConfiguredBridge,
	userId: UserId,
	mxc: MxcUri,
): Promise<AvatarPicture | 'unread' | undefined> {
	try {
		const picture = avatarIn((await media.download(mxc, MAX_AVATAR_BYTES)).bytes);
		if (!picture) {
			log.warn('the avatar of an external person cannot be shown', { userId });
		}
		return picture;
	} catch (error) {
		log.failure('the avatar of an external person could not be read', failureOf(error), { userId });
		return isRefusal(error) ? undefined : 'unread';
	}
}

/** Gives the bot user a picture, or takes it away, if there is a token. @returns where the avatar is shown now */
async function show(
	bridge: ConfiguredBridge,
	userId: UserId,
	picture: AvatarPicture | undefined,
	known: KnownAvatar,
): Promise<ShownBy> {
	const { avatars, store, log } = bridge;
	const rocketChatId = (await store.users.byMatrixId(userId))?.rocketChatId;
	const hasNone = known.shownBy === undefined || known.shownBy === 'nothing' || known.shownBy === 'message';
	if (!picture && hasNone) {
		return 'nothing';
	}
	if (!rocketChatId || !(await avatars.isSettable())) {
		return picture ? 'message' : 'pending';
	}
	try {
		if (picture) {
			await avatars.setOfUser(rocketChatId, picture);
			return 'user';
		}
		await avatars.removeOfUser(rocketChatId);
		return 'nothing';
	} catch (error) {
		log.failure('a bot user did not get its avatar', failureOf(error), { userId });
		const isRefused = error instanceof FederationError && !error.kind.retryable;
		return picture && isRefused ? 'message' : 'pending';
	}
}
