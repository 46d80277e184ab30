import { cleanName } from '../../convert/clean-name';
import type { ConfiguredBridge } from '../../configured-bridge';
import { FederationError, isCode } from '../../errors';
import { isInterrupted } from '../../delivery/instances/interrupted';
import { failureOf } from '../../failure';
import { textsFor } from '../../i18n';
import { HomeserverError } from '../../matrix/homeserver-error';
import { isServerBlocked } from '../../people/server-gate';
import type { RocketChatUser } from '../../rocketchat/entities';
import type { RocketChatUserId } from '../../rocketchat/ids';
import { isAnswering, isPending, type StoredInvitation } from '../../store/invitations';
import type { InvitationId } from '../../store/invitation-id';
import { declineOnMatrix } from './decline';
import { joinDirectRoom } from './join';
import { joinFederatedRoom } from './join-room';
import { showInvitation } from './show';

/** What a person does with an invitation. */
export type Answer = 'accept' | 'decline';

/**
 * Answers an invitation as the invited user. An invitation that was answered already, or is not valid any more, stays as it is;
 * its card is shown again. Two answers at once have the effect of the first one.
 * @param userId who answers
 * @returns what became of the invitation
 * @throws FederationError `invitation-gone` if it is not an invitation of this user; the reason if it could not be answered,
 * and it can be answered again then
 */
export async function answerInvitation(
	bridge: ConfiguredBridge,
	userId: RocketChatUserId,
	id: InvitationId,
	answer: Answer,
): Promise<StoredInvitation> {
	const known = await bridge.store.invitations.byId(id);
	if (known?.userId !== userId) {
		throw new FederationError('invitation-gone');
	}
	// In the queue of the room's events: a withdrawal that is being handled is known then.
	return bridge.queues.run(`matrix ${known.roomId}`, 0, () => answerInTurn(bridge, known, answer));
}

async function answerInTurn(
	bridge: ConfiguredBridge,
	{ id }: StoredInvitation,
	answer: Answer,
): Promise<StoredInvitation> {
	const { store, people, workspace, instances } = bridge;
	const known = await store.invitations.byId(id);
	if (!known) {
		throw new FederationError('invitation-gone');
	}
	if (!isPending(known)) {
		await showInvitation(bridge, known);
		return known;
	}
	const isBegun = isAnswering(known) && (await isInterrupted(bridge, { ...known, at: known.changedAt }));
	const begunAt = isBegun ? known.changedAt : undefined;
	const answering = await store.invitations.put({
		...known,
		...(known.isAtOnce && { isAtOnce: false }), // the join at once has failed, and the user answers
		reason: '',
		state: answer === 'accept' ? 'joining' : 'declining',
		by: instances.self,
	});
	try {
		await showInvitation(bridge, answering);
		const answered = await confirmAnswer(bridge, answering, begunAt);
		await showInvitation(bridge, answered);
		return answered;
	} catch (error) {
		const failure = failureOf(error);
		const user = await people.byId(known.userId);
		const reason = textsFor(user ?? {}, workspace)(failure.text, failure.parameters);
		await showInvitation(bridge, await store.invitations.put({ ...known, state: 'open', reason }));
		throw failure;
	}
}

/**
 * Does on Matrix what was answered, and stores the outcome. Doing it twice has the effect of doing it once.
 * @param answering an invitation in the state `joining` or `declining`
 * @param begunAt when a join was begun that a stop of the app has interrupted, milliseconds since 1970
 * @returns the invitation with its outcome; it is open again if the room lets nobody in, not even who is invited
 * @throws what the homeserver and the host throw; the invitation stays in its state
 */
export async function confirmAnswer(
	bridge: ConfiguredBridge,
	answering: StoredInvitation,
	begunAt?: number,
): Promise<StoredInvitation> {
	const { store } = bridge;
	if (answering.state === 'declining') {
		await declineOnMatrix(bridge, answering, 'decline_by_user');
		return store.invitations.put({ ...answering, state: 'declined' });
	}
	const user = await bridge.people.byId(answering.userId);
	if (!user) {
		throw new FederationError('invitation-gone');
	}
	if (isServerBlocked(bridge, answering.inviter)) {
		await declineOnMatrix(bridge, answering, 'decline_server_blocked');
		const reason = textsFor(user, bridge.workspace)('decline_server_blocked');
		return store.invitations.put({ ...answering, state: 'refused', reason });
	}
	try {
		const join = answering.details.isRoom ? joinFederatedRoom : joinDirectRoom;
		const refusal = await join(bridge, { ...answering, begunAt }, user);
		return await store.invitations.put(
			refusal
				? { ...answering, state: 'refused', reason: textsFor(user, bridge.workspace)(refusal) }
				: { ...answering, state: 'joined' },
		);
	} catch (error) {
		if (isCode(error, 'invitation-gone')) {
			return store.invitations.put({ ...answering, state: 'withdrawn' });
		}
		const status = error instanceof HomeserverError ? error.ownStatus : undefined;
		if (status !== 403 && status !== 404) {
			throw error;
		}
		const reason = await reasonOfRefusal(bridge, answering, user);
		return await store.invitations.put(
			reason === undefined
				? { ...answering, state: 'expired' }
				: { ...answering, state: 'open', reason },
		);
	}
}

/**
 * Called when a ghost could not join. Mostly it is not invited any more, or nobody knows the room any more. But a join rule that the
 * homeserver does not know lets nobody in, who is invited or not. Client-Server API, "m.room.join_rules".
 * @returns what to tell the user if the ghost is still invited, so that they can answer again
 */
async function reasonOfRefusal(
	{ homeserver, workspace }: ConfiguredBridge,
	{ ghostId, roomId }: StoredInvitation,
	user: RocketChatUser,
): Promise<string | undefined> {
	const room = await homeserver.directory.roomSummary(ghostId, roomId, []);
	return room?.membership === 'invite'
		? textsFor(user, workspace)('error_room_closed_to_invited', {
				room: cleanName(room.name) ?? roomId,
			})
		: undefined;
}
