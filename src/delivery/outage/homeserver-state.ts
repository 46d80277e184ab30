import { uptime } from '../../uptime';

/** Milliseconds between two probes: the first, and the longest. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Whether the homeserver can be used.
 * - `online`: requests are sent.
 * - `checking`: a request failed; the homeserver is being probed.
 * - `offline`: the probe failed as well. Nothing is sent until a probe succeeds.
 * - `recovering`: the probe succeeded; what was missed is made up for.
 */
type Availability = 'online' | 'checking' | 'offline' | 'recovering';

/** The parts of the app that `HomeserverState` uses. */
interface HomeserverStateParts {
	/** Asks the homeserver something cheap. @throws if it cannot be used */
	readonly probe: () => Promise<void>;
	/** Makes up for what was missed. Called after every outage; a failure is logged by it. */
	readonly recover: () => Promise<void>;
	/** @returns a random number from 0 to 1; spreads the probes of several instances */
	readonly random?: () => number;
}

/**
 * The state of the one homeserver, for all rooms together: while it is away, one probe with growing pauses takes the place
 * of an attempt per message.
 */
export class HomeserverState {
	private current: Availability = 'online';
	private failedSince: number | undefined;
	private failsAgain = false;
	private wakeUp: () => void = () => undefined;
	private running: Promise<void> | undefined;

	constructor(private readonly parts: HomeserverStateParts) {}

	get availability(): Availability {
		return this.current;
	}

	/** Whether requests may be sent: also while what was missed is made up for. */
	get isUsable(): boolean {
		return this.current === 'online' || this.current === 'recovering';
	}

	/** When the present outage began, milliseconds since 1970; undefined while the homeserver is online. */
	get downSince(): number | undefined {
		return this.failedSince;
	}

	/** Tells that a request found the homeserver away, slow or failing. Does not wait for the probe. */
	reportOutage(): void {
		this.failedSince ??= Date.now();
		this.failsAgain = true;
		this.running ??= this.untilOnline().finally(() => (this.running = undefined));
	}

	/** Has the homeserver probed without the rest of the pause, since it may be back: it has called the app, for example. */
	probeSoon(): void {
		this.wakeUp();
	}

	/** @returns when the homeserver is online and what was missed is made up for */
	async whenOnline(): Promise<void> {
		await this.running;
	}

	private async untilOnline(): Promise<void> {
		while (this.failsAgain) {
			this.failsAgain = false;
			await this.untilProbed();
			this.current = 'recovering';
			await this.parts.recover();
		}
		this.current = 'online';
		this.failedSince = undefined;
	}

	private async untilProbed(): Promise<void> {
		this.current = 'checking';
		for (let pause = FIRST_PAUSE_MS; ;) {
			try {
				await this.parts.probe();
				return;
			} catch {
				this.current = 'offline';
			}
			const isWoken = await this.sleep(pause);
			pause = isWoken ? FIRST_PAUSE_MS : Math.min(pause * 2, LONGEST_PAUSE_MS);
		}
	}

	/**
	 * Waits up to a quarter longer or shorter than asked. `probeSoon` shortens it to the first pause: a homeserver may call the
	 * app many times in a second while it cannot be reached.
	 * @returns whether `probeSoon` has shortened it
	 */
	private async sleep(milliseconds: number): Promise<boolean> {
		const { random = Math.random } = this.parts;
		const jitter = 0.75 + random() / 2;
		const startedAt = uptime();
		const isWoken = await new Promise<boolean>((resolve) => {
			let timer = setTimeout(() => resolve(false), milliseconds * jitter);
			this.wakeUp = () => {
				clearTimeout(timer);
				const left = startedAt + FIRST_PAUSE_MS * jitter - uptime();
				timer = setTimeout(() => resolve(true), Math.max(0, left));
			};
		});
		this.wakeUp = () => undefined;
		return isWoken;
	}
}
