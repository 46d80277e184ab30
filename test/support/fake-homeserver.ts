import { HomeserverError } from '../../src/matrix/homeserver-error';
import type { OutgoingFile } from '../../src/matrix/media';
import type { OutgoingEvent } from '../../src/matrix/events';
import type { Answers } from './fake-bridge';

/** An event as the homeserver stores it. */
export interface KeptEvent {
	readonly id: string;
	readonly as: string;
	readonly roomId: string;
	readonly transactionId: string;
	readonly type: OutgoingEvent['type'];
	readonly content: OutgoingEvent['content'];
	readonly at: number;
	redacted: boolean;
}

/**
 * The homeserver for `fakeBridge`. It recognises a repeated transaction, refuses a second equal reaction, and redacts only in
 * the event's own room. A test can make it give no answer although it did the work, or do nothing.
 */
export class FakeHomeserver {
	readonly events: KeptEvent[] = [];
	/** The transaction ids of all sendings, also of those that were refused. */
	readonly requests: string[] = [];
	readonly answers: Answers;
	/** The names of the files that were uploaded, in order. */
	readonly uploaded: string[] = [];
	/** The files that were deleted. */
	readonly deletedFiles: string[] = [];
	#failedUploads: HomeserverError[] = [];
	#silent = { from: 0, to: 0 };
	#refusals = 0;
	#forgotten = 0;
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
			) => this.#send({ as, roomId, transactionId, ...event, at }),
			'homeserver.redact': (_as: string, roomId: string, id: string) => this.#redact(roomId, id),
			'homeserver.replacements': (_as: string, _roomId: string, id: string) => this.#replacementsOf(id),
			'homeserver.eventsSince': (as: string, roomId: string, since: number) =>
				this.#eventsSince(as, roomId, since),
			'homeserver.latest': (as: string, roomId: string, limit: number) =>
				this.#eventsSince(as, roomId, 0).slice(-limit),
			'homeserver.read': (_as: string, roomId: string, id: string) => this.#event(roomId, id),
			'homeserver.annotations': (_as: string, _roomId: string, id: string) => this.#reactionsTo(id),
			'homeserver.annotation': (as: string, roomId: string, id: string, key: string) =>
				this.#reactionOf(as, roomId, { event_id: id, key })?.id,
			'media.limit': () => 1_000,
			'media.upload': (_as: string, { name }: OutgoingFile) => this.#upload(name),
			'media.delete': (mxc: string) => this.deletedFiles.push(mxc) > 0,
			...more,
		};
	}

	/** Does not answer some of the next sendings and redactions, after those that it answers. */
	silence(times: number, answered = 0): void {
		const from = this.#asked + answered;
		this.#silent = { from, to: from + times };
	}

	/** Refuses the connection for some of the next sendings. */
	refuse(times: number): void {
		this.#refusals = times;
	}

	/** Fails the next uploads so. */
	failUploads(...errors: readonly HomeserverError[]): void {
		this.#failedUploads.push(...errors);
	}

	/** Forgets the transaction ids of all events that it has. Synapse does so after 30 minutes. */
	forgetTransactions(): void {
		this.#forgotten = this.events.length;
	}

	/** The texts in a room that are not redacted. */
	readable(): string[] {
		return this.events.filter(({ redacted }) => !redacted).map(({ content }) => bodyOf(content));
	}

	#send(sent: Omit<KeptEvent, 'id' | 'redacted'>): string {
		this.requests.push(sent.transactionId);
		if (this.#refusals > 0) {
			this.#refusals -= 1;
			throw new HomeserverError('UNREACHABLE', undefined, 'no connection');
		}
		let event = this.events
			.slice(this.#forgotten)
			.find(
				({ roomId, transactionId }) => roomId === sent.roomId && transactionId === sent.transactionId,
			);
		if (!event && this.#hasReaction(sent)) {
			throw new HomeserverError('M_DUPLICATE_ANNOTATION', 400, "Can't send same reaction twice");
		}
		if (!event) {
			event = { ...sent, id: `$${this.events.length}`, redacted: false };
			this.events.push(event);
		}
		this.#answer();
		return event.id;
	}

	#upload(name: string): string {
		const error = this.#failedUploads.shift();
		if (error) {
			throw error;
		}
		return `mxc://example.org/${this.uploaded.push(name)}`;
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

	#event(roomId: string, id: string): object {
		const event = this.events.find((kept) => kept.id === id && kept.roomId === roomId);
		if (!event) {
			throw new HomeserverError('M_NOT_FOUND', 404, 'no such event');
		}
		const { content, redacted, as: sender, type, at } = event;
		const isEdited = this.#replacementsOf(id).length > 0;
		return {
			...{ eventId: id, roomId, sender, type, at },
			content: redacted ? {} : content,
			unsigned: isEdited ? { 'm.relations': { 'm.replace': {} } } : {},
		};
	}

	#hasReaction({ as, roomId, content }: Pick<KeptEvent, 'as' | 'roomId' | 'content'>): boolean {
		const relation = content['m.relates_to'];
		const isReaction = relation !== undefined && 'key' in relation;
		return isReaction && this.#reactionOf(as, roomId, relation) !== undefined;
	}

	#reactionOf(
		as: string,
		roomId: string,
		{ event_id, key }: { readonly event_id: string; readonly key: string },
	): KeptEvent | undefined {
		return this.events.find(({ content, redacted, ...event }) => {
			const relation = content['m.relates_to'];
			const isSame = relation?.event_id === event_id && 'key' in relation && relation.key === key;
			return isSame && !redacted && event.as === as && event.roomId === roomId;
		});
	}

	#reactionsTo(target: string): object[] {
		return this.events.flatMap(({ as, id, content, redacted }) => {
			const relation = content['m.relates_to'];
			const isReaction = relation?.event_id === target && 'key' in relation && !redacted;
			return isReaction ? [{ eventId: id, sender: as, key: relation.key, content }] : [];
		});
	}

	#eventsSince(as: string, roomId: string, since: number): object[] {
		const found = this.events.filter((event) => event.roomId === roomId && event.at >= since);
		if (!this.events.some((event) => event.as === as && event.roomId === roomId)) {
			throw new HomeserverError('M_FORBIDDEN', 403, 'not in room');
		}
		return found.map(({ id, type, content, at, redacted, ...event }) => ({
			...{ eventId: id, roomId, sender: event.as, type, at, content: redacted ? {} : content },
			unsigned: redacted ? { redacted_because: {} } : {},
		}));
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
