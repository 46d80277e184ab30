import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import { closestMatch } from 'leven';
import type { AppContext } from '../app-context';
import { FederationError } from '../errors';
import type { Tier } from '../plan/features';
import { usageOf, type Subcommand } from './subcommand';
import { readPeople } from './typed-people';

/** @returns the subcommands that somebody with these roles may use */
export async function subcommandsFor(
	app: AppContext,
	roles: readonly string[],
	subcommands: readonly Subcommand[],
): Promise<Subcommand[]> {
	const { commandRoles } = await app.settingsState();
	return subcommands.filter((subcommand) =>
		hasRequiredRole(roles, requiredRoles(subcommand, commandRoles)),
	);
}

/**
 * Finds the subcommand that somebody typed, and checks their roles, the workspace's plan and the number of parameters.
 * Changes nothing.
 * @param words what was typed behind `/federation`; no word means help
 * @returns the subcommand and its parameters
 * @throws FederationError `command-unknown`, `command-similar`, `command-admins-only`, `command-role-missing`, `command-nobody`,
 * `plan-too-low`, `parameter-missing`, `parameter-unexpected`
 */
export async function resolveRequest(
	app: AppContext,
	{ roles }: Pick<IUser, 'roles'>,
	[name = 'help', ...typed]: readonly string[],
	subcommands: readonly Subcommand[],
): Promise<{ subcommand: Subcommand; parameters: readonly string[] }> {
	const subcommand = subcommands.find((candidate) => candidate.name === name.toLowerCase());
	if (!subcommand) {
		throw unknownCommand(name, await subcommandsFor(app, roles, subcommands));
	}
	const required = requiredRoles(subcommand, (await app.settingsState()).commandRoles);
	if (!hasRequiredRole(roles, required)) {
		throw roleMissing(subcommand, required);
	}
	// First, so that nobody completes a command that the plan lacks.
	if (subcommand.feature) {
		await app.plan.require(subcommand.feature);
	}
	return { subcommand, parameters: readParameters(subcommand, typed, await app.plan.tier()) };
}

/** @returns the roles of which one is required; undefined if no role is required */
function requiredRoles({ who }: Subcommand, commandRoles: readonly string[]): readonly string[] | undefined {
	return { everybody: undefined, users: commandRoles, admins: ['admin'] }[who];
}

function hasRequiredRole(roles: readonly string[], required: readonly string[] | undefined): boolean {
	return required?.some((role) => roles.includes(role)) ?? true;
}

function roleMissing({ name, who }: Subcommand, required: readonly string[] = []): FederationError {
	if (who === 'admins') {
		return new FederationError('command-admins-only', { name });
	}
	return required.length > 0
		? new FederationError('command-role-missing', { name, roles: required.join(', ') })
		: new FederationError('command-nobody', { name });
}

function unknownCommand(name: string, permitted: readonly Subcommand[]): FederationError {
	const similar = closestMatch(
		name.toLowerCase(),
		permitted.map((subcommand) => subcommand.name),
		{ maxDistance: maxTypingErrors(name) },
	);
	const shortened = name.slice(0, 40);
	return similar === undefined
		? new FederationError('command-unknown', { name: shortened })
		: new FederationError('command-similar', { name: shortened, similar });
}

/** How many letters of a name may be wrong so that it is still recognised; two swapped letters count as two. */
function maxTypingErrors(name: string): number {
	return Math.min(2, Math.ceil(name.length / 3));
}

/** Reads the parameters, and checks their number and those that may not be any word. */
function readParameters(subcommand: Subcommand, typed: readonly string[], tier: Tier): readonly string[] {
	const { parameters } = subcommand;
	const usage = usageOf(subcommand, tier);
	const takesPeople = parameters.at(-1)?.severalPeople !== undefined;
	const takesRest = parameters.at(-1)?.isRest ?? false;
	const read = takesPeople ? readPeople(typed) : typed;
	const missing = parameters[read.length];
	if (missing && !missing.isRest && !missing.isOptional) {
		throw new FederationError('parameter-missing', {
			parameter: missing.name,
			usage,
			name: subcommand.name,
		});
	}
	const unexpected = read.find((word, index) => {
		const parameter = parameters[index];
		return parameter ? parameter.pattern?.test(word) === false : !takesPeople && !takesRest;
	});
	if (unexpected !== undefined) {
		throw new FederationError('parameter-unexpected', { parameter: unexpected.slice(0, 80), usage });
	}
	return read;
}
