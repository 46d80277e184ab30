import { HomeserverError } from '../matrix/homeserver-error';
import type { Homeserver } from '../matrix/homeserver';
import type { UserId } from '../matrix/ids';
import { noRoomsFilter } from '../matrix/sync';

/** How long the homeserver holds a request at first, and at least; milliseconds. */
const LONGEST_MS = 55_000;
const SHORTEST_MS = 10_000;

/**
 * Keeps one request open at the homeserver that waits for nothing. When the homeserver stops, the request breaks at once: a
 * homeserver that stops forgets events that it has not pushed yet.
 */
export class LineWatch {
	private timeout = LONGEST_MS;
	private ghostId: UserId | undefined;
	private token: string | undefined;

	/**
	 * Waits for one answer.
	 * @param pickGhost called for the first request, and after one that failed
	 * @returns whether the homeserver was there the whole time; undefined if there is no ghost to ask as
	 * @throws HomeserverError if it refuses the request
	 */
	async wait(homeserver: Homeserver, pickGhost: () => UserId | undefined): Promise<boolean | undefined> {
		this.ghostId ??= pickGhost();
		if (this.ghostId === undefined) {
			return undefined;
		}
		try {
			const timeout = this.token === undefined ? 0 : this.timeout;
			const options = { since: this.token, timeout, filter: noRoomsFilter };
			this.token = (await homeserver.sync(this.ghostId, options)).nextBatch;
			return true;
		} catch (error) {
			this.token = undefined;
			this.ghostId = undefined;
			if (!(error instanceof HomeserverError) || !error.isOutage) {
				throw error;
			}
			const isLimitOfProxy = error.status === 504 && this.timeout > SHORTEST_MS;
			this.timeout = isLimitOfProxy ? Math.max(SHORTEST_MS, this.timeout / 2) : this.timeout;
			return isLimitOfProxy;
		}
	}
}
