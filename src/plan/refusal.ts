import { FederationError } from '../errors';
import type { TextKey } from '../i18n';
import { lowestPlanWith, tierNames, type GatedFeature, type Tier } from './features';

/** Something that the workspace's plan lacks. It names the feature and the lowest plan that has it. */
export class PlanRefusal extends FederationError {
	constructor(
		readonly feature: GatedFeature,
		tier: Tier,
	) {
		super('plan-too-low', { plan: lowestPlanWith(feature), tier: tierNames[tier] });
	}

	override get text(): TextKey {
		return `refused_${this.feature}`;
	}
}
