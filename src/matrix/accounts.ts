import { Method } from 'matrix-js-sdk/lib/http-api/index.js';
import type { Profile } from './events';
import { HomeserverError, isErrcode } from './homeserver-error';
import type { MxcUri, UserId } from './ids';
import { FEDERATED_TIMEOUT_MS, type Transport } from './transport';

const segment = encodeURIComponent;

/**
 * Accounts of the homeserver and their profiles. `as` is the user who acts: a ghost. Every method throws a HomeserverError if the
 * request fails.
 */
export class Accounts {
	constructor(private readonly request: Transport) {}

	/**
	 * Application Service API, "Server admin style permissions": registers a user of the namespace. Does nothing if the
	 * user is registered already.
	 */
	async register(localpart: string): Promise<void> {
		try {
			await this.request(Method.Post, '/register', {
				body: { type: 'm.login.application_service', username: localpart, inhibit_login: true },
			});
		} catch (error) {
			if (!isErrcode(error, 'M_USER_IN_USE')) {
				throw error;
			}
		}
	}

	/**
	 * Client-Server API, `PUT /profile/{userId}/displayname`. If the homeserver does not permit it, the user
	 * keeps the present name.
	 */
	async setDisplayName(as: UserId, displayname: string): Promise<void> {
		try {
			await this.request(Method.Put, `/profile/${segment(as)}/displayname`, {
				query: { user_id: as },
				body: { displayname },
			});
		} catch (error) {
			if (!isErrcode(error, 'M_FORBIDDEN')) {
				throw error;
			}
		}
	}

	/**
	 * Client-Server API, `PUT /profile/{userId}/avatar_url`. If the homeserver does not permit it, the user keeps the present one.
	 * @param mxc undefined takes the avatar away
	 */
	async setAvatarUrl(as: UserId, mxc: MxcUri | undefined): Promise<void> {
		try {
			await this.request(Method.Put, `/profile/${segment(as)}/avatar_url`, {
				query: { user_id: as },
				body: { avatar_url: mxc ?? '' },
			});
		} catch (error) {
			if (!isErrcode(error, 'M_FORBIDDEN')) {
				throw error;
			}
		}
	}

	/** Client-Server API, `GET /profile/{userId}`. The homeserver asks the server of the user. */
	async profile(userId: UserId): Promise<Profile> {
		return this.request(Method.Get, `/profile/${segment(userId)}`, { timeout: FEDERATED_TIMEOUT_MS });
	}

	/**
	 * Client-Server API, `POST /account/deactivate`. Synapse wants no password of an application service
	 * (synapse/rest/client/account.py).
	 * @param erase whether the homeserver is to hide the user's messages from who joins their rooms later, and to forget the profile
	 * @returns whether the account is deactivated; false if the homeserver wants a password, which no ghost has, as Dendrite does, or
	 * has no such request, as where another service has the accounts
	 */
	async deactivate(as: UserId, erase: boolean): Promise<boolean> {
		try {
			await this.request(Method.Post, '/account/deactivate', {
				query: { user_id: as },
				body: { erase },
			});
			return true;
		} catch (error) {
			const isRefused = error instanceof HomeserverError && [401, 403, 404].includes(error.status ?? 0);
			if (isRefused && error.errcode !== 'M_UNKNOWN_TOKEN') {
				return false;
			}
			throw error;
		}
	}
}
