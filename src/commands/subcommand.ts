import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import type { AppContext } from '../app-context';
import type { TextKey, Texts } from '../i18n';
import { lowestPlanWith, planLacks, type Feature, type Tier } from '../plan/features';

/** Who may use a subcommand: everybody, the roles of the setting `command_roles`, or administrators. */
export type Who = 'everybody' | 'users' | 'admins';

/** Something to be typed behind a subcommand's name. */
export interface Parameter {
	/** An example, as the help shows it. */
	readonly name: string;
	/**
	 * The feature it takes to name several people; where there is none, one is all. Only of the last parameter. Who is
	 * named twice counts once, and who types does not count.
	 */
	readonly several?: Feature;
}

/** Somebody's use of a subcommand. */
export interface Invocation {
	readonly user: IUser;
	/** Where it was typed and where the answer is shown. */
	readonly room: IRoom;
	/** What was given, as many as the subcommand takes. */
	readonly parameters: readonly string[];
	/** What this person may use, for the help. */
	readonly subcommands: readonly Subcommand[];
	/** Says something to this person alone. */
	readonly reply: (text: string) => Promise<void>;
	/** A text in this person's language. */
	readonly text: Texts;
}

/** One thing `/federation` can do. */
export interface Subcommand {
	readonly name: string;
	readonly parameters: readonly Parameter[];
	readonly who: Who;
	/** What the workspace's plan must have. */
	readonly feature?: Feature;
	readonly help: TextKey;
	/** @throws FederationError where it cannot be done; the person reads the error's text */
	readonly run: (app: AppContext, invocation: Invocation) => Promise<void>;
}

/**
 * @param tier the workspace's plan; what it lacks is not shown
 * @returns what is to be typed, such as `/federation dm @user:server …`
 */
export function usageOf({ name, parameters }: Subcommand, tier: Tier): string {
	const shown = parameters.map(({ name: example, several }) =>
		several && !planLacks(tier, several) ? `${example} …` : example,
	);
	return ['/federation', name, ...shown].join(' ');
}

/** @returns what it does, with the plan it takes where the workspace's plan lacks it */
export function descriptionOf({ help, feature }: Subcommand, tier: Tier, text: Texts): string {
	return feature && planLacks(tier, feature)
		? `${text(help)} (${text('from_plan', { plan: lowestPlanWith(feature) })})`
		: text(help);
}
