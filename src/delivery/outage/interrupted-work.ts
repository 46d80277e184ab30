import { uptime } from '../../uptime';

/** Milliseconds between two attempts: what fails each time must not cause one probe after the other. */
const AGAIN_AFTER_MS = 30_000;

/** The parts of the app that `InterruptedWork` uses. */
interface InterruptedWorkParts {
	/** Finishes what it can. */
	readonly finish: () => Promise<void>;
	readonly onFailure: (error: unknown) => void;
}

/** What a stop of the app, or an outage, has interrupted, so that nobody waits for it any more. */
export class InterruptedWork {
	private begunAt = -Infinity;
	private isWaiting = false;

	constructor(private readonly parts: InterruptedWorkParts) {}

	/** Finishes it. Does not wait for it. */
	begin(): void {
		this.begunAt = uptime();
		this.parts.finish().catch(this.parts.onFailure);
	}

	/** The same when the homeserver can be used again: the app may have started without it. */
	beginAfterOutage(): void {
		if (!this.isWaiting) {
			this.isWaiting = true;
			const begin = () => {
				this.isWaiting = false;
				this.begin();
			};
			setTimeout(begin, Math.max(0, this.begunAt + AGAIN_AFTER_MS - uptime()));
		}
	}
}
