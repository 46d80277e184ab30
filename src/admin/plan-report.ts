import type { TextKey, Texts } from '../i18n';
import { allFeatures, lacks, lowestPlanWith, nameOf, tierNames } from '../plan/features';
import type { PlanState, SourceProblem } from '../plan/plan';

/** @returns the workspace's plan and every feature with a tick where the plan has it, as lines */
export function planReport({ tier }: PlanState, text: Texts): string[] {
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
export function planSource({ tier, known, failure }: PlanState, text: Texts, now: number): string[] {
	const lines = failure ? [`⚠️ ${text(problemTexts[failure])}`] : [];
	if (!known) {
		return [text('plan_nobody_tells', { plan: tierNames[tier] }), ...lines];
	}
	const age = ageInWords(now - known.at);
	return [
		text(`plan_rule_${known.rule}`, { plan: tierNames[tier] }),
		...(known.trial ? [text('plan_trial')] : []),
		text(known.source === 'settings' ? 'plan_from_settings' : 'plan_from_rest', { age }),
		...lines,
	];
}

/** Units with the signs that they have in every language, and how many milliseconds they are. */
const units = [
	['h', 3_600_000],
	['min', 60_000],
	['s', 1_000],
] as const;

function ageInWords(milliseconds: number): string {
	const [sign, length] = units.find(([, each]) => milliseconds >= 2 * each) ?? units[2];
	return `${Math.round(milliseconds / length)} ${sign}`;
}

const problemTexts: Readonly<Record<SourceProblem, TextKey>> = {
	outage: 'plan_problem_outage',
	token_refused: 'plan_problem_token_refused',
	not_offered: 'plan_problem_not_offered',
	token_incomplete: 'plan_problem_token_incomplete',
};
