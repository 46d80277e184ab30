import { uptime } from '../../uptime';

/** Milliseconds that an outage may last before anybody is told: a short one only delays a message. */
const UNTOLD_MS = 10_000;

/** Tells people once per room and outage that what they write there will follow. */
export class OutageNotices {
	private readonly told = new Set<string>();
	/** By `uptime`; undefined between outages. */
	private startedAt: number | undefined;
	private waiting: (() => void)[] = [];
	private timer: ReturnType<typeof setTimeout> | undefined;

	/**
	 * @param key the room and the person
	 * @param tell called once in this outage, if it lasts
	 */
	add(key: string, tell: () => void): void {
		if (this.told.has(key)) {
			return;
		}
		this.told.add(key);
		this.startedAt ??= uptime();
		const left = this.startedAt + UNTOLD_MS - uptime();
		if (left <= 0) {
			tell();
			return;
		}
		this.waiting.push(tell);
		this.timer ??= setTimeout(() => this.tellWaiting(), left);
	}

	/** Ends the outage: who was not told yet need not be told any more. */
	end(): void {
		clearTimeout(this.timer);
		this.timer = undefined;
		this.startedAt = undefined;
		this.waiting = [];
		this.told.clear();
	}

	private tellWaiting(): void {
		this.timer = undefined;
		for (const tell of this.waiting.splice(0)) {
			tell();
		}
	}
}
