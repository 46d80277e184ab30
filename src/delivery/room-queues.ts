interface Waiting {
	readonly order: number;
	/** @returns what tells the outcome to whoever queued the work */
	readonly work: () => Promise<() => void>;
}

/**
 * One queue per room: work of one room is done in order, one after the other; rooms are done side by side.
 */
export class RoomQueues {
	private readonly waiting = new Map<string, Waiting[]>();

	/** How many pieces of work wait or are under way, over all rooms. */
	get length(): number {
		let sum = 0;
		for (const queue of this.waiting.values()) {
			sum += queue.length + 1;
		}
		return sum;
	}

	/**
	 * Queues work for a room.
	 * @param room whatever names the room
	 * @param order work that waits is done in ascending order of this number, equal ones as they came;
	 * post events of the platform reach us unordered, so the time of the message goes in here
	 * @returns what the work returns, once it is done
	 */
	run<Result>(room: string, order: number, work: () => Promise<Result>): Promise<Result> {
		return new Promise((resolve) => {
			const entry: Waiting = {
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

	private async drain(room: string, first: Waiting): Promise<void> {
		for (let next: Waiting | undefined = first; next;) {
			const tell = await next.work();
			next = this.waiting.get(room)?.shift();
			if (!next) {
				this.waiting.delete(room);
			}
			tell();
		}
	}
}
