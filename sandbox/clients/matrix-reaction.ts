import type { MatrixEvent } from 'matrix-js-sdk';

/** A reaction to a message (`m.reaction`). */
export interface MatrixReaction {
	readonly eventId: string;
	/** User id. */
	readonly sender: string;
	/** An emoji, mostly. */
	readonly key: string;
}

/** @returns undefined for what was taken back, or has not reached the homeserver yet */
export function reactionOf(event: MatrixEvent): MatrixReaction | undefined {
	const eventId = event.getId();
	const sender = event.getSender();
	const key = event.getRelation()?.key;
	if (event.isRedacted() || event.status !== null || !eventId || !sender || key === undefined) {
		return undefined;
	}
	return { eventId, sender, key };
}
