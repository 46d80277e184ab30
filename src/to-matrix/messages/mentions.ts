import { UserType } from '@rocket.chat/apps-engine/definition/users';
import type { MarkdownDocument } from '../../convert/markdown/markdown';
import { failureOf } from '../../failure';
import type { ConfiguredBridge } from '../../configured-bridge';
import { parseUserId, type RoomId, type UserId } from '../../matrix/ids';
import { mayMentionRoom } from '../../matrix/power-levels';
import { isServerBlocked } from '../../people/server-gate';
import { ensureGhost } from '../../people/ghost';
import type { PlanRefusal } from '../../plan/refusal';
import type { RocketChatMessage, RocketChatUser } from '../../rocketchat/entities';
import type { RocketChatRoomId } from '../../rocketchat/ids';
import { powerState } from '../../to-rocketchat/room-state/actors';

/** Names of one message that are looked up, and so the most that become mentions; the others stay text. */
const MAX_MENTIONS = 50;

/** A user as a pill on Matrix shows them. */
interface MentionedUser {
	readonly userId: UserId;
	readonly displayName: string;
}

/** The users that a message mentions on Matrix. */
interface ResolvedMentions {
	/** By the names as they are written, without `@`. Every other name stays text. */
	readonly people: ReadonlyMap<string, MentionedUser>;
	/** Whether `@all` notifies the whole room. */
	readonly mentionsRoom: boolean;
	/** Why no user is mentioned, if the message would notify somebody and the workspace's plan lacks mentions. */
	readonly refusal: PlanRefusal | undefined;
}

/**
 * Looks up the names that a message mentions. Many words after an `@` are no names of users: `@types/node`, `@5pm`.
 * @param roomId the Matrix room that the message is sent to
 */
export async function resolveMentions(
	bridge: ConfiguredBridge,
	{ sender, room }: Pick<RocketChatMessage, 'sender' | 'room'>,
	roomId: RoomId,
	{ mentions, all }: Pick<MarkdownDocument, 'mentions' | 'all'>,
): Promise<ResolvedMentions> {
	const names = mentions.slice(0, MAX_MENTIONS);
	const found = await Promise.all(names.map((name) => findNamedUser(bridge, name)));
	const named = found.filter((user) => user !== undefined);
	const refusal = all || named.length > 0 ? await bridge.plan.refusal('mention') : undefined;
	if (refusal) {
		const isRefused = all || (await wouldNotify(bridge, named, room.id));
		return { people: new Map(), mentionsRoom: false, refusal: isRefused ? refusal : undefined };
	}
	const people = await Promise.all(
		named.map(async ({ name, user, displayName }): Promise<[string, MentionedUser][]> => {
			const userId = typeof user === 'string' ? user : await ghostOrUndefined(bridge, user);
			return userId ? [[name, { userId, displayName }]] : [];
		}),
	);
	return {
		people: new Map(people.flat()),
		mentionsRoom: all && (await senderMayMentionRoom(bridge, sender, roomId)),
		refusal: undefined,
	};
}

/**
 * Whether the mention would notify anybody if the plan had mentions: an external user, or a colleague who is in the
 * room. A mention of any other colleague has no effect, with or without the plan.
 */
async function wouldNotify(
	{ rooms }: ConfiguredBridge,
	named: readonly NamedUser[],
	room: RocketChatRoomId,
): Promise<boolean> {
	const colleagues = named.flatMap(({ user }) => (typeof user === 'string' ? [] : [user.id]));
	if (colleagues.length < named.length) {
		return true;
	}
	return (await rooms.members(room)).some(({ id }) => colleagues.includes(id));
}

/** @returns whether the sender has the power to notify the whole room; false if the homeserver does not answer that */
async function senderMayMentionRoom(
	bridge: ConfiguredBridge,
	sender: RocketChatUser,
	roomId: RoomId,
): Promise<boolean> {
	try {
		const ghostId = await ensureGhost(bridge, sender);
		return mayMentionRoom(await powerState(bridge, ghostId, roomId), ghostId);
	} catch (error) {
		bridge.log.failure('could not read who may mention the whole room', failureOf(error), { roomId });
		return false;
	}
}

/** A name in a message that belongs to a user. */
interface NamedUser {
	/** As written, without `@`. */
	readonly name: string;
	/** The local user, or the Matrix id of an external one. */
	readonly user: RocketChatUser | UserId;
	readonly displayName: string;
}

/**
 * External users are named by their Matrix id without its `@`, whether or not they have a bot user yet. Those of blocked servers
 * are not mentioned.
 */
async function findNamedUser(bridge: ConfiguredBridge, name: string): Promise<NamedUser | undefined> {
	const { people } = bridge;
	const user = await people.byUsername(name);
	const displayName = user?.name || name;
	if (user?.type === UserType.USER && user.isEnabled) {
		return { name, user, displayName };
	}
	// A dot at the end more likely ends the sentence than the server's name.
	const userId = name.endsWith('.') ? undefined : parseUserId(`@${name}`);
	if (userId && isServerBlocked(bridge, userId)) {
		return undefined;
	}
	const isBotUser = user && people.isMadeByApp(user);
	return userId && { name, user: userId, displayName: isBotUser ? displayName : name };
}

/** Registers the ghost. If that fails, the message is sent all the same, and the name stays text. */
async function ghostOrUndefined(bridge: ConfiguredBridge, user: RocketChatUser): Promise<UserId | undefined> {
	try {
		return await ensureGhost(bridge, user);
	} catch (error) {
		bridge.log.failure('a mentioned user got no ghost', failureOf(error), { userId: user.id });
		return undefined;
	}
}
