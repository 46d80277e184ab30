import { failureOf } from '../../failure';
import { HomeserverError } from '../../matrix/homeserver-error';
import type { EventId, UserId } from '../../matrix/ids';
import { askAsEach } from './catch-up';
import type { HomeserverState } from '../outage/homeserver-state';
import { Pull, type PullParts, type PullRequest, type PullSource } from './pull';

/** The parts of the app that `GhostReader` uses. */
interface GhostReaderParts extends PullParts {
	readonly state: HomeserverState;
	/** Called with an event at which the engine stops. */
	readonly onPoison: (eventId: EventId) => void;
}

/** Reads the homeserver's events as ghosts. Logs failures, and tells when the homeserver cannot be used. */
export class GhostReader {
	private readonly pull: Pull;

	constructor(private readonly parts: GhostReaderParts) {
		this.pull = new Pull(parts);
	}

	/** @returns whether anything came. Does not throw */
	async read(source: PullSource, ghostId: UserId, request: PullRequest): Promise<boolean> {
		try {
			return await this.pull.run(source, ghostId, this.withPoison(request));
		} catch (error) {
			this.logFailure(ghostId, error);
			if (error instanceof HomeserverError && error.isOutage) {
				this.parts.state.reportOutage();
			}
			return false;
		}
	}

	/** Reads, as every ghost, everything that came since the last answers. Does not throw. */
	async readAll(source: PullSource): Promise<void> {
		const request = this.withPoison({ timeout: 0, isThorough: true });
		const isThere = await askAsEach(
			this.parts.ghosts.all,
			(ghostId) => this.pull.run(source, ghostId, request),
			(ghostId, error) => this.logFailure(ghostId, error),
		);
		if (!isThere) {
			this.parts.state.reportOutage();
		}
	}

	/** Adds to a request that an event at which the engine stops is noticed: the homeserver's queue stands still there. */
	private withPoison(request: PullRequest): PullRequest {
		return {
			...request,
			onMissed: (event) => {
				request.onMissed?.(event);
				if (event.cleaned?.includes('prototype key')) {
					this.parts.onPoison(event.eventId);
				}
			},
		};
	}

	private logFailure(ghostId: UserId, error: unknown): void {
		this.parts.log.failure('events could not be read as a ghost', failureOf(error), { ghostId });
	}
}
