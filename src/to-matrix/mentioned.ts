import { UserType, type IUser } from '@rocket.chat/apps-engine/definition/users';
import type { MarkdownDocument } from '../convert/markdown/markdown';
import { failureOf } from '../failure';
import type { Federation } from '../federation';
import { parseUserId, type RoomId, type UserId } from '../matrix/ids';
import { mayMentionRoom } from '../matrix/power-levels';
import { ensurePuppet } from '../people/puppet';
import type { PlanRefusal } from '../plan/refusal';

/** Names of a message that are looked up, and so the most that become mentions; the others stay text. */
const MOST_NAMES = 50;

/** Somebody as they are mentioned on Matrix. */
export interface Mentioned {
	readonly userId: UserId;
	readonly displayName: string;
}

/**
 * Looks up whom a text names. Much that stands behind an `@` is nobody's name: `@types/node`, `@5pm`.
 * @returns those who are mentioned, by the names as they are written; nobody where the workspace's plan has no mentions,
 * and then why, if somebody was meant
 */
export async function mentionedIn(
	federation: Federation,
	{ mentions, all }: Pick<MarkdownDocument, 'mentions' | 'all'>,
): Promise<{ people: ReadonlyMap<string, Mentioned>; refusal: PlanRefusal | undefined }> {
	const names = mentions.slice(0, MOST_NAMES);
	const named = (await Promise.all(names.map((name) => namedBy(federation, name)))).flatMap(
		(found) => found ?? [],
	);
	const isMeant = all || named.length > 0;
	const refusal = isMeant ? await federation.plan.refusal('mention') : undefined;
	if (refusal) {
		return { people: new Map(), refusal };
	}
	const people = await Promise.all(
		named.map(async ({ name, who, displayName }): Promise<[string, Mentioned][]> => {
			const userId = typeof who === 'string' ? who : await puppetOf(federation, who);
			return userId ? [[name, { userId, displayName }]] : [];
		}),
	);
	return { people: new Map(people.flat()), refusal };
}

/** @returns whether somebody's `@all` reaches everybody; where nobody can tell it stays text */
export async function maySayAll(federation: Federation, sender: IUser, roomId: RoomId): Promise<boolean> {
	const { homeserver, log } = federation;
	try {
		const puppetId = await ensurePuppet(federation, sender);
		const state = await Promise.all(
			['m.room.power_levels', 'm.room.create'].map((type) =>
				homeserver.stateEvent(puppetId, roomId, type),
			),
		);
		return mayMentionRoom(
			state.filter((event) => event !== undefined),
			puppetId,
		);
	} catch (error) {
		log.failure('nobody could tell who may mention everybody', failureOf(error), { roomId });
		return false;
	}
}

/** Whom a name stands for: a local user, or somebody on Matrix. */
interface Named {
	readonly name: string;
	readonly who: IUser | UserId;
	readonly displayName: string;
}

/** A ghost goes by the Matrix id without its `@`, and so does everybody on Matrix who has none yet. */
async function namedBy({ people }: Federation, name: string): Promise<Named | undefined> {
	const user = await people.byUsername(name);
	const displayName = user?.name || name;
	if (user?.type === UserType.USER && user.isEnabled) {
		return { name, who: user, displayName };
	}
	// A dot at the end is more likely that of a sentence.
	const userId = name.endsWith('.') ? undefined : parseUserId(`@${name}`);
	const isGhost = user && people.isOurs(user);
	return userId && { name, who: userId, displayName: isGhost ? displayName : name };
}

/** The message is worth more than a mention in it: whoever gets no puppet stays text. */
async function puppetOf(federation: Federation, user: IUser): Promise<UserId | undefined> {
	try {
		return await ensurePuppet(federation, user);
	} catch (error) {
		federation.log.failure('somebody mentioned got no puppet', failureOf(error), { userId: user.id });
		return undefined;
	}
}
