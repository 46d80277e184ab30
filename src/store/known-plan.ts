import type { KnownPlan, PlanMemory } from '../plan/plan';
import { keys } from './keys';
import type { Persistence } from './link-table';

/** Milliseconds after which an unchanged plan is written again, so that its age after a restart is off by an hour at most. */
const REWRITE_MS = 3_600_000;

/** Stores the workspace's plan by the last answer of a source. */
export class KnownPlanRecord implements PlanMemory {
	private written: KnownPlan | undefined;

	constructor(private readonly persistence: Persistence) {}

	/** @returns the answer that was stored last; undefined before the first one */
	async read(): Promise<KnownPlan | undefined> {
		const records = (await this.persistence.read.readByAssociation(keys.plan())) as KnownPlan[];
		this.written = records.sort((a, b) => b.at - a.at)[0];
		return this.written;
	}

	/** Stores an answer. One that is the same as before is written once an hour only. */
	async write(plan: KnownPlan): Promise<void> {
		const { written } = this;
		const isUnchanged =
			written?.tier === plan.tier &&
			written.rule === plan.rule &&
			written.source === plan.source &&
			written.trial === plan.trial;
		if (isUnchanged && plan.at - written.at < REWRITE_MS) {
			return;
		}
		await this.persistence.write.updateByAssociations([keys.plan()], plan, true);
		this.written = plan;
	}
}
