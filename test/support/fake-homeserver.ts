import { HomeserverError } from '../../src/matrix/homeserver-error';
import type { OutgoingEvent } from '../../src/matrix/events';
import type { Answers } from './fake-bridge';

/** An event as the homeserver stores it. */
export interface KeptEvent {
	readonly id: string;
	readonly as: string;
	readonly roomId: string;
	readonly transactionId: string;
	readonly content: OutgoingEvent['content'];
	readonly at: number;
	redacted: boolean;
}

/**
 * The homeserver for `fakeBridge`. It recognises a repeated transaction and redacts only in the event's own room. A
 * test can make it give no answer although it did the work.
 */
export class FakeHomeserver {
	readonly events: KeptEvent[] = [];
	readonly answers: Answers;
	#silent = { from: 0, to: 0 };
	#asked = 0;

	constructor(more: Answers = {}) {
		this.answers = {
			'homeserver.register': () => undefined,
			'homeserver.setDisplayName': () => undefined,
			'homeserver.send': (
				as: string,
				roomId: string,
				transactionId: string,
				event: OutgoingEvent,
				at: number,
			) => this.#send({ as, roomId, transactionId, content: event.content, at }),
			'homeserver.redact': (_as: string, roomId: string, id: string) => this.#redact(roomId, id),
			'homeserver.replacements': (_as: string, _roomId: string, id: string) => this.#replacementsOf(id),
			...more,
		};
	}

	/** Does not answer some of the next sendings and redactions, after those that it answers. */
	silence(times: number, answered = 0): void {
		const from = this.#asked + answered;
		this.#silent = { from, to: from + times };
	}

	/** The texts in a room that are not redacted. */
	readable(): string[] {
		return this.events.filter(({ redacted }) => !redacted).map(({ content }) => bodyOf(content));
	}

	#send(sent: Omit<KeptEvent, 'id' | 'redacted'>): string {
		let event = this.events.find(
			({ roomId, transactionId }) => roomId === sent.roomId && transactionId === sent.transactionId,
		);
		if (!event) {
			event = { ...sent, id: `$${this.events.length}`, redacted: false };
			this.events.push(event);
		}
		this.#answer();
		return event.id;
	}

	#redact(roomId: string, id: string): void {
		const event = this.events.find((kept) => kept.id === id);
		if (event && event.roomId !== roomId) {
			throw new HomeserverError('M_UNKNOWN', 400, 'Cannot redact event from a different room');
		}
		if (event) {
			event.redacted = true;
		}
		this.#answer();
	}

	#replacementsOf(id: string): string[] {
		return this.events
			.filter(({ content }) => {
				const relation = content['m.relates_to'];
				return relation?.rel_type === 'm.replace' && relation.event_id === id;
			})
			.map((event) => event.id);
	}

	#answer(): void {
		const { from, to } = this.#silent;
		const place = this.#asked++;
		if (place >= from && place < to) {
			throw new HomeserverError('TIMED_OUT', undefined, 'no answer in time');
		}
	}
}

function bodyOf(content: OutgoingEvent['content']): string {
	return 'body' in content ? content.body : content['m.relates_to'].key;
}
