import { finishesWithin } from '../finishes-within';
import { lacks, type Feature, type Tier } from './features';
import { planOf, type License, type Rule } from './license';
import { PlanRefusal } from './refusal';

/** Milliseconds for which an answer is not asked for again. */
const FRESH_MS = 60_000;
/** Milliseconds for which an answer holds while nobody can be asked. */
const HELD_MS = 86_400_000;
/** Milliseconds for which anybody waits for a new answer while the last one still holds. */
const PATIENCE_MS = 300;

export type SourceName = 'licenses.info' | 'settings';

/** What keeps a source from answering. After an `outage` the same question may be answered later. */
export type SourceProblem = 'outage' | 'token_refused' | 'not_offered' | 'token_incomplete';

/** A source that gave no license. */
export class SourceFailure extends Error {
	constructor(
		readonly problem: SourceProblem,
		options?: ErrorOptions,
	) {
		super(problem, options);
		this.name = 'SourceFailure';
	}
}

/** Somebody who knows the workspace's license. */
export interface LicenseSource {
	readonly name: SourceName;
	/**
	 * @returns undefined where this source is not set up
	 * @throws SourceFailure
	 */
	ask(): Promise<License | undefined>;
}

/** The workspace's plan as it was last told. */
export interface KnownPlan {
	readonly tier: Tier;
	readonly rule: Rule;
	readonly trial: boolean;
	readonly source: SourceName;
	/** When it was told, milliseconds since 1970. */
	readonly at: number;
}

/** The plan that counts now, and how it is known. */
export interface PlanState {
	readonly tier: Tier;
	/** Undefined where nobody has told it for so long that the workspace counts as Community. */
	readonly known: KnownPlan | undefined;
	/** What kept a source from answering that is asked before the one that did. */
	readonly failure: SourceProblem | undefined;
}

/** Keeps what was told last over restarts. */
export interface PlanMemory {
	read(): Promise<KnownPlan | undefined>;
	write(plan: KnownPlan): Promise<void>;
}

/** The one place that decides what the workspace's plan allows. */
export class Plan {
	private current:
		{ at: number; state: Promise<PlanState>; before: Promise<PlanState> | undefined } | undefined;
	private last: KnownPlan | undefined;
	private kept: Promise<KnownPlan | undefined> | undefined;
	/** How many questions were begun, and the latest that was answered. */
	private questions = 0;
	private answered = 0;

	/**
	 * @param sources in the order in which they are asked
	 * @param now milliseconds since 1970
	 */
	constructor(
		private readonly sources: readonly LicenseSource[],
		private readonly memory: PlanMemory,
		private readonly now: () => number = Date.now,
	) {}

	/** Has the sources asked again at the next need, since something about them has changed. */
	invalidate(): void {
		this.current = undefined;
	}

	/**
	 * @returns the plan that counts now; asks only if the last time is a minute ago. A source that hangs keeps nobody
	 * waiting while the answer before holds
	 */
	async state(): Promise<PlanState> {
		if (!this.current || this.now() - this.current.at >= FRESH_MS) {
			const before = this.held() && this.current?.state;
			this.current = { at: this.now(), state: this.ask(), before };
		}
		const { state, before } = this.current;
		return before && !(await finishesWithin(state, PATIENCE_MS)) ? before : state;
	}

	async tier(): Promise<Tier> {
		return (await this.state()).tier;
	}

	async has(feature: Feature): Promise<boolean> {
		return !lacks(await this.tier(), feature);
	}

	/** @throws PlanRefusal where the workspace's plan lacks the feature */
	async require(feature: Feature): Promise<void> {
		const refusal = await this.refusal(feature);
		if (refusal) {
			throw refusal;
		}
	}

	/** @returns what to say where the workspace's plan lacks a feature that only a part of something needs */
	async refusal(feature: Feature): Promise<PlanRefusal | undefined> {
		const tier = await this.tier();
		return lacks(tier, feature) ? new PlanRefusal(feature, tier) : undefined;
	}

	private async ask(): Promise<PlanState> {
		const question = (this.questions += 1);
		this.last ??= await (this.kept ??= this.memory.read().catch(() => undefined));
		let failure: SourceProblem | undefined;
		let knewBetter: KnownPlan | undefined;
		for (const source of this.sources) {
			try {
				const license = await source.ask();
				if (license) {
					const told = {
						...planOf(license),
						trial: license.trial,
						source: source.name,
						at: this.now(),
					};
					const known = told.rule === 'unreadable' ? (knewBetter ?? told) : told;
					this.learn(known, question);
					return stateOf(known, failure);
				}
			} catch (error) {
				const problem = error instanceof SourceFailure ? error.problem : 'outage';
				failure ??= problem;
				const held = this.held();
				if (problem === 'outage' && held?.source === source.name) {
					knewBetter = held;
				}
			}
		}
		return stateOf(this.held(), failure);
	}

	/** An answer that comes after that to a later question is not kept. */
	private learn(known: KnownPlan, question: number): void {
		if (question < this.answered) {
			return;
		}
		this.answered = question;
		this.last = known;
		// Nobody waits for it: it only counts after a restart.
		this.memory.write(known).catch(() => undefined);
	}

	private held(): KnownPlan | undefined {
		return this.last && this.now() - this.last.at < HELD_MS ? this.last : undefined;
	}
}

/** Who has no plan that is known counts as Community. */
function stateOf(known: KnownPlan | undefined, failure: SourceProblem | undefined): PlanState {
	return { tier: known?.tier ?? 'community', known, failure };
}
