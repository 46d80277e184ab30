import type { RoomEvent } from '../../matrix/events';
import type { Inbox, InboxRecord } from '../../store/inbox';
import type { Instances } from '../instances/instances';
import { uptime } from '../../uptime';

/** Milliseconds between two looks at the inbox, at least and at most; in between, so many times as long as a look. */
const LOOK_EVERY_MS = 500;
const LONGEST_PAUSE_MS = 5_000;
const LOOK_SHARE = 4;

/**
 * The same while there is one instance, which knows what it has stored: only what failed is to be tried again, and what an earlier
 * process left.
 */
const ALONE_LOOK_EVERY_MS = 10_000;

/** Noted numbers above which those of instances that have ended are removed. */
const MAX_NUMBERS = 10;

/** The parts of the app that `SharedInbox` uses. */
interface SharedInboxParts {
	readonly inbox: Pick<Inbox, 'put' | 'remove' | 'all' | 'numbers' | 'noteNumber' | 'removeNumber'>;
	readonly instances: Pick<Instances, 'isAlone' | 'owns' | 'self' | 'hasEnded'>;
}

/**
 * The inbox as one of several instances of the server sees it. The homeserver's transactions reach any instance, so each room's
 * events get a record of their own, for the room's owner. While there is one instance, it is the plain inbox.
 */
export class SharedInbox {
	private lastOrder: Promise<number> = Promise.resolve(0);

	constructor(private readonly parts: SharedInboxParts) {}

	/**
	 * Stores events. The homeserver sends a transaction only when the one before it is answered, so a record that is stored later
	 * gets a higher number than all that are there: the clocks of two servers could say otherwise.
	 */
	async put(
		id: string,
		events: readonly RoomEvent[],
		more: Pick<InboxRecord, 'isHeldBack'> = {},
	): Promise<void> {
		const { inbox, instances } = this.parts;
		if (instances.isAlone) {
			await inbox.put(id, events, more);
			return;
		}
		const next = this.lastOrder.catch(() => 0).then(() => this.nextOrder());
		this.lastOrder = next;
		const order = await next;
		const pieces = piecesOf({ id, events, at: Date.now(), ...more, order });
		await this.putAll(pieces.map((piece) => ({ ...piece, wholeId: id })));
	}

	/**
	 * Notes the number of the next record. What that costs does not depend on how many records there are. Each instance notes its own,
	 * so that none can lower what another one notes meanwhile.
	 */
	private async nextOrder(): Promise<number> {
		const { inbox, instances } = this.parts;
		const numbers = await inbox.numbers();
		// Earlier versions of the app have noted none.
		const given = numbers.length > 0 ? numbers : await inbox.all();
		const order = Math.max(0, ...given.map((one) => one.order ?? 0)) + 1;
		await inbox.noteNumber({ writer: instances.self, order });
		for (const number of numbers.length > MAX_NUMBERS ? numbers : []) {
			await ((await instances.hasEnded(number.writer)) && inbox.removeNumber(number));
		}
		return order;
	}

	/** Removes a record, or the records of all rooms if `put` made several. */
	async remove(id: string): Promise<void> {
		await this.parts.inbox.remove(id);
	}

	/** @returns the records of this instance's rooms, in their order */
	async all(): Promise<InboxRecord[]> {
		const { inbox, instances } = this.parts;
		const stored = await inbox.all();
		if (instances.isAlone) {
			return stored;
		}
		const records: InboxRecord[] = [];
		for (const record of stored) {
			records.push(...(await this.splitByRoom(record)));
		}
		return records.filter(({ events: [first] }) => first && instances.owns(first.roomId));
	}

	/**
	 * Looks again and again whether there are events for this instance: those that failed, and those that other instances have stored.
	 * @param resume relays what `all` returns
	 */
	start(resume: () => Promise<void>, onFailure: (error: unknown) => void): void {
		const look = async (): Promise<void> => {
			const startedAt = uptime();
			await resume().catch(onFailure);
			const pause = Math.min(LOOK_SHARE * (uptime() - startedAt), LONGEST_PAUSE_MS);
			const { isAlone } = this.parts.instances;
			setTimeout(() => void look(), isAlone ? ALONE_LOOK_EVERY_MS : Math.max(LOOK_EVERY_MS, pause));
		};
		void look();
	}

	/**
	 * A record of a time when there was one instance may have events of several rooms. Two instances may split it at the same
	 * time; the pieces have the same ids then, and keep the record's time, and so its place.
	 */
	private async splitByRoom(record: InboxRecord): Promise<InboxRecord[]> {
		const pieces = piecesOf(record);
		if (pieces.length > 1) {
			await this.putAll(pieces);
			await this.parts.inbox.remove(record.id);
			return pieces;
		}
		return [record];
	}

	private async putAll(records: readonly InboxRecord[]): Promise<void> {
		await Promise.all(
			records.map(({ id, events, at, isHeldBack, order, wholeId }) =>
				this.parts.inbox.put(id, events, {
					at,
					...(isHeldBack && { isHeldBack }),
					...(order !== undefined && { order }),
					...(wholeId !== undefined && { wholeId }),
				}),
			),
		);
	}
}

/** @returns a record for each room of a transaction */
function piecesOf(whole: InboxRecord): InboxRecord[] {
	const rooms = [...new Set(whole.events.map(({ roomId }) => roomId))];
	return rooms.map((room) => ({
		...whole,
		id: `${whole.id} ${room}`,
		events: whole.events.filter(({ roomId }) => roomId === room),
	}));
}
