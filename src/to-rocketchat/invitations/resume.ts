import type { ConfiguredBridge } from '../../configured-bridge';
import { isInterrupted } from '../../delivery/instances/interrupted';
import { failureOf } from '../../failure';
import { isAnswering, type StoredInvitation } from '../../store/invitations';
import { answerInvitation, confirmAnswer } from './answer';
import { showInvitation } from './show';

/**
 * Finishes the answers that a stop of the app has interrupted, in the rooms that this instance of the server relays. An answer of a person
 * that fails is shown to them, and they can answer again.
 * @throws what the store throws
 */
export async function resumeAnswers(bridge: ConfiguredBridge): Promise<void> {
	for (const invitation of await bridge.store.invitations.all()) {
		const { id, roomId, userId, state, isAtOnce, changedAt: at, by } = invitation;
		const isMine = isAnswering({ state }) && bridge.instances.owns(roomId);
		if (!isMine || !(await isInterrupted(bridge, { by, at }))) {
			continue;
		}
		try {
			await (isAtOnce
				? resumeAcceptedAtOnce(bridge, invitation)
				: answerInvitation(bridge, userId, id, state === 'joining' ? 'accept' : 'decline'));
		} catch (error) {
			bridge.log.failure('an interrupted answer could not be finished', failureOf(error), { id });
		}
	}
}

/**
 * Finishes the join of an invitation that the setting `invite_policy` accepts, unless another instance has its room. The event
 * comes again, too, but that can take minutes: the host keeps the homeserver's request for 30 s after the app's process has
 * ended, and Synapse doubles its pause up to 512 s. A ghost that is in the room already gets no invitation by `GET /sync`.
 */
async function resumeAcceptedAtOnce(
	bridge: ConfiguredBridge,
	{ id, roomId }: StoredInvitation,
): Promise<void> {
	const { store, queues, instances } = bridge;
	await queues.run(`matrix ${roomId}`, 0, () =>
		instances.run(roomId, async () => {
			const known = await store.invitations.byId(id);
			if (known && isAnswering(known)) {
				await showInvitation(bridge, await confirmAnswer(bridge, known, known.changedAt));
			}
		}),
	);
}
