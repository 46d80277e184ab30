import { uptime } from '../../uptime';

/** Milliseconds after the beginning of a write for which an instance may act as the owner of its rooms. */
const LEASE_MS = 3_000;

/**
 * The permission of an instance to act as the owner of its rooms, from now on. It ends by whichever clock is first: that of
 * `Date.now` may be set back, and that of `uptime` stands still while a machine sleeps.
 */
export class Lease {
	/** Milliseconds since 1970. */
	private readonly endsAt = Date.now() + LEASE_MS;
	private readonly endsAtUptime = uptime() + LEASE_MS;

	get hasEnded(): boolean {
		return uptime() >= this.endsAtUptime || Date.now() >= this.endsAt;
	}
}
