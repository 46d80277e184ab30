import type { ConfiguredBridge } from '../../configured-bridge';
import type { EventId } from '../../matrix/ids';
import type { MessageLink } from '../../store/store';

/**
 * Finds the message that an event is about. Clients without edits show an edit as a message of its own, so people also
 * answer and react to the edit; then this is the message that was edited. Client-Server API, "Event replacements".
 * @param target the event that a reply, a thread or a reaction names
 * @returns undefined if it is not known here
 */
export async function linkOfTarget(
	{ store }: Pick<ConfiguredBridge, 'store'>,
	target: EventId,
): Promise<MessageLink | undefined> {
	const link = await store.messages.byMatrixId(target);
	if (link) {
		return link;
	}
	const edited = await store.changes.targetOf(target);
	return edited && (await store.messages.byMatrixId(edited));
}
