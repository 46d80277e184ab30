import type { UserId } from '../../matrix/ids';
import type { GhostIndex } from './ghost-index';
import { uptime } from '../../uptime';

/** Milliseconds without a transaction after which a ghost is asked; the pause doubles up to the longest one. */
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 60_000;

/** Decides when a ghost is asked because nothing was pushed for a while, and which one. */
export class SilenceCheck {
	private pushedAt = uptime();
	private askedAt = uptime();
	private pause = FIRST_PAUSE_MS;
	private count = 0;

	constructor(private readonly ghosts: Pick<GhostIndex, 'takeMostActive' | 'takeOldest'>) {}

	/** Tells that the homeserver has pushed events. */
	pushed(): void {
		this.pushedAt = uptime();
		this.pause = FIRST_PAUSE_MS;
	}

	/**
	 * @returns the ghost to ask as now: in turn the one with the latest events and the one that was asked longest ago;
	 * undefined if it is too early, or there is none
	 */
	takeGhost(): UserId | undefined {
		const now = uptime();
		const isSilent = now - Math.max(this.pushedAt, this.askedAt) >= this.pause;
		if (!isSilent && now - this.askedAt < LONGEST_PAUSE_MS) {
			return undefined;
		}
		const ghostId = this.count++ % 2 === 0 ? this.ghosts.takeMostActive() : this.ghosts.takeOldest();
		if (ghostId !== undefined) {
			this.askedAt = now;
			this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
		}
		return ghostId;
	}
}
