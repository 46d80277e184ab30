import { givenWorkspace } from '../../sandbox/given-workspace';
import { softwareNamed } from '../../sandbox/homeserver/homeserver-software';
import { mayHaveChromium } from './chromium';

/** Where some tests cannot run. */
const places = {
	/** No REST or realtime call of Rocket.Chat does what the test does. */
	'a given workspace': () => givenWorkspace(process.env) !== undefined,
	/** docs/homeservers.md has what Dendrite lacks. */
	Dendrite: () => softwareNamed(process.env.SANDBOX_HOMESERVER, 'SANDBOX_HOMESERVER') === 'dendrite',
	/** Neither the program nor Debian's apt, by which test/support/chromium.ts gets it. */
	'a machine without Chromium': () => !mayHaveChromium(),
} as const;

interface Need {
	/** Where it cannot be had. */
	readonly missingOn: readonly (keyof typeof places)[];
	/** Why the test needs it. */
	readonly reason: string;
}

/** What some tests need that is not there everywhere. */
const needs = {
	database: { missingOn: ['a given workspace'], reason: 'it reads or writes the database' },
	internals: { missingOn: ['a given workspace'], reason: 'it calls functions inside the server' },
	processes: { missingOn: ['a given workspace'], reason: 'it stops or kills a process of the server' },
	plans: { missingOn: ['a given workspace'], reason: 'it needs another plan than the workspace has' },
	'two workspaces': { missingOn: ['a given workspace'], reason: 'it needs two workspaces' },
	'two workspaces with redactions': {
		missingOn: ['a given workspace', 'Dendrite'],
		reason: 'it needs two workspaces, and Dendrite pushes no redactions',
	},
	'ephemeral events': { missingOn: ['Dendrite'], reason: 'Dendrite pushes no ephemeral events' },
	redactions: { missingOn: ['Dendrite'], reason: 'Dendrite pushes no redactions' },
	erasure: { missingOn: ['Dendrite'], reason: 'Dendrite keeps the profile of a deactivated user' },
	'files of a user': {
		missingOn: ['Dendrite'],
		reason: 'Dendrite has no request that lists or deletes the files of a user',
	},
	'removal of a room': {
		missingOn: ['Dendrite'],
		reason: 'Dendrite ends now and then when a room is removed from its database',
	},
	knocking: {
		missingOn: ['Dendrite'],
		reason: 'Dendrite does not tell that people can ask to join a room',
	},
	chaos: {
		missingOn: ['a given workspace', 'Dendrite'],
		reason: 'it stops processes of its own, and compares order and deletions',
	},
	browser: { missingOn: ['a machine without Chromium'], reason: 'it looks at the page in a browser' },
} as const satisfies Record<string, Need>;

/** Begins the place and the reason in the title of a test that is left out; the reporter counts by them. */
export const LEFT_OUT = 'left out on ';

/**
 * Declares a test that needs something that is not there everywhere: more than the APIs of a workspace, or of a homeserver.
 * Where it is missing, the test is pending, and its title says why.
 */
export function itNeeding(need: keyof typeof needs, title: string, test: Mocha.AsyncFunc): void {
	const { missingOn, reason }: Need = needs[need];
	const place = missingOn.find((name) => places[name]());
	if (place) {
		it(`${title} (${LEFT_OUT}${place}: ${reason})`);
	} else {
		it(title, test);
	}
}
