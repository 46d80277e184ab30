import { serverOf, type UserId } from '../../matrix/ids';
import type { RocketChatMessageId } from '../../rocketchat/ids';
import { isPending, type StoredInvitation } from '../../store/invitations';

/** Invitations from one person, and from one server, that get a card each. One message shows all further ones. */
const CARDS_OF_PERSON = 3;
const CARDS_OF_SERVER = 10;

/** Milliseconds for which invitations that do not wait any more count among those. */
const LATELY_MS = 3_600_000;

/** The most invitations from one server that wait for one user. Further ones are declined. */
export const MAX_WAITING_OF_SERVER = 100;

/**
 * @param others the user's other invitations
 * @param inviter who sends the new one
 * @param ownCardId the id of a card of its own
 * @returns the message that shows the new invitation; and who sends so many that the message shows all further ones
 */
export function cardFor(
	others: readonly StoredInvitation[],
	inviter: UserId,
	ownCardId: RocketChatMessageId,
): Pick<StoredInvitation, 'cardId' | 'group'> {
	const recent = others.filter((other) => isPending(other) || (isRecent(other) && !isWelcome(other)));
	const ofServer = recent.filter((other) => isOfServer(other, inviter));
	const ofPerson = ofServer.filter((other) => other.inviter === inviter);
	const group =
		ofPerson.length >= CARDS_OF_PERSON
			? inviter
			: ofServer.length >= CARDS_OF_SERVER
				? serverOf(inviter)
				: undefined;
	if (group === undefined) {
		return { cardId: ownCardId };
	}
	return { cardId: recent.find((other) => other.group === group)?.cardId ?? ownCardId, group };
}

/** Whether the person has accepted it, and not the setting `invite_policy`. */
function isWelcome({ state, isAtOnce }: StoredInvitation): boolean {
	return state === 'joined' && !isAtOnce;
}

function isRecent({ at }: StoredInvitation): boolean {
	return Date.now() - at < LATELY_MS;
}

/** @returns whether an invitation comes from the server of a person */
export function isOfServer({ inviter }: StoredInvitation, person: UserId): boolean {
	return serverOf(inviter) === serverOf(person);
}
