import type { TextKey, Texts } from '../i18n';
import {
	allFeatures,
	featureNameKey,
	lowestPlanWith,
	planLacks,
	tierNames,
	versionNoteKey,
	type Feature,
	type Tier,
} from '../plan/features';
import type { PlanState, SourceProblem } from '../plan/plan';
import { formatAge } from './age';

/** @returns lines with the workspace's plan and every feature, marked by whether people can use it */
export function planReport({ tier }: PlanState, text: Texts): string[] {
	return [
		text('plan_title', { plan: tierNames[tier] }),
		...allFeatures.map((feature) => featureLine(feature, tier, text)),
	];
}

/** ❌ if the plan lacks the feature, ➖ if this version lacks it or a part of it, ✅ otherwise. */
function featureLine(feature: Feature, tier: Tier, text: Texts): string {
	const isInPlan = !planLacks(tier, feature);
	const note = versionNoteKey(feature);
	const notes = [
		...(isInPlan ? [] : [text('from_plan', { plan: lowestPlanWith(feature) })]),
		...(note ? [text(note)] : []),
	];
	const mark = !isInPlan ? '❌' : note ? '➖' : '✅';
	const line = `${mark} ${text(featureNameKey(feature))}`;
	return notes.length > 0 ? `${line} (${notes.join('; ')})` : line;
}

/**
 * @param now milliseconds since 1970
 * @returns lines for administrators: by which rule the plan was found, which source answered, how long ago, and what to
 * fix
 */
export function planSourceReport({ tier, known, failure }: PlanState, text: Texts, now: number): string[] {
	const problem = failure ? [`⚠️ ${text(problemTexts[failure])}`] : [];
	if (!known) {
		return [text('plan_unknown', { plan: tierNames[tier] }), ...problem];
	}
	const age = formatAge(now - known.at);
	return [
		text(`plan_rule_${known.rule}`, { plan: tierNames[tier] }),
		...(known.trial ? [text('plan_trial')] : []),
		text(known.source === 'settings' ? 'plan_from_settings' : 'plan_from_rest', { age }),
		...problem,
	];
}

/**
 * @returns what the plan means for an app that was uploaded, as administrators upload this one. Rocket.Chat enables none
 * without a license (`apps/meteor/ee/app/license/server/canEnableApp.ts`).
 */
export function uploadsReport({ tier }: PlanState, text: Texts): string {
	return text(tier === 'community' ? 'plan_uploads_community' : 'plan_uploads_licensed');
}

const problemTexts: Readonly<Record<SourceProblem, TextKey>> = {
	outage: 'plan_problem_outage',
	token_refused: 'plan_problem_token_refused',
	not_offered: 'plan_problem_not_offered',
	token_incomplete: 'plan_problem_token_incomplete',
};
