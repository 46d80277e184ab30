import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import type { StateEvent } from '../../src/matrix/events';
import type { RoomId } from '../../src/matrix/ids';
import type { RocketChatUserId } from '../../src/rocketchat/ids';
import type { Card } from '../../src/rocketchat/messages';
import { invitationIdOf } from '../../src/store/invitation-id';
import type { InvitationState } from '../../src/store/invitations';
import { fakeBridge, type Answers } from './fake-bridge';
import { alice, bob, dan, eventOf, roomId } from './matrix-room';

/** The user in the workspace. */
export const aliceId = 'uid-alice' as RocketChatUserId;
export const aliceHere = {
	...{ id: aliceId, username: 'alice', type: 'user', isEnabled: true },
} as unknown as IUser;

/** Bob invites Alice to a direct message. */
export const invitation = (change: object = {}, content: object = {}) =>
	eventOf(
		'm.room.member',
		{ membership: 'invite', is_direct: true, ...content },
		{ stateKey: alice, ...change },
	);

/** The id of the invitations of Alice to a room. */
export const idIn = (room: string) => invitationIdOf(room as RoomId, alice);

export const memberOf = (userId: string, membership: string): StateEvent => ({
	type: 'm.room.member',
	state_key: userId,
	sender: userId,
	content: { membership },
});
export const encryption: StateEvent = {
	...{ type: 'm.room.encryption', state_key: '', sender: bob, content: {} },
};
export const both = [memberOf(bob, 'join'), memberOf(alice, 'join')];

/**
 * A workspace with Alice, who has a ghost, and the bot users of Bob and Dan.
 * @param policy the setting `invite_policy`
 */
export async function invitedWorkspace(answers: Answers = {}, policy: 'ask' | 'accept' = 'accept') {
	/** The cards by the ids of their messages, each as it was put last. */
	const cards = new Map<string, Card>();
	const fake = fakeBridge({
		'people.byId': (id: string) => (id === aliceId ? aliceHere : undefined),
		'people.byUsername': () => undefined,
		'people.bot': () => ({ id: 'bot', username: 'federation.bot' }),
		'homeserver.join': () => undefined,
		'homeserver.leave': () => undefined,
		'homeserver.state': () => both,
		'homeserver.latest': () => [],
		'rooms.directOf': () => undefined,
		'rooms.ensureDirect': (creator: string) => (creator === 'bot' ? 'bot-rid' : 'rid'),
		'rooms.mark': () => undefined,
		'messages.putCard': (card: Card) => void cards.set(card.origin.messageId, card),
		...answers,
	});
	const { users } = fake.bridge.store;
	await users.add({ matrixId: alice, rocketChatId: aliceId });
	await users.add({ matrixId: bob, rocketChatId: 'bot-bob' as RocketChatUserId });
	await users.add({ matrixId: dan, rocketChatId: 'bot-dan' as RocketChatUserId });
	const bridge = {
		...fake.bridge,
		configuration: { ...fake.bridge.configuration, invitePolicy: policy },
	};
	return {
		...fake,
		bridge,
		cards,
		/** What was done, without what only looks somebody up. */
		done: () => fake.calls.filter(([method]) => !method.startsWith('people.')),
		/** The cards as they are now, each as the lines of its text and the labels of its buttons. */
		shown: () =>
			[...cards.values()].map(({ text, blocks }) => ({
				lines: text.split('\n'),
				buttons: blocks.flatMap((block) =>
					block.type === 'actions' ? block.elements.map((button) => button.text.text) : [],
				),
			})),
		/** Changes what is stored of the invitation of Alice. */
		become: async (state: InvitationState) => {
			const known = await bridge.store.invitations.byId(idIn(roomId));
			await (known && bridge.store.invitations.put({ ...known, state }));
		},
		/** What is stored of the invitations of Alice to a room. */
		stored: (room: string = roomId) => bridge.store.invitations.byId(idIn(room)),
	};
}
