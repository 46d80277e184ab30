import type { UserId } from '../../matrix/ids';

/** Requests that wait at the homeserver at the same time, at most. */
const MAX_OPEN = 50;

/** How long a request waits if every ghost has one, and within which time every ghost is asked otherwise; milliseconds. */
const LONGEST_MS = 30_000;
const ROUND_MS = 10_000;

/** The parts of the app that `LongPolls` uses. */
interface LongPollsParts {
	/** @returns the ghosts to ask as; another instance of the server may get one of them */
	readonly ghosts: () => readonly UserId[];
	/** Whether the requests go on. */
	readonly isWanted: () => boolean;
	/**
	 * Asks as a ghost, and waits before it returns if the homeserver cannot be used.
	 * @param timeout how long the homeserver may wait, in milliseconds
	 */
	readonly ask: (ghostId: UserId, timeout: number) => Promise<void>;
}

/** Asks the homeserver again and again as every ghost, so that events come without a push. */
export class LongPolls {
	private readonly underWay = new Set<UserId>();
	/** Ghosts in the order in which they are asked; those asked last are at the end. */
	private waiting: UserId[] = [];
	private open = 0;

	constructor(private readonly parts: LongPollsParts) {}

	/** Asks as the ghosts that are new, too. Called again and again while the requests are wanted. */
	start(): void {
		const ghosts = this.parts.ghosts();
		const known = new Set([...this.waiting, ...this.underWay]);
		this.waiting.push(...ghosts.filter((ghostId) => !known.has(ghostId)));
		while (this.open < Math.min(MAX_OPEN, ghosts.length) && this.waiting.length > 0) {
			this.open += 1;
			void this.work();
		}
	}

	private async work(): Promise<void> {
		try {
			for (;;) {
				const ghostId = this.parts.isWanted() ? this.waiting.shift() : undefined;
				if (ghostId === undefined) {
					return;
				}
				this.underWay.add(ghostId);
				try {
					await this.parts.ask(ghostId, this.timeout);
				} finally {
					this.underWay.delete(ghostId);
					if (this.parts.ghosts().includes(ghostId)) {
						this.waiting.push(ghostId);
					}
				}
			}
		} finally {
			this.open -= 1;
		}
	}

	private get timeout(): number {
		const count = this.parts.ghosts().length;
		return count <= MAX_OPEN ? LONGEST_MS : Math.floor((ROUND_MS * MAX_OPEN) / count);
	}
}
