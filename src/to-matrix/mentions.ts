import { UserType, type IUser } from '@rocket.chat/apps-engine/definition/users';
import type { MarkdownDocument } from '../convert/markdown/markdown';
import { failureOf } from '../failure';
import type { ConfiguredBridge } from '../configured-bridge';
import { parseUserId, type RoomId, type UserId } from '../matrix/ids';
import { mayMentionRoom } from '../matrix/power-levels';
import { ensureGhost } from '../people/ghost';
import type { PlanRefusal } from '../plan/refusal';

/** Names of a message that are looked up, and so the most that become mentions; the others stay text. */
const MOST_NAMES = 50;

/** Somebody as they are mentioned on Matrix. */
export interface MentionedUser {
	readonly userId: UserId;
	readonly displayName: string;
}

/**
 * Looks up whom a text names. Much that stands behind an `@` is nobody's name: `@types/node`, `@5pm`.
 * @returns those who are mentioned, by the names as they are written; nobody where the workspace's plan has no mentions,
 * and then why, if somebody was meant
 */
export async function resolveMentions(
	bridge: ConfiguredBridge,
	{ mentions, all }: Pick<MarkdownDocument, 'mentions' | 'all'>,
): Promise<{ people: ReadonlyMap<string, MentionedUser>; refusal: PlanRefusal | undefined }> {
	const names = mentions.slice(0, MOST_NAMES);
	const named = (await Promise.all(names.map((name) => findNamedUser(bridge, name)))).flatMap(
		(found) => found ?? [],
	);
	const isMeant = all || named.length > 0;
	const refusal = isMeant ? await bridge.plan.refusal('mention') : undefined;
	if (refusal) {
		return { people: new Map(), refusal };
	}
	const people = await Promise.all(
		named.map(async ({ name, who, displayName }): Promise<[string, MentionedUser][]> => {
			const userId = typeof who === 'string' ? who : await ghostOrUndefined(bridge, who);
			return userId ? [[name, { userId, displayName }]] : [];
		}),
	);
	return { people: new Map(people.flat()), refusal };
}

/** @returns whether somebody's `@all` reaches everybody; where nobody can tell it stays text */
export async function senderMayMentionRoom(
	bridge: ConfiguredBridge,
	sender: IUser,
	roomId: RoomId,
): Promise<boolean> {
	const { homeserver, log } = bridge;
	try {
		const ghostId = await ensureGhost(bridge, sender);
		const state = await Promise.all(
			['m.room.power_levels', 'm.room.create'].map((type) =>
				homeserver.stateEvent(ghostId, roomId, type),
			),
		);
		return mayMentionRoom(
			state.filter((event) => event !== undefined),
			ghostId,
		);
	} catch (error) {
		log.failure('nobody could tell who may mention everybody', failureOf(error), { roomId });
		return false;
	}
}

/** Whom a name stands for: a local user, or somebody on Matrix. */
interface NamedUser {
	readonly name: string;
	readonly who: IUser | UserId;
	readonly displayName: string;
}

/** A bot user goes by the Matrix id without its `@`, and so does everybody on Matrix who has none yet. */
async function findNamedUser({ people }: ConfiguredBridge, name: string): Promise<NamedUser | undefined> {
	const user = await people.byUsername(name);
	const displayName = user?.name || name;
	if (user?.type === UserType.USER && user.isEnabled) {
		return { name, who: user, displayName };
	}
	// A dot at the end is more likely that of a sentence.
	const userId = name.endsWith('.') ? undefined : parseUserId(`@${name}`);
	const isBotUser = user && people.isMadeByApp(user);
	return userId && { name, who: userId, displayName: isBotUser ? displayName : name };
}

/** The message is worth more than a mention in it: whoever gets no ghost stays text. */
async function ghostOrUndefined(bridge: ConfiguredBridge, user: IUser): Promise<UserId | undefined> {
	try {
		return await ensureGhost(bridge, user);
	} catch (error) {
		bridge.log.failure('somebody mentioned got no ghost', failureOf(error), { userId: user.id });
		return undefined;
	}
}
