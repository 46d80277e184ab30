import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf, withHostFailures } from '../../failure';
import { textsFor } from '../../i18n';
import type { StoredInvitation } from '../../store/invitations';
import { groupCard, invitationCard } from './card';

/**
 * Shows an invitation, as it is now, in the direct message of the invited user with the federation bot: changes the card that
 * is there, or posts it. If Rocket.Chat refuses it for good, the invitation is still stored and can be answered by command.
 * @throws FederationError `workspace-failing`
 */
export async function showInvitation(bridge: ConfiguredBridge, invitation: StoredInvitation): Promise<void> {
	const { people, rooms, messages, store, workspace, log } = bridge;
	const { userId, cardId, group, eventId, inviter: sender, id } = invitation;
	const user = await people.byId(userId);
	if (!user) {
		return;
	}
	const text = textsFor(user, workspace);
	const card =
		group === undefined
			? invitationCard(invitation, text)
			: groupCard(
					group,
					(await store.invitations.ofUser(userId)).filter((other) => other.cardId === cardId),
					text,
				);
	const bot = await people.bot();
	try {
		await withHostFailures(async () =>
			messages.putCard({
				roomId: await rooms.ensureDirect(bot.id, [user.username]),
				senderId: bot.id,
				text: card.text,
				blocks: card.blocks,
				origin: { messageId: cardId, eventId, sender },
			}),
		);
	} catch (error) {
		const failure = failureOf(error);
		if (failure.kind.retryable) {
			throw failure;
		}
		log.failure('an invitation could not be shown', failure, { id });
	}
}
