import type { AppContext } from '../app-context';
import type { ConfiguredBridge } from '../configured-bridge';
import { localpartOf, parseUserId, type UserId } from '../matrix/ids';
import { isOwnMatrixUser } from '../matrix/namespace';
import { botUsernameOf } from '../people/bot-username';
import { waitAtMost } from '../wait-at-most';
import { idFromEmailForm } from './typed-people';

/** The most ids that are suggested. */
const MAX_SUGGESTIONS = 3;
/** Milliseconds to wait for the homeserver; a suggestion is not worth a longer wait. */
const LOOKUP_TIMEOUT_MS = 3_000;

/**
 * Finds people on Matrix who may be meant by a name without a server: a user of the workspace's own homeserver,
 * and people whose messages were relayed lately.
 * @returns their ids; empty if nobody is known by this name
 */
export async function findSimilarIds(app: AppContext, name: string): Promise<readonly UserId[]> {
	const fromEmailForm = idFromEmailForm(name);
	if (fromEmailForm) {
		return [fromEmailForm];
	}
	const bridge = await app.requireBridge().catch(() => undefined);
	if (!bridge) {
		return [];
	}
	const own = parseUserId(`@${name.toLowerCase()}:${bridge.configuration.domain}`);
	const found = [...(own && (await exists(bridge, own)) ? [own] : []), ...recentlyRelayed(bridge, name)];
	const external = found.filter((userId) => !isOwnMatrixUser(userId, bridge.configuration));
	return [...new Set(external)].slice(0, MAX_SUGGESTIONS);
}

function recentlyRelayed({ store }: ConfiguredBridge, name: string): readonly UserId[] {
	return [...store.users.rememberedLinks()]
		.map(({ matrixId }) => matrixId)
		.filter((userId) => localpartOf(userId).toLowerCase() === name.toLowerCase());
}

async function exists({ people, homeserver }: ConfiguredBridge, userId: UserId): Promise<boolean> {
	const botUser = await people.byUsername(botUsernameOf(userId));
	if (botUser && people.isMadeByApp(botUser)) {
		return true;
	}
	const profile = homeserver.accounts.profile(userId).then(
		() => true,
		() => false,
	);
	return (await waitAtMost(profile, LOOKUP_TIMEOUT_MS)) && profile;
}
