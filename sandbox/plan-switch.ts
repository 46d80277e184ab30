import type { WorkspaceAdministration } from './clients/workspace-administration';
import { nameOf, type Plan } from './workspace/licensing/plans';

/** Reads and changes the plan of the sandbox's workspace. */
export interface PlanSwitch {
	/** @returns the plan that the server reports; undefined if the license names none */
	present(): Promise<Plan | undefined>;
	/** Changes the plan. The app notices it within a minute: it reads the plan that often. */
	change(plan: Plan): Promise<void>;
}

/** @param directory of the workspace; contains the key that signs its licenses */
export function planSwitch(administration: WorkspaceAdministration, directory: string): PlanSwitch {
	return {
		present: () => administration.plan(),
		change: (plan) => administration.putOnPlan(plan, directory),
	};
}

/** @returns the plan's name, for display */
export function planName(plan: Plan | undefined): string {
	return plan === undefined ? 'not named by the license' : nameOf(plan);
}
