import type { MatrixEvent } from 'matrix-js-sdk';

/** A reaction to a message (`m.reaction`). */
export interface MatrixReaction {
	readonly eventId: string;
	/** User id of the person who reacted. */
	readonly sender: string;
	/** Usually an emoji; the specification allows any text. */
	readonly key: string;
}

/** @returns undefined if the reaction is redacted or has not reached the homeserver yet */
export function reactionFromEvent(event: MatrixEvent): MatrixReaction | undefined {
	const eventId = event.getId();
	const sender = event.getSender();
	const key = event.getRelation()?.key;
	if (event.isRedacted() || event.status !== null || !eventId || !sender || key === undefined) {
		return undefined;
	}
	return { eventId, sender, key };
}
