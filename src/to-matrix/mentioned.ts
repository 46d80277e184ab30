import { UserType, type IUser } from '@rocket.chat/apps-engine/definition/users';
import type { MarkdownDocument } from '../convert/markdown/markdown';
import type { Federation } from '../federation';
import { parseUserId, type UserId } from '../matrix/ids';
import { ensurePuppet } from '../people/puppet';
import type { PlanRefusal } from '../plan/refusal';

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
	const named = (await Promise.all(mentions.map((name) => namedBy(federation, name)))).flatMap(
		(found) => found ?? [],
	);
	const isMeant = all || named.length > 0;
	const refusal = isMeant ? await federation.plan.refusal('mention') : undefined;
	if (refusal) {
		return { people: new Map(), refusal };
	}
	const people = await Promise.all(
		named.map(async ({ name, who, displayName }): Promise<[string, Mentioned]> => {
			const userId = typeof who === 'string' ? who : await ensurePuppet(federation, who);
			return [name, { userId, displayName }];
		}),
	);
	return { people: new Map(people), refusal };
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
