import { expect } from 'chai';
import { textsFor } from '../../../src/i18n';
import type { EventId } from '../../../src/matrix/ids';
import type { RocketChatMessageId } from '../../../src/rocketchat/ids';
import type { StoredInvitation } from '../../../src/store/invitations';
import { invitationCard } from '../../../src/to-rocketchat/invitations/card';
import { inviteContentOf } from '../../../src/to-rocketchat/invitations/invite-event';
import { aliceId, idIn, invitation, memberOf } from '../../support/invited-workspace';
import { alice, bob, dan, roomId } from '../../support/matrix-room';

const text = textsFor({}, { language: 'en' });
const stored: StoredInvitation = {
	...{ id: idIn(roomId), roomId, ghostId: alice, userId: aliceId, inviter: bob },
	...{ number: 4, times: 1, state: 'open', details: {}, at: 1, changedAt: 1 },
	eventId: '$event' as EventId,
	cardId: 'card' as RocketChatMessageId,
};
const fieldsOf = (details: StoredInvitation['details']) =>
	invitationCard({ ...stored, details }, text).blocks.flatMap((block) =>
		block.type === 'section' ? (block.fields ?? []).map((field) => field.text) : [],
	);

describe('the card of an invitation', () => {
	it('has the details and two buttons, whose value is the invitation', () => {
		expect(invitationCard({ ...stored, details: { name: 'Bob' } }, text)).to.deep.equal({
			text: [
				'`Bob – @bob:far.example` invites you to a direct message on Matrix.',
				'Without the buttons: `/federation accept 4` or `/federation decline 4`.',
			].join('\n'),
			blocks: [
				{
					type: 'section',
					text: {
						type: 'mrkdwn',
						text: '`Bob – @bob:far.example` invites you to a direct message on Matrix.',
					},
					fields: [
						{ type: 'mrkdwn', text: '**Person:** `Bob`, `@bob:far.example`' },
						{ type: 'mrkdwn', text: '**Server:** `far.example`' },
						{ type: 'mrkdwn', text: '**Encryption:** the invitation does not say' },
					],
				},
				{
					type: 'actions',
					blockId: stored.id,
					elements: [
						{
							...{
								type: 'button',
								actionId: 'invitation-accept',
								value: stored.id,
								style: 'primary',
							},
							text: { type: 'plain_text', text: 'Accept' },
						},
						{
							...{
								type: 'button',
								actionId: 'invitation-decline',
								value: stored.id,
								style: 'danger',
							},
							text: { type: 'plain_text', text: 'Decline' },
						},
					],
				},
			],
		});
	});

	it('says above the details why an answer did not work, since blocks hide the text', () => {
		const { text: whole, blocks } = invitationCard({ ...stored, times: 2, reason: 'It is so.' }, text);
		expect(whole).to.equal(
			[
				'`@bob:far.example` invites you to a direct message on Matrix. Invited 2 times.',
				'That did not work: It is so. You can try again: `/federation accept 4` or `/federation decline 4`.',
			].join('\n'),
		);
		expect(blocks[0]).to.have.deep.property('text', { type: 'mrkdwn', text: whole });
	});

	it('says what the invitation tells of encryption and of people', () => {
		expect(fieldsOf({ isEncrypted: false, members: 3 }).slice(2)).to.deep.equal([
			'**Encryption:** not encrypted',
			'**People there:** at least 3',
		]);
	});

	it('has a reason for every end, and no buttons then', () => {
		const states = [
			'joining',
			'declining',
			'joined',
			'declined',
			'withdrawn',
			'expired',
			'refused',
		] as const;
		const lines = states.map((state) => {
			const card = invitationCard({ ...stored, state, reason: 'It is so.' }, text);
			expect(card.blocks).to.deep.equal([]);
			return card.text.split('\n')[1];
		});
		expect(new Set(lines).size).to.equal(states.length);
		expect(lines.at(-1)).to.match(/It is so\.”$/);
	});
});

describe('what an invitation tells', () => {
	const detailsOf = (state: unknown) =>
		inviteContentOf(invitation({ unsigned: { invite_room_state: state } })).details;
	const named = (displayname: unknown) => ({
		...memberOf(bob, 'join'),
		content: { membership: 'join', displayname },
	});

	it('is the cleaned name of the inviter, encryption, and the people there', () => {
		expect(
			detailsOf([named('Bo\u202eb\n`x` @all'), memberOf(dan, 'join'), memberOf(alice, 'invite')]),
		).to.deep.equal({
			name: 'Bob `x` @\u2060all',
			isEncrypted: false,
			members: 2,
		});
	});

	for (const [what, state] of [
		['a text', 'text'],
		['a list of nothing', [1, null, 'x']],
		['missing', undefined],
	] as const) {
		it(`is nothing where the stripped state is ${what}`, () => {
			expect(detailsOf(state)).to.deep.equal({});
		});
	}

	it('is no name of somebody else, and no name that is not a text', () => {
		expect(detailsOf([{ ...named('Dan'), state_key: dan }])).to.deep.equal({ isEncrypted: false });
		expect(detailsOf([named({ toString: 'Bob' })])).to.deep.equal({ isEncrypted: false });
	});
});
