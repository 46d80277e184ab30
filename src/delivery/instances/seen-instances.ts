import type { InstanceRecord } from '../../store/instances';

/** What this instance has seen of another one. */
interface Seen {
	beat: number;
	/** When the record was written, by the clock of its server, milliseconds since 1970. */
	writtenAt: number;
	/** When the read ended that brought this beat first, by `uptime`. */
	at: number;
	/** Whether it counted as dead when it was seen first. */
	readonly wasDead: boolean;
}

/** What a read of the instances' records shows. */
interface Sight {
	/** The other instances that may be running. */
	readonly alive: readonly InstanceRecord[];
	/** Instances that have ended; their records are in the way. */
	readonly dead: readonly string[];
	/** Whether another instance has written since the last read, so that it certainly runs. */
	readonly isAnotherRunning: boolean;
	/** When the last record was written of those that have ended or were removed, milliseconds since 1970; -Infinity if there are none. */
	readonly endedAt: number;
}

/**
 * Tells which other instances of the server run. The clocks of two servers may differ, so an instance counts as running as
 * long as its record changes, and only this server's clock measures for how long it has not.
 */
export class SeenInstances {
	private readonly seen = new Map<string, Seen>();

	/**
	 * @param records of the other instances
	 * @param from when the read began, and when it ended, by `uptime`
	 * @param deadAfter milliseconds without a change after which an instance counts as dead
	 * @param isDeadAtFirstSight whether a record that was never seen before is one that an ended instance has left
	 */
	look(
		records: readonly InstanceRecord[],
		{ from, to }: { readonly from: number; readonly to: number },
		deadAfter: number,
		isDeadAtFirstSight: (record: InstanceRecord) => boolean,
	): Sight {
		const alive: InstanceRecord[] = [];
		const dead: string[] = [];
		let isAnotherRunning = false;
		for (const record of records) {
			const known = this.seen.get(record.id);
			const hasChanged = known !== undefined && known.beat !== record.beat;
			isAnotherRunning ||= hasChanged;
			if (!known || hasChanged) {
				const wasDead = !known && isDeadAtFirstSight(record);
				this.seen.set(record.id, { beat: record.beat, writtenAt: record.at, at: to, wasDead });
			}
			const { at = to, wasDead = false } = this.seen.get(record.id) ?? {};
			if (wasDead || from - at >= deadAfter) {
				dead.push(record.id);
			} else {
				alive.push(record);
			}
		}
		const running = new Set(alive.map(({ id }) => id));
		const ended = [...this.seen].filter(([id]) => !running.has(id));
		const endedAt = Math.max(-Infinity, ...ended.map(([, { writtenAt }]) => writtenAt));
		const present = new Set(records.map(({ id }) => id));
		ended.filter(([id]) => !present.has(id)).forEach(([id]) => this.seen.delete(id));
		return { alive, dead, isAnotherRunning, endedAt };
	}
}
