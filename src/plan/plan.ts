import { waitAtMost } from '../wait-at-most';
import { planLacks, type Feature, type Tier } from './features';
import { planOf, type License, type Rule } from './license';
import { PlanRefusal } from './refusal';

/** Milliseconds after which the sources are asked again. */
const REFRESH_MS = 60_000;
/** Milliseconds for which the last answer counts while no source answers. */
const OUTAGE_TOLERANCE_MS = 86_400_000;
/** Milliseconds a caller waits for a new answer while the previous one still counts. */
const MAX_WAIT_MS = 300;

type SourceName = 'licenses.info' | 'settings';

/** Why a source did not answer. Only after an `outage` may the same request succeed later. */
export type SourceProblem = 'outage' | 'token_refused' | 'not_offered' | 'token_incomplete';

/** The failure of a source to return the license. */
export class SourceFailure extends Error {
	constructor(
		readonly problem: SourceProblem,
		options?: ErrorOptions,
	) {
		super(problem, options);
		this.name = 'SourceFailure';
	}
}

/** A place where the workspace's license can be read. */
export interface LicenseSource {
	readonly name: SourceName;
	/**
	 * @returns undefined if this source is not set up
	 * @throws SourceFailure
	 */
	ask(): Promise<License | undefined>;
}

/** The workspace's plan by the last answer of a source. Stored, so its fields keep their names. */
export interface KnownPlan {
	readonly tier: Tier;
	readonly rule: Rule;
	readonly trial: boolean;
	readonly source: SourceName;
	/** When the source answered, milliseconds since 1970. */
	readonly at: number;
}

/** The plan that counts now, and how it is known. */
export interface PlanState {
	readonly tier: Tier;
	/** Undefined if no source has answered for so long that the workspace counts as Community. */
	readonly known: KnownPlan | undefined;
	/** Why the first source that failed did not answer. */
	readonly failure: SourceProblem | undefined;
}

/** Stores the last answer, so that it still counts after a restart. */
export interface PlanMemory {
	read(): Promise<KnownPlan | undefined>;
	write(plan: KnownPlan): Promise<void>;
}

/** A request to the sources, running or done. */
interface Refresh {
	/** Milliseconds since 1970. */
	readonly startedAt: number;
	readonly state: Promise<PlanState>;
	/** The state of the refresh before, while it still counts. */
	readonly previous: Promise<PlanState> | undefined;
}

/** Finds out the workspace's plan and decides what it allows. No other code decides that. */
export class Plan {
	private refresh: Refresh | undefined;
	/** The last answer of a source, also from before a restart. */
	private lastKnown: KnownPlan | undefined;
	private storedPlan: Promise<KnownPlan | undefined> | undefined;
	private startedRefreshes = 0;
	/** The number of the latest refresh that a source answered. */
	private answeredRefresh = 0;

	/**
	 * @param sources in the order in which they are asked
	 * @param now milliseconds since 1970
	 */
	constructor(
		private readonly sources: readonly LicenseSource[],
		private readonly memory: PlanMemory,
		private readonly now: () => number = Date.now,
	) {}

	/** Makes the next call ask the sources again, because their settings have changed. */
	invalidate(): void {
		this.refresh = undefined;
	}

	/**
	 * Asks the sources at most once a minute. A source that hangs delays callers by 300 ms at most while the previous
	 * answer still counts.
	 * @returns the plan that counts now
	 */
	async state(): Promise<PlanState> {
		if (!this.refresh || this.now() - this.refresh.startedAt >= REFRESH_MS) {
			const previous = this.lastKnownIfRecent() && this.refresh?.state;
			this.refresh = { startedAt: this.now(), state: this.askSources(), previous };
		}
		const { state, previous } = this.refresh;
		return previous && !(await waitAtMost(state, MAX_WAIT_MS)) ? previous : state;
	}

	/** @returns the workspace's plan, as `state` finds it out */
	async tier(): Promise<Tier> {
		return (await this.state()).tier;
	}

	/** @returns whether the workspace's plan includes a feature */
	async has(feature: Feature): Promise<boolean> {
		return !planLacks(await this.tier(), feature);
	}

	/** @throws PlanRefusal if the workspace's plan lacks the feature */
	async require(feature: Feature): Promise<void> {
		const refusal = await this.refusal(feature);
		if (refusal) {
			throw refusal;
		}
	}

	/** For callers that go on without the feature. @returns the reason if the workspace's plan lacks it */
	async refusal(feature: Feature): Promise<PlanRefusal | undefined> {
		const tier = await this.tier();
		return planLacks(tier, feature) ? new PlanRefusal(feature, tier) : undefined;
	}

	/** Asks one source after the other until one answers. */
	private async askSources(): Promise<PlanState> {
		const refreshNumber = (this.startedRefreshes += 1);
		this.lastKnown ??= await (this.storedPlan ??= this.memory.read().catch(() => undefined));
		let firstProblem: SourceProblem | undefined;
		/** The last answer of a source that is unreachable now. */
		let fromUnreachableSource: KnownPlan | undefined;
		for (const source of this.sources) {
			try {
				const license = await source.ask();
				if (license) {
					const answered = knownPlanOf(license, source.name, this.now());
					// The settings cannot read a license of an older form; a recent answer of the REST API is better.
					const known =
						answered.rule === 'unreadable' ? (fromUnreachableSource ?? answered) : answered;
					this.remember(known, refreshNumber);
					return stateOf(known, firstProblem);
				}
			} catch (error) {
				const problem = error instanceof SourceFailure ? error.problem : 'outage';
				firstProblem ??= problem;
				const recent = this.lastKnownIfRecent();
				if (problem === 'outage' && recent?.source === source.name) {
					fromUnreachableSource = recent;
				}
			}
		}
		return stateOf(this.lastKnownIfRecent(), firstProblem);
	}

	/** Ignores an answer to an earlier refresh that comes after the answer to a later one. */
	private remember(known: KnownPlan, refreshNumber: number): void {
		if (refreshNumber < this.answeredRefresh) {
			return;
		}
		this.answeredRefresh = refreshNumber;
		this.lastKnown = known;
		// Not awaited, and a failure is harmless: the stored plan is only read after a restart.
		this.memory.write(known).catch(() => undefined);
	}

	private lastKnownIfRecent(): KnownPlan | undefined {
		const known = this.lastKnown;
		return known && this.now() - known.at < OUTAGE_TOLERANCE_MS ? known : undefined;
	}
}

function knownPlanOf(license: License, source: SourceName, at: number): KnownPlan {
	return { ...planOf(license), trial: license.trial, source, at };
}

/** A workspace whose plan is unknown counts as Community. */
function stateOf(known: KnownPlan | undefined, failure: SourceProblem | undefined): PlanState {
	return { tier: known?.tier ?? 'community', known, failure };
}
