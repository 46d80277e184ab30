/** Work that waits for its turn. */
interface QueuedWork {
	readonly order: number;
	/** @returns the function that gives the outcome to the caller of `run` */
	readonly work: () => Promise<() => void>;
}

/** One queue per room. Work of one room is done one after the other, in order; rooms do not wait for each other. */
export class RoomQueues {
	private readonly waiting = new Map<string, QueuedWork[]>();

	/** How much work is waiting or under way, in all rooms together. */
	get length(): number {
		let sum = 0;
		for (const queue of this.waiting.values()) {
			sum += queue.length + 1;
		}
		return sum;
	}

	/**
	 * Queues work for a room.
	 * @param room identifies the queue
	 * @param order waiting work is done in ascending order of this number, and work with equal numbers in the order of the
	 * calls. The platform raises its events in no order, so callers pass the time of the message
	 * @returns the result of the work, when it is done
	 */
	run<Result>(room: string, order: number, work: () => Promise<Result>): Promise<Result> {
		return new Promise((resolve) => {
			const entry: QueuedWork = {
				order,
				work: async () => {
					const outcome = work();
					await outcome.catch(() => undefined);
					return () => resolve(outcome);
				},
			};
			const queue = this.waiting.get(room);
			if (queue) {
				const behind = queue.findLastIndex((other) => other.order <= order);
				queue.splice(behind + 1, 0, entry);
			} else {
				this.waiting.set(room, []);
				void this.drain(room, entry);
			}
		});
	}

	private async drain(room: string, first: QueuedWork): Promise<void> {
		for (let next: QueuedWork | undefined = first; next;) {
			const settle = await next.work();
			next = this.waiting.get(room)?.shift();
			if (!next) {
				this.waiting.delete(room);
			}
			settle();
		}
	}
}
