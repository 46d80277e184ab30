import type { AppContext } from '../app-context';
import type { TextKey, Texts } from '../i18n';
import { lowestPlanWith, planLacks, type Feature, type Tier } from '../plan/features';
import type { Block } from '../rocketchat/blocks';
import type { RocketChatRoom, RocketChatUser } from '../rocketchat/entities';

/** Who may use a subcommand: everybody, people with a role of the setting `command_roles`, or administrators. */
type Who = 'everybody' | 'users' | 'admins';

/** A word that is typed after a subcommand's name. */
export interface Parameter {
	/** An example, as the help shows it. */
	readonly name: string;
	/**
	 * Set if the parameter names people and may be repeated; only on the last parameter. The subcommand requires this
	 * feature if several people are named.
	 */
	readonly severalPeople?: Feature;
	/** Whether it takes all words that follow, and may be left out; only on the last parameter. */
	readonly isRest?: true;
	/** Whether it may be left out; only on the last parameter. */
	readonly isOptional?: true;
	/** What it may be, if not any word. */
	readonly pattern?: RegExp;
}

/** One use of a subcommand. */
export interface Invocation {
	/** Who typed it. */
	readonly user: RocketChatUser;
	/** The room in which it was typed and in which the answer is shown. */
	readonly room: RocketChatRoom;
	/** As many as the subcommand takes; people as `readPeople` returns them. */
	readonly parameters: readonly string[];
	/** What this person may use, for the help. */
	readonly subcommands: readonly Subcommand[];
	/** Shows an answer to this person only, with blocks below it for clients that know them. */
	readonly reply: (text: string, blocks?: readonly Block[]) => Promise<void>;
	/** The texts in this person's language. */
	readonly text: Texts;
}

/** One thing that `/federation` can do. */
export interface Subcommand {
	readonly name: string;
	readonly parameters: readonly Parameter[];
	readonly who: Who;
	/** The feature that the workspace's plan must include. */
	readonly feature?: Feature;
	/** Whether people who are known are offered while its parameters are typed. To pick an offer runs it. */
	readonly completesPeople?: true;
	readonly help: TextKey;
	/** @throws FederationError if it fails; the error's text is shown to the person */
	readonly run: (app: AppContext, invocation: Invocation) => Promise<void>;
}

/**
 * @param tier the workspace's plan; features that it lacks are not shown
 * @returns what to type, such as `/federation dm @user:server …`
 */
export function usageOf({ name, parameters }: Subcommand, tier: Tier): string {
	const examples = parameters.map(({ name: example, severalPeople }) =>
		severalPeople && !planLacks(tier, severalPeople) ? `${example} …` : example,
	);
	return ['/federation', name, ...examples].join(' ');
}

/** @returns what the subcommand does, with the plan that it needs if the workspace's plan is too low */
export function descriptionOf({ help, feature }: Subcommand, tier: Tier, text: Texts): string {
	return feature && planLacks(tier, feature)
		? `${text(help)} (${text('from_plan', { plan: lowestPlanWith(feature) })})`
		: text(help);
}
