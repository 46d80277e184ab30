import type { IUIKitBlockIncomingInteraction } from '@rocket.chat/apps-engine/definition/uikit/UIKitIncomingInteractionTypes';
import type { AppContext } from '../app-context';
import { failureOf } from '../failure';
import { pressDirectoryButton } from './directory-button';
import { rocketChatRoom, rocketChatUser } from '../rocketchat/entities';
import type { InvitationId } from '../store/invitation-id';
import { answerInvitation, type Answer } from '../to-rocketchat/invitations/answer';
import { buttonActions } from '../to-rocketchat/invitations/card';
import { waitAtMost } from '../wait-at-most';

/**
 * Milliseconds that somebody who presses a button waits for the answer. Rocket.Chat's web client gives up after 5 s; the card
 * then shows the outcome. Rocket.Chat: apps/meteor/app/ui-message/client/ActionManager.ts
 */
const PRESS_BUDGET_MS = 3_000;

/**
 * Does what a button says that somebody has pressed: answers an invitation, or joins a room of a list. Only that person sees why
 * it failed.
 */
export async function pressCardButton(
	app: AppContext,
	interaction: IUIKitBlockIncomingInteraction,
): Promise<void> {
	if (await pressDirectoryButton(app, interaction)) {
		return;
	}
	const { actionId, value, user: presser, room } = interaction;
	const answer = (Object.keys(buttonActions) as Answer[]).find(
		(candidate) => buttonActions[candidate] === actionId,
	);
	if (!answer || value === undefined) {
		return;
	}
	const user = rocketChatUser(presser);
	try {
		const bridge = await app.requireBridge();
		const work = answerInvitation(bridge, user.id, value as InvitationId, answer);
		await waitAtMost(work, PRESS_BUDGET_MS);
	} catch (error) {
		const failure = failureOf(error);
		app.log.failure('an invitation could not be answered', failure);
		if (room) {
			const text = await app.textsFor(user);
			await app.messages.tell(user.id, rocketChatRoom(room).id, text(failure.text, failure.parameters));
		}
	}
}
