import { givenWorkspace } from '../../sandbox/given-workspace';

/** What some tests do that no REST or realtime call of Rocket.Chat does. */
const reasons = {
	database: 'it reads or writes the database',
	internals: 'it calls functions inside the server',
	processes: 'it stops or kills a process of the server',
	plans: 'it needs another plan than the workspace has',
} as const;

/** Begins the reason in the title of a test that is left out; the reporter counts by it. */
export const LEFT_OUT = 'left out on a given workspace: ';

/**
 * Declares a test that needs more than the APIs of the workspace. It runs on the sandbox's own workspace. On one that the
 * environment gives it is pending, and its title says why.
 */
export function itNeeding(need: keyof typeof reasons, title: string, test: Mocha.AsyncFunc): void {
	if (givenWorkspace(process.env)) {
		it(`${title} (${LEFT_OUT}${reasons[need]})`);
	} else {
		it(title, test);
	}
}
