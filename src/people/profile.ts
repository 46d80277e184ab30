import type { ConfiguredBridge } from '../configured-bridge';
import { failureOf } from '../failure';
import type { Profile } from '../matrix/events';
import { HomeserverError } from '../matrix/homeserver-error';
import type { UserId } from '../matrix/ids';

/**
 * @param error of `GET /profile/{userId}`. Synapse's code for it is M_UNKNOWN or M_NOT_FOUND
 * @returns whether it says that nobody has the id, as the homeserver itself knows it
 */
export function isUnknownPerson(error: unknown): error is HomeserverError {
	return error instanceof HomeserverError && error.ownStatus === 404;
}

/**
 * @returns whether somebody has the id
 * @throws HomeserverError if the homeserver, or the person's server, does not say
 */
export async function hasProfile(
	{ homeserver }: Pick<ConfiguredBridge, 'homeserver'>,
	userId: UserId,
): Promise<boolean> {
	try {
		await homeserver.accounts.profile(userId);
		return true;
	} catch (error) {
		if (isUnknownPerson(error)) {
			return false;
		}
		throw error;
	}
}

/**
 * @param otherwise what counts if the profile cannot be read: the person's server may be down, or publish no profiles
 * @returns the profile of a person
 */
export async function profileOr(
	{ homeserver, log }: ConfiguredBridge,
	userId: UserId,
	otherwise: Profile,
): Promise<Profile> {
	try {
		return await homeserver.accounts.profile(userId);
	} catch (error) {
		log.failure('a profile could not be read', failureOf(error), { userId });
		return otherwise;
	}
}
