import type { WorkspaceAdministration } from './clients/workspace-administration';
import { nameOf, type Plan } from './workspace/licensing/plans';

/** Reads and changes the plan of the sandbox's workspace. */
export interface PlanSwitch {
	/** @returns the plan that the server reports; undefined if the license names none */
	present(): Promise<Plan | undefined>;
	/** Changes the plan. The app notices it within a minute: it reads the plan that often. */
	change(plan: Plan): Promise<void>;
}

/**
 * @param directory of the workspace; contains the key that signs its licenses. Undefined for a workspace that the
 * environment gives: its plan can only be read
 */
export function planSwitch(
	administration: WorkspaceAdministration,
	directory: string | undefined,
): PlanSwitch {
	return {
		present: () => administration.plan(),
		change: async (plan) => {
			if (directory === undefined) {
				throw new Error(
					'The plan of this workspace depends on its own license. The sandbox did not start it.',
				);
			}
			await administration.putOnPlan(plan, directory);
		},
	};
}

/** @returns the plan's name, for display */
export function planName(plan: Plan | undefined): string {
	return plan === undefined ? 'not named by the license' : nameOf(plan);
}
