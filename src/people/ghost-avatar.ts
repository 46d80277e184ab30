import { createHash } from 'crypto';
import { fileNameOf, type AvatarPicture } from '../convert/avatar';
import type { ConfiguredBridge } from '../configured-bridge';
import { failureOf } from '../failure';
import type { UserId } from '../matrix/ids';
import type { RocketChatUser } from '../rocketchat/entities';
import type { KnownAvatar } from '../store/avatars';

/**
 * Gives a ghost the present avatar of its local user, in the background: no message waits for a picture. Rocket.Chat tells apps of
 * no change of an avatar, so it is asked each time that somebody does something, at most once a minute; a picture that has not
 * changed is not sent (`If-Modified-Since`). Costs no call to the host while the last time is not a minute ago.
 */
export function followLocalAvatar(
	bridge: ConfiguredBridge,
	{ username }: Pick<RocketChatUser, 'username'>,
	ghostId: UserId,
): void {
	if (!bridge.configuration.syncAvatars) {
		return;
	}
	bridge.avatarChecks.request(ghostId, () =>
		bridge.queues
			// One after the other: a check that does not see what the one before has done would upload it again.
			.run(`avatar ${ghostId}`, 0, () => carryOver(bridge, username, ghostId))
			.catch((error: unknown) => {
				bridge.log.failure('a ghost did not get its avatar', failureOf(error), { userId: ghostId });
			}),
	);
}

async function carryOver(bridge: ConfiguredBridge, username: string, ghostId: UserId): Promise<void> {
	const { avatars, store, log } = bridge;
	const known = await store.avatars.read(ghostId);
	const found = await avatars.ofUser(username, known.lastModified);
	switch (found.is) {
		case 'unchanged':
		case 'hidden':
			return;
		case 'missing':
			await removeAvatar(bridge, ghostId, known, {});
			return;
		case 'unusable':
			log.warn('the avatar of a local user cannot be shown on Matrix', { userId: ghostId });
			await removeAvatar(bridge, ghostId, known, { lastModified: found.lastModified });
			return;
		case 'picture':
			await setAvatar(bridge, ghostId, known, found);
	}
}

async function setAvatar(
	{ media, homeserver, store }: ConfiguredBridge,
	ghostId: UserId,
	known: KnownAvatar,
	{ picture, lastModified }: { picture: AvatarPicture; lastModified: string | undefined },
): Promise<void> {
	const hash = createHash('sha256').update(picture.bytes).digest('hex');
	if (hash === known.hash) {
		await (lastModified !== known.lastModified &&
			store.avatars.save(ghostId, { ...known, lastModified }));
		return;
	}
	const mxc = await media.upload(ghostId, { ...picture, name: fileNameOf(picture) });
	await homeserver.accounts.setAvatarUrl(ghostId, mxc);
	await store.avatars.save(ghostId, { mxc, hash, lastModified });
}

async function removeAvatar(
	{ homeserver, store }: ConfiguredBridge,
	ghostId: UserId,
	known: KnownAvatar,
	now: KnownAvatar,
): Promise<void> {
	if (known.mxc !== undefined) {
		await homeserver.accounts.setAvatarUrl(ghostId, undefined);
	}
	if (known.mxc !== undefined || known.lastModified !== now.lastModified) {
		await store.avatars.save(ghostId, now);
	}
}
