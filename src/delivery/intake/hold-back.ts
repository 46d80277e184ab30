import { uptime } from '../../uptime';

/** Milliseconds for which pushed events wait for older ones. By then the homeserver pushes, but cannot be asked. */
const HELD_BACK_FOR_MS = 300_000;

/** Says whether pushed events have to wait in the inbox, because older ones are still to be pulled. */
export class HoldBack {
	/** How many pulls are running or due. The first one is due when the app starts. */
	private readings = 1;
	private since = uptime();

	/** @param isAway whether the homeserver cannot be asked, so that a reading is due */
	constructor(private readonly isAway: () => boolean) {}

	/** Whether they have to wait. They do for five minutes at most. */
	get isActive(): boolean {
		if (!this.isAway() && this.readings === 0) {
			this.since = uptime();
			return false;
		}
		return uptime() - this.since < HELD_BACK_FOR_MS;
	}

	/** Tells that a reading begins. */
	begin(): void {
		this.readings += 1;
	}

	/** Tells that a reading has ended: one that began, or the one that is due at the start. */
	end(): void {
		this.readings -= 1;
	}
}
