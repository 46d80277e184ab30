import { HomeserverError } from '../matrix/homeserver-error';
import type { Homeserver } from '../matrix/homeserver';
import type { UserId } from '../matrix/ids';
import { noRoomsFilter } from '../matrix/sync';
import { pauseFor } from '../pause-for';

/** How long the homeserver holds a request at first, and at least; milliseconds. */
const LONGEST_MS = 55_000;
const SHORTEST_MS = 10_000;

/** Milliseconds between two requests, and after one that was refused. */
const PAUSE_MS = 1_000;
const PAUSE_AFTER_REFUSAL_MS = 60_000;

/** The parts of the app that `LineWatch` uses. */
interface LineWatchParts {
	/** @returns the homeserver to watch; undefined while it is not to be watched */
	readonly homeserver: () => Homeserver | undefined;
	/** @returns the ghost to ask as; undefined if there is none. Called for the first request, and after one that failed */
	readonly pickGhost: () => UserId | undefined;
	/** Called when the homeserver has stopped. */
	readonly onOutage: () => void;
	/** Called when the homeserver refuses to be asked. */
	readonly onFailure: (error: unknown) => void;
}

/**
 * Keeps one request open at the homeserver, whose answer does not matter. It breaks at once when the homeserver stops. The app has
 * to notice that, because a homeserver that stops forgets the events that it has not pushed yet.
 */
export class LineWatch {
	private isRunning = false;
	private timeout = LONGEST_MS;
	private ghostId: UserId | undefined;
	private token: string | undefined;

	constructor(private readonly parts: LineWatchParts) {}

	/** Watches until the homeserver is not to be watched, or there is no ghost. Called again and again. Does not throw. */
	start(): void {
		if (!this.isRunning) {
			this.isRunning = true;
			void this.run().finally(() => (this.isRunning = false));
		}
	}

	private async run(): Promise<void> {
		const { pickGhost, onOutage, onFailure } = this.parts;
		for (let homeserver; (homeserver = this.parts.homeserver());) {
			this.ghostId ??= pickGhost();
			if (this.ghostId === undefined) {
				return;
			}
			try {
				if (!(await this.isThere(homeserver, this.ghostId))) {
					onOutage();
				}
				await pauseFor(PAUSE_MS);
			} catch (error) {
				onFailure(error);
				await pauseFor(PAUSE_AFTER_REFUSAL_MS);
			}
		}
	}

	/**
	 * Waits for one answer.
	 * @returns whether the homeserver was there the whole time
	 * @throws HomeserverError if it refuses the request
	 */
	private async isThere(homeserver: Homeserver, ghostId: UserId): Promise<boolean> {
		try {
			const timeout = this.token === undefined ? 0 : this.timeout;
			const options = { since: this.token, timeout, filter: noRoomsFilter };
			this.token = (await homeserver.sync(ghostId, options)).nextBatch;
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
