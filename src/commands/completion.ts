import type { AppContext } from '../app-context';
import { localpartOf, type UserId } from '../matrix/ids';
import { isOwnMatrixUser } from '../matrix/namespace';
import { isServerBlocked } from '../people/server-gate';
import type { Subcommand } from './subcommand';

/** Rocket.Chat passes on ten offers: apps/meteor/app/utils/server/slashCommand.ts, `getPreviews`. */
const MAX_OFFERS = 10;

/**
 * Completes the person who is being typed behind a subcommand. Rocket.Chat's clients run an offer at once, and Enter picks the first
 * one. So only subcommands have offers whose effect is harmless, and none is made for an id that is typed as far as its server, or for
 * the name of a colleague. Costs one call at most.
 * @param typed the words behind the subcommand's name
 * @returns the whole text behind `/federation` with each person who is known on Matrix and whose id begins so
 */
export async function completionsOf(
	app: AppContext,
	{ name, completesPeople }: Subcommand,
	typed: readonly string[],
): Promise<string[]> {
	const begun = withoutSign(typed.at(-1) ?? '');
	const bridge = await app.requireBridge().catch(() => undefined);
	if (!completesPeople || !bridge || begun === '' || begun.includes(':') || typed.some(hasSpace)) {
		return [];
	}
	const isKnown = (userId: UserId) =>
		localpartOf(userId).toLowerCase().startsWith(begun) &&
		!isOwnMatrixUser(userId, bridge.configuration) &&
		!isServerBlocked(bridge, userId);
	const known = new Set([...bridge.store.users.rememberedLinks()].map(({ matrixId }) => matrixId));
	const people = [...known].filter((userId) => isKnown(userId) && !typed.includes(userId)).sort();
	if (people.length === 0 || (await app.people.byUsername(begun))) {
		return [];
	}
	const before = [name, ...typed.slice(0, -1)];
	return people.slice(0, MAX_OFFERS).map((userId) => [...before, userId].join(' '));
}

/** @returns whether an offer completes what is typed by now; clients may still show one for an earlier text */
export function isCompletionOf(offer: string, typed: readonly string[]): boolean {
	const offered = offer.split(' ');
	const last = withoutSign(typed.at(-1) ?? '');
	return (
		typed.length > 1 &&
		offered.length === typed.length &&
		last !== '' &&
		typed.slice(0, -1).every((word, index) => word === offered[index]) &&
		withoutSign(offered.at(-1) ?? '').startsWith(last)
	);
}

function withoutSign(word: string): string {
	return word.replace(/^@/, '').toLowerCase();
}

function hasSpace(word: string): boolean {
	return /\s/.test(word);
}
