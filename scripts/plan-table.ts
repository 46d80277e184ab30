import { translate } from '../src/i18n';
import {
	allFeatures,
	featureNameKey,
	planLacks,
	tierNames,
	tiers,
	versionNoteKey,
} from '../src/plan/features';
import { markdownTable } from './markdown-table';

/** @returns the plan table as Markdown, made from the table of features that the app uses */
export function planTable(): string {
	return markdownTable(
		['feature', ...tiers.map((tier) => tierNames[tier]), 'in this version'],
		['---', ...tiers.map(() => ':-:'), '---'],
		allFeatures.map((feature) => {
			const note = versionNoteKey(feature);
			return [
				translate(featureNameKey(feature)),
				...tiers.map((tier) => (planLacks(tier, feature) ? '–' : '✓')),
				note ? translate(note) : '✓',
			];
		}),
	);
}
