import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf, isRefusal } from '../../failure';
import type { UserId } from '../../matrix/ids';
import { hasProfile } from '../../people/profile';
import type { LeftPerson } from '../../store/left-people';
import type { UserLink } from '../../store/store';

/** People who are looked up in one call. */
const MAX_LOOKED_UP = 10;

/** Milliseconds after which a server that did not answer is asked again; twice as long each time. */
const ASKED_AGAIN_MS = 60_000;

/** How often a server is asked: for a day and a half. */
const MAX_ATTEMPTS = 12;

/**
 * Stores that an external person has left a room, to find out later whether the account is gone. When a homeserver erases a person,
 * it lets them leave their rooms and does not say why. Does nothing for a person without a bot user.
 */
export async function notePersonLeft({ store }: ConfiguredBridge, userId: UserId): Promise<void> {
	if (await store.users.byMatrixId(userId)) {
		await store.leftPeople.put({ userId, attempts: 0, askedAt: 0 });
	}
}

/**
 * Looks up the profiles of the people who have left rooms. The bot user of somebody who has no profile any more, and is in no
 * room with people from here, is deactivated: nobody can write to them then. Client-Server API, `GET /profile/{userId}`.
 * A server that keeps the profile of a deactivated user, as Synapse does unless the user is erased, does not say it.
 */
export async function lookUpLeftPeople(bridge: ConfiguredBridge): Promise<void> {
	const { store, instances, homeserverState, log } = bridge;
	const due = (homeserverState.isUsable ? await store.leftPeople.all() : []).filter(
		({ userId, askedAt }) => askedAt <= Date.now() && instances.owns(userId),
	);
	for (const person of due.slice(0, MAX_LOOKED_UP)) {
		try {
			await lookUp(bridge, person);
		} catch (error) {
			log.failure('somebody who left could not be looked up', failureOf(error), {
				userId: person.userId,
			});
			await askLater(bridge, person);
		}
	}
}

async function lookUp(bridge: ConfiguredBridge, { userId }: LeftPerson): Promise<void> {
	const { store, people, log } = bridge;
	const link = await store.users.byMatrixId(userId);
	if (link && !link.isGone && (await hasNoProfile(bridge, userId)) && !(await isInARoom(bridge, link))) {
		await people.deactivate(link.rocketChatId);
		await store.users.change({ ...link, isGone: true });
		log.info('the account of an external person is gone', { userId });
	}
	await store.leftPeople.remove(userId);
}

/** @throws HomeserverError if the homeserver or the person's server is away */
async function hasNoProfile(bridge: ConfiguredBridge, userId: UserId): Promise<boolean> {
	try {
		return !(await hasProfile(bridge, userId));
	} catch (error) {
		if (isRefusal(error)) {
			return false; // whose profile may not be read has one
		}
		throw error;
	}
}

/** Whether the person is in the Matrix room of a direct message, or another room that the bot user is a member of. */
async function isInARoom(
	{ store, people }: ConfiguredBridge,
	{ matrixId, rocketChatId }: UserLink,
): Promise<boolean> {
	for (const rocketChatRoomId of await people.roomIdsOf(rocketChatId)) {
		const room = await store.rooms.byRocketChatId(rocketChatRoomId);
		if (room && !room.departed?.includes(matrixId)) {
			return true;
		}
	}
	return false;
}

async function askLater({ store }: ConfiguredBridge, { userId, attempts }: LeftPerson): Promise<void> {
	if (attempts + 1 >= MAX_ATTEMPTS) {
		await store.leftPeople.remove(userId);
		return;
	}
	const askedAt = Date.now() + ASKED_AGAIN_MS * 2 ** attempts;
	await store.leftPeople.put({ userId, attempts: attempts + 1, askedAt });
}
