import type { TextKey, Texts } from '../i18n';
import { allFeatures, lacks, lowestPlanWith, nameOf, tierNames } from '../plan/features';
import type { PlanState, SourceProblem } from '../plan/plan';

/** @returns the workspace's plan and every feature with a tick where the plan has it, as lines */
export function planReport({ known }: PlanState, text: Texts): string[] {
	const tier = known?.tier ?? 'community';
	return [
		text('plan_title', { plan: tierNames[tier] }),
		...allFeatures.map((feature) =>
			lacks(tier, feature)
				? `❌ ${text(nameOf(feature))} (${text('from_plan', { plan: lowestPlanWith(feature) })})`
				: `✅ ${text(nameOf(feature))}`,
		),
		text('plan_note'),
	];
}

/**
 * @param now milliseconds since 1970
 * @returns for administrators: who told the plan, by which rule, how long ago, and what to mend, as lines
 */
export function planSource({ known, failure }: PlanState, text: Texts, now: number): string[] {
	const lines = failure ? [`⚠️ ${text(problemTexts[failure])}`] : [];
	if (!known) {
		return [text('plan_nobody_tells'), ...lines];
	}
	const age = Math.round((now - known.at) / 1_000);
	return [
		text(`plan_rule_${known.rule}`, { plan: tierNames[known.tier] }),
		...(known.trial ? [text('plan_trial')] : []),
		text(known.source === 'settings' ? 'plan_from_settings' : 'plan_from_rest', { age }),
		...lines,
	];
}

const problemTexts: Readonly<Record<SourceProblem, TextKey>> = {
	outage: 'plan_problem_outage',
	token_refused: 'plan_problem_token_refused',
	not_offered: 'plan_problem_not_offered',
	token_incomplete: 'plan_problem_token_incomplete',
};
