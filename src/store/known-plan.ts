import type { KnownPlan, PlanMemory } from '../plan/plan';
import { keys } from './keys';
import type { Persistence } from './link-table';

/** Milliseconds after which the same plan is written again, so that its age survives a restart well enough. */
const WRITTEN_AGAIN_MS = 3_600_000;

/** What the workspace's plan was when it was last told. */
export class KnownPlanRecord implements PlanMemory {
	private written: KnownPlan | undefined;

	constructor(private readonly persistence: Persistence) {}

	async read(): Promise<KnownPlan | undefined> {
		const records = (await this.persistence.read.readByAssociation(keys.plan())) as KnownPlan[];
		this.written = records.sort((a, b) => b.at - a.at)[0];
		return this.written;
	}

	async write(plan: KnownPlan): Promise<void> {
		const { written } = this;
		const same =
			written?.tier === plan.tier &&
			written.rule === plan.rule &&
			written.source === plan.source &&
			written.trial === plan.trial;
		if (same && plan.at - written.at < WRITTEN_AGAIN_MS) {
			return;
		}
		await this.persistence.write.updateByAssociations([keys.plan()], plan, true);
		this.written = plan;
	}
}
