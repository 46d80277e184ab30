import { failureOf } from '../failure';
import type { ConfiguredBridge } from '../configured-bridge';
import type { EventId, UserId } from '../matrix/ids';
import type { MessageLink } from '../store/store';
import { asFirstPermitted, retryOnTimeout, forEachThenThrow } from './attempts';

/**
 * Redacts an event, and every edit of it, which holds the text as well. Client-Server API, "Redactions".
 * @param candidates who it is done as: the first of them whom the room lets
 * @throws FederationError `redaction-refused` where the room lets nobody of them, or of whatever else failed first
 */
export async function redactWithEdits(
	bridge: ConfiguredBridge,
	candidates: readonly UserId[],
	{ matrixId, roomId }: MessageLink,
	transactionId: string,
): Promise<void> {
	const { homeserver } = bridge;
	const redact = (eventId: EventId, id: string) =>
		asFirstPermitted(candidates, (as) =>
			retryOnTimeout(() => homeserver.redact(as, roomId, eventId, id)),
		);
	const edits = await editsOf(bridge, candidates, { matrixId, roomId });
	await forEachThenThrow([matrixId, ...edits], async (eventId) => {
		const isOriginal = eventId === matrixId;
		await redact(eventId, isOriginal ? transactionId : `${transactionId}.${eventId}`).catch(
			(error: unknown) => {
				// Whoever may redact a message may redact its edits; the others are somebody else's and edit nothing.
				if (isOriginal || failureOf(error).code !== 'redaction-refused') {
					throw error;
				}
			},
		);
	});
}

/** What cannot be listed keeps nobody from redacting the message itself. */
async function editsOf(
	{ homeserver, log }: ConfiguredBridge,
	candidates: readonly UserId[],
	{ matrixId, roomId }: Pick<MessageLink, 'matrixId' | 'roomId'>,
): Promise<readonly EventId[]> {
	return asFirstPermitted(candidates, (as) => homeserver.replacements(as, roomId, matrixId)).catch(
		(error: unknown) => {
			log.failure('the edits of a message could not be listed', failureOf(error), {
				roomId,
				eventId: matrixId,
			});
			return [];
		},
	);
}
