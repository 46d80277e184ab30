/** Milliseconds after which an event that was not pushed shows that the push is blocked. */
const EXPECTED_WITHIN_MS = 5_000;

/** Events that are watched at most; more of them say nothing more. */
const MAX_WATCHED = 1_000;

/**
 * Watches whether the homeserver pushes. Everything that a ghost sends comes back in a transaction, and everything that was
 * pulled comes in one too. An event that does not come in time shows that the homeserver's queue stands still; a ping does
 * not show that.
 */
export class PushWatch {
	private readonly expected = new Map<string, number>();

	/** Tells that the homeserver has an event, which it has to push. */
	expect(eventId: string): void {
		if (this.expected.size < MAX_WATCHED && !this.expected.has(eventId)) {
			this.expected.set(eventId, Date.now());
		}
	}

	/** Tells that the homeserver has pushed an event. */
	seen(eventId: string): void {
		this.expected.delete(eventId);
	}

	/** Forgets what was expected: after an outage the homeserver may have lost it. */
	clear(): void {
		this.expected.clear();
	}

	/** Whether an event is overdue. */
	get isOverdue(): boolean {
		const [oldest] = this.expected.values();
		return oldest !== undefined && Date.now() - oldest > EXPECTED_WITHIN_MS;
	}
}
