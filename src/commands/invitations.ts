import type { AppContext } from '../app-context';
import { FederationError } from '../errors';
import type { Texts } from '../i18n';
import type { StoredInvitation } from '../store/invitations';
import { answerInvitation, type Answer } from '../to-rocketchat/invitations/answer';
import { personIn, statusLine } from '../to-rocketchat/invitations/card';
import { selectInvitations, waitingInvitations } from '../to-rocketchat/invitations/select';
import type { Invocation, Parameter, Subcommand } from './subcommand';

/** The most invitations that are listed. */
const MAX_LISTED = 20;

/** What `accept` and `decline` are typed with. */
const which: Parameter = { name: 'NUMBER|ID' };

/** `/federation invitations` lists the invitations from Matrix that wait for the person's answer. */
export const invitations: Subcommand = {
	name: 'invitations',
	parameters: [],
	who: 'everybody',
	help: 'help_invitations',
	async run(app, { user, reply, text }) {
		const waiting = await waitingInvitations(await app.requireBridge(), user.id);
		const lines = waiting.slice(0, MAX_LISTED).map((one) => `• ${itemOf(one, text)}`);
		const more = waiting.length - lines.length;
		await reply(
			waiting.length === 0
				? text('invitations_none')
				: [
						text('invitations_title', { count: waiting.length }),
						...lines,
						...(more > 0 ? [text('parked_more', { count: more })] : []),
						text('invitations_usage'),
					].join('\n'),
		);
	},
};

/** @returns the number of an invitation, to what it invites, and who invites */
function itemOf(invitation: StoredInvitation, text: Texts): string {
	const { number, roomId, details } = invitation;
	const from = personIn(invitation);
	return details.isRoom
		? text('invitations_item_room', { number, from, room: details.room ?? roomId })
		: text('invitations_item', { number, from });
}

/** `/federation accept` joins the room of one invitation. */
export const accept: Subcommand = {
	name: 'accept',
	parameters: [which],
	who: 'everybody',
	help: 'help_accept',
	run: (app, invocation) => answerTyped(app, invocation, 'accept'),
};

/** `/federation decline` declines one invitation, or all of one person or server. */
export const decline: Subcommand = {
	name: 'decline',
	parameters: [which],
	who: 'everybody',
	help: 'help_decline',
	run: (app, invocation) => answerTyped(app, invocation, 'decline'),
};

/** @throws FederationError `invitation-unknown`, `invitation-ambiguous`, or why the first of them could not be answered */
async function answerTyped(
	app: AppContext,
	{ user, parameters: [typed = ''], reply, text }: Invocation,
	answer: Answer,
): Promise<void> {
	const bridge = await app.requireBridge();
	const meant = await selectInvitations(bridge, user.id, typed);
	if (answer === 'accept' && meant.length > 1) {
		const numbers = meant.slice(0, MAX_LISTED).map(({ number }) => number);
		throw new FederationError('invitation-ambiguous', { numbers: numbers.join(', ') });
	}
	for (const { id } of meant) {
		const answered = await answerInvitation(bridge, user.id, id, answer);
		if (meant.length === 1) {
			await reply(statusLine(answered, text));
		}
	}
	if (meant.length > 1) {
		await reply(text('invitations_declined', { count: meant.length }));
	}
}
