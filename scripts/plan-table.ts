import { translate } from '../src/i18n';
import { allFeatures, featureName, planLacks, tierNames, tiers, versionNote } from '../src/plan/features';
import { markdownTable } from './markdown-table';

/** @returns the plan table as Markdown, made from the table of features that the app uses */
export function planTable(): string {
	return markdownTable(
		['feature', ...tiers.map((tier) => tierNames[tier]), 'in this version'],
		['---', ...tiers.map(() => ':-:'), '---'],
		allFeatures.map((feature) => {
			const note = versionNote(feature);
			return [
				translate(featureName(feature)),
				...tiers.map((tier) => (planLacks(tier, feature) ? '–' : '✓')),
				note ? translate(note) : '✓',
			];
		}),
	);
}
