import type { Homeserver } from '../../src/matrix/homeserver';
import { HomeserverError } from '../../src/matrix/homeserver-error';
import type { RoomId } from '../../src/matrix/ids';
import type { SyncAnswer } from '../../src/matrix/sync';

interface Kept {
	readonly roomId: RoomId;
	readonly event: Readonly<Record<string, unknown>>;
}

/** A homeserver in memory whose every room has every ghost in it. Tokens are positions in the list of all events. */
export class SyncedHomeserver {
	/** Requests, as `sync <ghost> <since>` and `page <room> <from>`. */
	readonly requests: string[] = [];
	readonly invitations: Readonly<Record<string, unknown>>[] = [];
	isAway = false;
	private readonly kept: Kept[] = [];

	/** Adds a message. @returns its event id */
	send(name: string, room = 'room', more: object = {}): string {
		const roomId = `!${room}:example.org` as RoomId;
		const event = {
			event_id: `$${name}`,
			room_id: roomId,
			sender: '@bob:far.example',
			type: 'm.room.message',
			origin_server_ts: Date.now(),
			content: { msgtype: 'm.text', body: name },
			...more,
		};
		this.kept.push({ roomId, event });
		return event.event_id;
	}

	/** The events with these ids, as a transaction has them. */
	eventsOf(eventIds: readonly string[]): readonly object[] {
		return this.kept
			.map(({ event }) => event)
			.filter(({ event_id }) => eventIds.includes(String(event_id)));
	}

	/** The methods that pulling uses. */
	get client(): Homeserver {
		const sync: Homeserver['sync'] = async (as, { since, filter }) => {
			this.requests.push(`sync ${as} ${since ?? '–'}`);
			this.requireThere();
			return this.answer(Number(since ?? 0), limitIn(filter));
		};
		const pageAfter: Homeserver['events']['pageAfter'] = async (_as, roomId, from, to) => {
			this.requests.push(`page ${roomId} ${from}`);
			this.requireThere();
			const events = this.kept
				.map((entry, position) => ({ ...entry, position }))
				.slice(Number(from), Number(to ?? this.kept.length))
				.filter((entry) => entry.roomId === roomId)
				.slice(0, 100);
			const last = events.at(-1);
			return {
				events: events.map(({ event }) => event),
				next: last && String(last.position + 1),
			};
		};
		return { sync, events: { pageAfter } } as unknown as Homeserver;
	}

	private answer(since: number, limit: number): SyncAnswer {
		const news = this.kept.slice(since);
		const roomIds = [...new Set(news.map(({ roomId }) => roomId))];
		const rooms = roomIds.map((roomId) => {
			const all = news.filter((entry) => entry.roomId === roomId);
			const events = all.slice(-limit);
			const [first] = events;
			const prevBatch = String(first ? this.kept.indexOf(first) : since);
			return {
				roomId,
				events: events.map(({ event }) => event),
				isLimited: all.length > limit,
				prevBatch,
			};
		});
		const invitations = this.invitations.splice(0);
		return { nextBatch: String(this.kept.length), rooms, invitations, ephemeral: [] };
	}

	private requireThere(): void {
		if (this.isAway) {
			throw new HomeserverError('UNREACHABLE', undefined, 'no connection');
		}
	}
}

function limitIn(filter: object): number {
	return (filter as { room: { timeline?: { limit: number } } }).room.timeline?.limit ?? 0;
}
