import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf } from '../../failure';
import { isAnswering } from '../../store/invitations';
import { answerInvitation } from './answer';

/**
 * Finishes the answers that a stop of the app has interrupted. Invitations that are accepted at once are left out: their
 * events come again. An answer that fails is shown to the person, who can answer again.
 * @throws what the store throws
 */
export async function resumeAnswers(bridge: ConfiguredBridge): Promise<void> {
	for (const { id, userId, state, isAtOnce } of await bridge.store.invitations.all()) {
		if (isAtOnce || !isAnswering({ state })) {
			continue;
		}
		try {
			await answerInvitation(bridge, userId, id, state === 'joining' ? 'accept' : 'decline');
		} catch (error) {
			bridge.log.failure('an interrupted answer could not be finished', failureOf(error), { id });
		}
	}
}
