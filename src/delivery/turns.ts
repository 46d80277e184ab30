/**
 * Limits how much work is done at the same time. What has waited longest comes next. So rooms of which each does
 * one thing after the other get equal turns.
 */
export class Turns {
	private running = 0;
	private readonly waiting: (() => void)[] = [];

	/** @param limit how much is done at the same time, at most */
	constructor(private readonly limit: number) {}

	/** Waits for a turn and does the work. The work must not wait for a second turn. @returns its result */
	async run<Result>(work: () => Promise<Result>): Promise<Result> {
		if (this.running < this.limit) {
			this.running += 1;
		} else {
			await new Promise<void>((resolve) => this.waiting.push(resolve));
		}
		try {
			return await work();
		} finally {
			const next = this.waiting.shift();
			if (next) {
				next(); // takes over this turn
			} else {
				this.running -= 1;
			}
		}
	}
}
