import { waitFor } from '../../sandbox/clients/waiting';
import type { Bed } from './bed';
import { bridgeNewChannel, MAKE_LIMIT } from './channel';
import type { LocalWriter } from './local-writer';
import type { MatrixWriter } from './matrix-writer';
import { pause } from './workload';

/** Most connections that may have ended without a request noticing it. */
const MAX_ENDED = 10;
/** Milliseconds in which the client notices all the connections that were ended. */
const ENDED_PAUSE = 200;

/** What both sides of a federated room have, in the words of Matrix. */
export interface RoomFacts {
	/** The ids of those who are in it, sorted. */
	readonly members: readonly string[];
	/** The power of each member who has any. */
	readonly powers: Readonly<Record<string, number>>;
	readonly topic: string;
}

/** The people of the room, each with a role of its own in the scenarios. */
interface RoomPeople {
	/** Makes the room, and has all power on both sides. */
	readonly owner: LocalWriter;
	readonly colleague: LocalWriter;
	/** Gets power level 100, and so acts on Matrix. */
	readonly partner: MatrixWriter;
	readonly guest: MatrixWriter;
}

/** A channel that is federated, and the facts of it that scenarios change. */
export class FederatedRoom {
	private constructor(
		readonly people: RoomPeople,
		readonly rocketChatId: string,
		readonly matrixId: string,
		/** @returns the Matrix id of somebody in Rocket.Chat */
		readonly ghostOf: (local: LocalWriter) => string,
	) {}

	/** Makes a channel, bridges it, and has everybody join. */
	static async make(
		people: RoomPeople,
		name: string,
		bed: Pick<Bed, 'ghostOf' | 'enableApp'>,
	): Promise<FederatedRoom> {
		const { owner, colleague, partner, guest } = people;
		const { rocketChatId, matrixId } = await bridgeNewChannel(
			owner,
			{ name, members: [colleague.username] },
			() => bed.enableApp(),
		);
		await partner.join(matrixId);
		await guest.join(matrixId);
		const room = new FederatedRoom(people, rocketChatId, matrixId, (local) => bed.ghostOf(local));
		await waitFor({
			what: `everybody in ${name}`,
			timeout: MAKE_LIMIT,
			interval: 100,
			look: async () => ((await room.here()).members.length === 4 ? true : undefined),
		});
		await room.ask('channels.addOwner', { userId: await room.userIdOf(partner) });
		await waitFor({
			what: `the power of ${partner.userId}`,
			timeout: MAKE_LIMIT,
			interval: 100,
			look: async () => ((await room.there()).powers[partner.userId] === 100 ? true : undefined),
		});
		return room;
	}

	/** Calls Rocket.Chat's REST API about this channel. */
	async ask(endpoint: string, more: object = {}, as = this.people.owner): Promise<void> {
		await as.rest.post(`/api/v1/${endpoint}`, { roomId: this.rocketChatId, ...more });
	}

	/** @returns the id of the user who stands for somebody in Rocket.Chat */
	async userIdOf(person: LocalWriter | MatrixWriter): Promise<string> {
		const username = 'username' in person ? person.username : person.userId.slice(1);
		const { user } = await this.people.owner.rest.get<{ user: { _id: string } }>('/api/v1/users.info', {
			username,
		});
		return user._id;
	}

	/** Changes the power of one user on Matrix, as the partner. @param level undefined: the usual one */
	async setPower(userId: string, level: number | undefined): Promise<void> {
		const { partner } = this.people;
		const content = await partner.stateOf(this.matrixId, 'm.room.power_levels');
		const others = Object.entries(content.users ?? {}).filter(([id]) => id !== userId);
		const users = Object.fromEntries(level === undefined ? others : [...others, [userId, level]]);
		await partner.setState(this.matrixId, 'm.room.power_levels', { ...content, users });
	}

	/** @returns what Rocket.Chat has */
	async here(): Promise<RoomFacts> {
		for (let attempt = 1; ; attempt++) {
			try {
				return await this.readHere();
			} catch (error) {
				// While a request waits for an app that was killed, the server ends the connections that are kept meanwhile.
				if (!(error instanceof TypeError) || attempt === MAX_ENDED) {
					throw error;
				}
				await pause(ENDED_PAUSE);
			}
		}
	}

	private async readHere(): Promise<RoomFacts> {
		const { rest } = this.people.owner;
		const query = { roomId: this.rocketChatId, count: '0' };
		const [{ members }, { roles }, { room }] = await Promise.all([
			rest.get<{ members: { username: string }[] }>('/api/v1/channels.members', query),
			rest.get<{ roles: { u: { username: string }; roles: string[] }[] }>('/api/v1/channels.roles', {
				roomId: this.rocketChatId,
			}),
			rest.get<{ room: { topic?: string } }>('/api/v1/rooms.info', { roomId: this.rocketChatId }),
		]);
		return {
			members: members.map(({ username }) => this.idOf(username)).sort(),
			powers: Object.fromEntries(roles.map((one) => [this.idOf(one.u.username), powerOf(one.roles)])),
			topic: room.topic ?? '',
		};
	}

	/** @returns what Matrix has */
	async there(): Promise<RoomFacts> {
		const { partner } = this.people;
		const [joined, { room_version: version }, levels, topic] = await Promise.all([
			partner.joinedMembers(this.matrixId),
			partner.stateOf(this.matrixId, 'm.room.create'),
			partner.stateOf(this.matrixId, 'm.room.power_levels'),
			partner.stateOf(this.matrixId, 'm.room.topic'),
		]);
		// From version 12 on the one who made the room has all power, and stands in no list.
		const creator = Number(version) < 12 ? {} : { [this.ghostOf(this.people.owner)]: 100 };
		const users = Object.entries({ ...(levels.users as Record<string, number>), ...creator });
		return {
			members: [...joined].sort(),
			powers: Object.fromEntries(users.filter(([id, level]) => level > 0 && joined.includes(id))),
			topic: typeof topic.topic === 'string' ? topic.topic : '',
		};
	}

	private idOf(username: string): string {
		const { owner, colleague } = this.people;
		const local = [owner, colleague].find((person) => person.username === username);
		return local ? this.ghostOf(local) : `@${username}`;
	}
}

function powerOf(roles: readonly string[]): number {
	return roles.includes('owner') ? 100 : 50;
}
