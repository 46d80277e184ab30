/** Work on a room. */
interface WorkUnderWay {
	readonly roomId: string;
	/** Whether this instance was frozen since it began, so that another one may do the same work. */
	isLost: boolean;
}

/** The work on rooms that this instance has begun and not ended. */
export class RoomWork {
	private readonly underWay = new Set<WorkUnderWay>();

	/** Does work on a room, and knows of it until its end. */
	async run(roomId: string, work: () => Promise<void>): Promise<void> {
		const entry: WorkUnderWay = { roomId, isLost: false };
		this.underWay.add(entry);
		try {
			await work();
		} finally {
			this.underWay.delete(entry);
		}
	}

	/** @returns whether all of it is on such rooms */
	isAllIn(predicate: (roomId: string) => boolean): boolean {
		return [...this.underWay].every(({ roomId }) => predicate(roomId));
	}

	/** Another instance may do all of it now. */
	loseAll(): void {
		this.underWay.forEach((work) => (work.isLost = true));
	}

	/** @returns whether another instance may do work on this room that has begun here */
	isLost(roomId: string): boolean {
		return [...this.underWay].some((work) => work.isLost && work.roomId === roomId);
	}
}
