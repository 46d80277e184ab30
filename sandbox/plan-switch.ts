import type { WorkspaceAdministration } from './clients/workspace-administration';
import { nameOf, type Plan } from './workspace/licensing/plans';

/** Looks at and changes the plan of the sandbox's workspace. */
export interface PlanSwitch {
	/** As the server tells it. @returns undefined for a license that names no plan */
	present(): Promise<Plan | undefined>;
	/** The app asks for its plan once a minute. */
	change(plan: Plan): Promise<void>;
}

/** @param directory of the workspace, where the key lies with which its licenses are signed */
export function planSwitch(administration: WorkspaceAdministration, directory: string): PlanSwitch {
	return {
		present: () => administration.plan(),
		change: (plan) => administration.putOnPlan(plan, directory),
	};
}

/** @returns what people read of the plan */
export function planName(plan: Plan | undefined): string {
	return plan === undefined ? 'not named by the license' : nameOf(plan);
}
