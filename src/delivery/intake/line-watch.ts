import { HomeserverError } from '../../matrix/homeserver-error';
import type { Homeserver } from '../../matrix/homeserver';
import type { UserId } from '../../matrix/ids';
import { emptyFilter } from '../../matrix/sync';
import { pauseFor } from '../../pause-for';
import { uptime } from '../../uptime';

/** How long the homeserver holds a request at first, and at least; milliseconds. */
const LONGEST_MS = 55_000;
const SHORTEST_MS = 10_000;

/**
 * Milliseconds of pause after requests that were answered at once although they should wait: none after the first one, since Dendrite
 * answers when it stops, and then the next request breaks.
 */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 1_000;

/** Milliseconds of pause after a request that was refused. */
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
		let earlyAnswers = 0;
		for (let homeserver; (homeserver = this.parts.homeserver());) {
			this.ghostId ??= pickGhost();
			if (this.ghostId === undefined) {
				return;
			}
			const isAskedToWait = this.token !== undefined;
			const askedAt = uptime();
			try {
				if (!(await this.isThere(homeserver, this.ghostId))) {
					onOutage();
				}
				const isEarly = uptime() - askedAt < SHORTEST_MS;
				earlyAnswers = isEarly && isAskedToWait ? earlyAnswers + 1 : 0;
				const pause = this.token === undefined ? LONGEST_PAUSE_MS : pauseAfter(earlyAnswers);
				if (pause > 0) {
					await pauseFor(pause);
				}
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
			const options = { since: this.token, timeout, filter: emptyFilter };
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

/** @returns milliseconds; a stop of the homeserver within them is not noticed */
function pauseAfter(earlyAnswers: number): number {
	return earlyAnswers < 2 ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (earlyAnswers - 2));
}
