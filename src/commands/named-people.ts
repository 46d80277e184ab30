import { UserType } from '@rocket.chat/apps-engine/definition/users';
import type { AppContext } from '../app-context';
import type { ConfiguredBridge } from '../configured-bridge';
import { FederationError } from '../errors';
import { parseUserId, type UserId } from '../matrix/ids';
import { withAsciiServers } from '../matrix/international-name';
import { isOwnMatrixUser } from '../matrix/namespace';
import { localUserOf } from '../people/local-user';
import type { RocketChatUser } from '../rocketchat/entities';
import { findSimilarIds } from './similar-ids';
import { idFromEmailForm } from './typed-people';

/** @returns whether a word names a colleague, not somebody on Matrix or a room */
export function isUsername(typed: string): boolean {
	return !typed.includes(':') && !/^[#!]/.test(typed);
}

/** @returns the id that was typed @throws FederationError `room-not-person`, `user-similar`, `user-id-invalid` */
export function requireUserId(typed: string): UserId {
	const userId = parseUserId(typed);
	if (userId) {
		return userId;
	}
	const given = shorten(typed);
	if (/^[#!]/.test(typed)) {
		throw new FederationError('room-not-person', { given });
	}
	const similar =
		idFromEmailForm(typed) ?? parseUserId(withAsciiServers(typed.startsWith('@') ? typed : `@${typed}`));
	throw similar
		? new FederationError('user-similar', { given, similar })
		: new FederationError('user-id-invalid', { given });
}

/** @returns the colleague who was named @throws FederationError `user-is-bot`, `user-similar`, `user-not-here` */
export async function requireColleague(app: AppContext, typed: string): Promise<RocketChatUser> {
	// A username may end with a dot, but more likely the dot ends a sentence.
	for (const username of new Set([typed, typed.replace(/[.!?]+$/, '')])) {
		const person = await app.people.byUsername(username);
		if (person?.type === UserType.USER && person.isEnabled) {
			return person;
		}
		if (person?.type === UserType.APP && app.people.isMadeByApp(person)) {
			throw new FederationError('user-is-bot', { user: username });
		}
	}
	const given = shorten(typed);
	const similar = await findSimilarIds(app, typed);
	throw similar.length > 0
		? new FederationError('user-similar', { given, similar: similar.join(', ') })
		: new FederationError('user-not-here', { given });
}

/**
 * @param typed a username, or a Matrix id
 * @returns the colleague with this username, or behind this ghost; undefined for somebody on Matrix
 * @throws FederationError `user-is-bot`, `user-similar`, `user-not-here`, `room-not-person`, `user-id-invalid`
 */
export async function colleagueNamed(
	app: AppContext,
	bridge: ConfiguredBridge,
	typed: string,
): Promise<RocketChatUser | undefined> {
	if (isUsername(typed)) {
		return requireColleague(app, typed);
	}
	const userId = requireUserId(typed);
	return isOwnMatrixUser(userId, bridge.configuration) ? localUserOf(bridge, userId) : undefined;
}

/** Limits the length of typed text, since a sentence repeats it. */
export function shorten(typed: string): string {
	return typed.slice(0, 80);
}
