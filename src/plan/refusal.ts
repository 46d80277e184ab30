import { FederationError } from '../errors';
import type { TextKey } from '../i18n';
import { lowestPlanWith, tierNames, type GatedFeature, type Tier } from './features';

/** The workspace's plan lacks a feature. The text names the feature and the lowest plan that includes it. */
export class PlanRefusal extends FederationError {
	constructor(
		readonly feature: GatedFeature,
		tier: Tier,
	) {
		super('plan-too-low', { plan: lowestPlanWith(feature), tier: tierNames[tier] });
	}

	/** The sentence about this feature, in place of the one that the kind of error has. */
	override get text(): TextKey {
		return `refused_${this.feature}`;
	}
}
