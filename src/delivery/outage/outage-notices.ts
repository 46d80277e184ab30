import { uptime } from '../../uptime';

/** Milliseconds that an outage may last before anybody is told: a short one only delays a message. */
const UNTOLD_MS = 10_000;
/** So many milliseconds before, the homeserver is probed once more: by then the pauses between two probes are long. */
const PROBED_BEFORE_MS = 1_000;

/** Tells people once per room and outage that what they write there will follow. */
export class OutageNotices {
	private readonly told = new Set<string>();
	/** By `uptime`; undefined between outages. */
	private startedAt: number | undefined;
	private waiting: (() => void)[] = [];
	private timer: ReturnType<typeof setTimeout> | undefined;

	/** @param probe asks the homeserver once more whether it is back; `end` follows if it is */
	constructor(private readonly probe: () => void) {}

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
		const tellAt = this.startedAt + UNTOLD_MS;
		if (tellAt <= uptime()) {
			tell();
			return;
		}
		this.waiting.push(tell);
		this.timer ??= setTimeout(
			() => {
				this.probe();
				this.timer = setTimeout(() => this.tellWaiting(), tellAt - uptime());
			},
			tellAt - PROBED_BEFORE_MS - uptime(),
		);
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
