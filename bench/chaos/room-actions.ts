import { isDeepStrictEqual } from 'node:util';
import type { FederatedRoom, RoomFacts } from './federated-room';
import type { Side } from './numbered-text';

/** Something that a person does once with a federated room, on one side. */
export interface RoomAction {
	readonly name: string;
	readonly side: Side;
	readonly title: string;
	/** Brings the room to the state before. */
	prepare?(room: FederatedRoom): Promise<unknown>;
	act(room: FederatedRoom, step: number): Promise<unknown>;
	/** @returns whether a side shows what was done */
	shows(facts: RoomFacts, room: FederatedRoom, step: number): boolean;
	/** The same for what `prepare` does; left out if there is nothing to wait for. */
	isPrepared?(facts: RoomFacts, room: FederatedRoom): boolean;
}

const colleagueOf = (room: FederatedRoom) => room.ghostOf(room.people.colleague);
const topicOf = (side: Side, step: number) => `topic of ${side}, step ${step}`;

/** @returns the actions of a membership that ends on one side and begins again on the same side */
function membership(
	side: Side,
	who: (room: FederatedRoom) => string,
	{ join, leave }: Readonly<Record<'join' | 'leave', (room: FederatedRoom) => Promise<unknown>>>,
): RoomAction[] {
	const isIn = ({ members }: RoomFacts, room: FederatedRoom) => members.includes(who(room));
	const isOut = (facts: RoomFacts, room: FederatedRoom) => !isIn(facts, room);
	return [
		{
			name: 'leave',
			side,
			title: 'somebody leaves',
			act: leave,
			shows: isOut,
			prepare: join,
			isPrepared: isIn,
		},
		{
			name: 'join',
			side,
			title: 'somebody joins',
			act: join,
			shows: isIn,
			prepare: leave,
			isPrepared: isOut,
		},
	];
}

/** Everything that a person does with a federated room. */
export const roomActions: readonly RoomAction[] = [
	...membership('rocketchat', colleagueOf, {
		join: (room) => room.ask('channels.join', {}, room.people.colleague),
		leave: (room) => room.ask('channels.leave', {}, room.people.colleague),
	}),
	...membership('matrix', ({ people: { guest } }) => guest.userId, {
		join: ({ people: { guest }, matrixId }) => guest.join(matrixId),
		leave: ({ people: { guest }, matrixId }) => guest.leave(matrixId),
	}),
	{
		name: 'kick',
		side: 'rocketchat',
		title: 'somebody is removed',
		prepare: ({ people: { guest }, matrixId }) => guest.join(matrixId),
		isPrepared: ({ members }, { people }) => members.includes(people.guest.userId),
		act: async (room) => room.ask('channels.kick', { userId: await room.userIdOf(room.people.guest) }),
		shows: ({ members }, { people }) => !members.includes(people.guest.userId),
	},
	{
		name: 'kick',
		side: 'matrix',
		title: 'somebody is removed',
		prepare: (room) => room.ask('channels.join', {}, room.people.colleague),
		isPrepared: ({ members }, room) => members.includes(colleagueOf(room)),
		act: (room) => room.people.partner.kick(room.matrixId, colleagueOf(room)),
		shows: ({ members }, room) => !members.includes(colleagueOf(room)),
	},
	{
		name: 'role',
		side: 'rocketchat',
		title: 'somebody becomes a moderator',
		prepare: async (room) => {
			await room.people.guest.join(room.matrixId);
			await room
				.ask('channels.removeModerator', { userId: await room.userIdOf(room.people.guest) })
				.catch(() => undefined); // is none
		},
		isPrepared: ({ members, powers }, { people: { guest } }) =>
			members.includes(guest.userId) && powers[guest.userId] === undefined,
		act: async (room) =>
			room.ask('channels.addModerator', { userId: await room.userIdOf(room.people.guest) }),
		shows: ({ powers }, { people }) => powers[people.guest.userId] === 50,
	},
	{
		name: 'role',
		side: 'matrix',
		title: 'somebody becomes a moderator',
		prepare: async (room) => {
			await room.ask('channels.join', {}, room.people.colleague);
			await room.setPower(colleagueOf(room), undefined);
		},
		isPrepared: ({ members, powers }, room) =>
			members.includes(colleagueOf(room)) && powers[colleagueOf(room)] === undefined,
		act: (room) => room.setPower(colleagueOf(room), 50),
		shows: ({ powers }, room) => powers[colleagueOf(room)] === 50,
	},
	{
		name: 'topic',
		side: 'rocketchat',
		title: 'the topic is changed',
		act: (room, step) => room.ask('channels.setTopic', { topic: topicOf('rocketchat', step) }),
		shows: ({ topic }, _room, step) => topic === topicOf('rocketchat', step),
	},
	{
		name: 'topic',
		side: 'matrix',
		title: 'the topic is changed',
		act: ({ people: { partner }, matrixId }, step) =>
			partner.setState(matrixId, 'm.room.topic', { topic: topicOf('matrix', step) }),
		shows: ({ topic }, _room, step) => topic === topicOf('matrix', step),
	},
];

/** @returns what differs between the sides, in words; empty if nothing does */
export function differences(here: RoomFacts, there: RoomFacts): string[] {
	return (['members', 'powers', 'topic'] as const)
		.filter((fact) => !isDeepStrictEqual(here[fact], there[fact]))
		.map(
			(fact) => `${fact} here ${JSON.stringify(here[fact])}, on Matrix ${JSON.stringify(there[fact])}`,
		);
}
