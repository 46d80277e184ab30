import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import { closestMatch } from 'leven';
import type { AppContext } from '../app-context';
import { FederationError } from '../errors';
import type { Tier } from '../plan/features';
import { usageOf, type Subcommand } from './subcommand';

/** Letters by which a name of this length may be mistyped and still be recognised; two letters swapped count twice. */
const typingErrors = (name: string) => Math.min(2, Math.ceil(name.length / 3));

/** @returns those that somebody with these roles may use */
export async function subcommandsFor(
	app: AppContext,
	roles: readonly string[],
	subcommands: readonly Subcommand[],
): Promise<Subcommand[]> {
	const { commandRoles } = await app.settingsState();
	return subcommands.filter((subcommand) => holdsOne(roles, rolesFor(subcommand, commandRoles)));
}

/**
 * Finds what somebody means and looks whether they may do it and gave what it takes. Nothing is changed by then.
 * @param words what was typed behind `/federation`; nothing means help
 * @returns the subcommand and its parameters
 * @throws FederationError `command-unknown`, `command-similar`, `command-role-missing`, `parameter-missing`,
 * `parameter-unexpected`, `plan-too-low`
 */
export async function resolveRequest(
	app: AppContext,
	{ roles, username }: Pick<IUser, 'roles' | 'username'>,
	[name = 'help', ...given]: readonly string[],
	subcommands: readonly Subcommand[],
): Promise<{ subcommand: Subcommand; parameters: readonly string[] }> {
	const subcommand = subcommands.find((candidate) => candidate.name === name.toLowerCase());
	if (!subcommand) {
		throw unknown(name, await subcommandsFor(app, roles, subcommands));
	}
	const needed = rolesFor(subcommand, (await app.settingsState()).commandRoles);
	if (!holdsOne(roles, needed)) {
		throw new FederationError('command-role-missing', {
			name: subcommand.name,
			roles: needed?.join(', ') ?? '',
		});
	}
	const parameters = parametersOf(subcommand, given, username, await app.plan.tier());
	for (const feature of featuresFor(subcommand, parameters)) {
		await app.plan.require(feature);
	}
	return { subcommand, parameters };
}

/** @returns undefined where no role is needed */
function rolesFor({ who }: Subcommand, commandRoles: readonly string[]): readonly string[] | undefined {
	return { everybody: undefined, users: commandRoles, admins: ['admin'] }[who];
}

function holdsOne(roles: readonly string[], needed: readonly string[] | undefined): boolean {
	return needed?.some((role) => roles.includes(role)) ?? true;
}

function unknown(name: string, permitted: readonly Subcommand[]): FederationError {
	const similar = closestMatch(
		name.toLowerCase(),
		permitted.map((subcommand) => subcommand.name),
		{ maxDistance: typingErrors(name) },
	);
	const shown = name.slice(0, 40);
	return similar === undefined
		? new FederationError('command-unknown', { name: shown })
		: new FederationError('command-similar', { name: shown, similar });
}

/** Checks how many there are. */
function parametersOf(
	subcommand: Subcommand,
	given: readonly string[],
	username: string,
	tier: Tier,
): readonly string[] {
	const { parameters } = subcommand;
	const usage = usageOf(subcommand, tier);
	const distinct = parameters.at(-1)?.several ? peopleAmong(given, username) : given;
	const missing = parameters[distinct.length];
	if (missing) {
		throw new FederationError('parameter-missing', { parameter: missing.name, usage });
	}
	if (distinct.length > parameters.length && !parameters.at(-1)?.several) {
		throw new FederationError('parameter-unexpected', {
			parameter: distinct[parameters.length]?.slice(0, 80) ?? '',
			usage,
		});
	}
	return distinct;
}

/** Those who are named, without the `@` that may stand before a name; who types is not among them unless alone. */
function peopleAmong(given: readonly string[], username: string): readonly string[] {
	const people = [...new Set(given.map((name) => name.replace(/^@/, '')))];
	const others = people.filter((name) => name !== username);
	return others.length > 0 ? others : people;
}

function featuresFor({ feature, parameters }: Subcommand, given: readonly string[]) {
	const several = given.length > parameters.length ? parameters.at(-1)?.several : undefined;
	return [feature, several].filter((needed) => needed !== undefined);
}
