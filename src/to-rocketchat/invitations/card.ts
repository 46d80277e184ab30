import type { Texts } from '../../i18n';
import { serverOf } from '../../matrix/ids';
import type { Block, BlockButton } from '../../rocketchat/blocks';
import { isPending, type StoredInvitation } from '../../store/invitations';

/** How long a declined invitation declines repeated ones by itself, and how long an answered one is kept. */
export const KEPT_DAYS = 30;

/** What the buttons of a card do, by the ids of their actions. The value of a button is the id of the invitation. */
export const buttonActions = { accept: 'invitation-accept', decline: 'invitation-decline' } as const;

/** A message that shows one invitation or several. */
interface Card {
	/** For clients without blocks, and for notifications. */
	readonly text: string;
	/** What other clients show in place of the text. Empty once nobody has to answer. */
	readonly blocks: readonly Block[];
}

/** @returns the message that shows an invitation */
export function invitationCard(invitation: StoredInvitation, text: Texts): Card {
	const { isRoom, room = invitation.roomId } = invitation.details;
	const title = text(isRoom ? 'invitation_title_room' : 'invitation_title', {
		from: personIn(invitation),
		room,
	});
	const again = invitation.times > 1 ? [text('invitation_times', { count: invitation.times })] : [];
	const line = [title, ...again].join(' ');
	const lines = [line, statusLine(invitation, text)].join('\n');
	const aboveFields = invitation.reason ? lines : line;
	return {
		text: lines,
		blocks: invitation.state === 'open' ? openBlocks(invitation, aboveFields, text) : [],
	};
}

/**
 * @param group the person or the server that sent the invitations
 * @returns the message that shows many invitations in one line
 */
export function groupCard(group: string, invitations: readonly StoredInvitation[], text: Texts): Card {
	const waiting = invitations.filter(isPending).length;
	const counts = { from: group, count: invitations.length, waiting };
	const advice = waiting > 0 ? [text('invitation_many_waiting', counts)] : [];
	return { text: [text('invitation_many', counts), ...advice].join('\n'), blocks: [] };
}

/** @returns what has become of an invitation, or how to answer it */
export function statusLine(invitation: StoredInvitation, text: Texts): string {
	const { state, inviter, number, reason = '', isAtOnce } = invitation;
	const parameters = { inviter, number, reason, days: KEPT_DAYS };
	if (state === 'open' && reason !== '') {
		return text('invitation_failed', parameters);
	}
	if (state === 'joined') {
		const joined = isAtOnce ? 'invitation_joined_at_once' : 'invitation_joined';
		return text(invitation.details.isRoom ? `${joined}_room` : joined, parameters);
	}
	return text(`invitation_${state}`, parameters);
}

/** @returns the inviter's id, with the name in front if it is known */
export function personIn({ inviter, details: { name } }: StoredInvitation): string {
	return name === undefined ? inviter : `${name} – ${inviter}`;
}

function openBlocks(invitation: StoredInvitation, aboveFields: string, text: Texts): Block[] {
	const { id, inviter, details } = invitation;
	const { name, isEncrypted, members } = details;
	const encrypted = isEncrypted === undefined ? 'invitation_not_told' : 'invitation_not_encrypted';
	const button = (answer: 'accept' | 'decline'): BlockButton => ({
		type: 'button',
		actionId: buttonActions[answer],
		value: id,
		style: answer === 'accept' ? 'primary' : 'danger',
		text: { type: 'plain_text', text: text(`invitation_${answer}`) },
	});
	const fields = [
		text('invitation_field_person', { name: name ?? '–', inviter }),
		text('invitation_field_server', { server: serverOf(inviter) }),
		text('invitation_field_encryption', { encryption: text(encrypted) }),
		...(members === undefined ? [] : [text('invitation_field_members', { count: members })]),
	];
	return [
		{
			type: 'section',
			text: { type: 'mrkdwn', text: aboveFields },
			fields: fields.map((field) => ({ type: 'mrkdwn', text: field })),
		},
		{ type: 'actions', blockId: id, elements: [button('accept'), button('decline')] },
	];
}
