import { failureOf } from '../../failure';
import type { ConfiguredBridge } from '../../configured-bridge';
import type { EventId, UserId } from '../../matrix/ids';
import type { MessageLink } from '../../store/store';
import { asFirstPermitted, forEachThenThrow } from '../attempts';

/**
 * Redacts an event and every edit of it: an edit contains the text too. Client-Server API, "Redactions".
 * @param candidates users who are tried in turn until the room permits one of them
 * @param transactionId of the event's own redaction; the edits get ids made from it
 * @throws FederationError `redaction-refused` if the room permits none of them, or the first other failure
 */
export async function redactWithEdits(
	bridge: ConfiguredBridge,
	candidates: readonly UserId[],
	{ matrixId, roomId }: MessageLink,
	transactionId: string,
): Promise<void> {
	const { homeserver } = bridge;
	const redact = (eventId: EventId, id: string) =>
		asFirstPermitted(candidates, (as) => homeserver.events.redact(as, roomId, eventId, id));
	const edits = await listEdits(bridge, candidates, { matrixId, roomId });
	await forEachThenThrow([matrixId, ...edits], async (eventId) => {
		const isOriginal = eventId === matrixId;
		await redact(eventId, isOriginal ? transactionId : `${transactionId}.${eventId}`).catch(
			(error: unknown) => {
				// A user who may redact the message may redact its real edits. An edit by another user has no effect on
				// Matrix and shows no text of this message, so it may stay.
				if (isOriginal || failureOf(error).code !== 'redaction-refused') {
					throw error;
				}
			},
		);
	});
}

/** @returns the edits; none if they cannot be listed; the message itself is redacted nevertheless */
async function listEdits(
	{ homeserver, log }: ConfiguredBridge,
	candidates: readonly UserId[],
	{ matrixId, roomId }: Pick<MessageLink, 'matrixId' | 'roomId'>,
): Promise<readonly EventId[]> {
	return asFirstPermitted(candidates, (as) => homeserver.events.replacements(as, roomId, matrixId)).catch(
		(error: unknown) => {
			log.failure('the edits of a message could not be listed', failureOf(error), {
				roomId,
				eventId: matrixId,
			});
			return [];
		},
	);
}
