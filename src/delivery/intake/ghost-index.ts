import type { UserId } from '../../matrix/ids';
import type { PulledGhost, PulledGhosts } from '../../store/pulled-ghosts';
import { uptime } from '../../uptime';

/** Milliseconds for which a new token stays in memory only, so that checks cost few writes. */
const UNSTORED_FOR_MS = 60_000;

/** A ghost in memory. */
interface IndexedGhost {
	readonly ghostId: UserId;
	token: string | undefined;
	/** When the stored token was written, by `uptime`. */
	storedAt: number;
	/** Whether something came since the stored token. */
	isStale: boolean;
	/** When it was asked last, and when it last had an event, by `uptime`. */
	askedAt: number;
	activeAt: number;
}

/** The ghosts as which the app asks the homeserver for events, with the token of each. The store has them over restarts. */
export class GhostIndex {
	private readonly ghosts = new Map<UserId, IndexedGhost>();
	private loaded: Promise<void> | undefined;

	/** @param isOwn whether this instance of the server asks as a ghost; each ghost is of one instance */
	constructor(
		private readonly stored: PulledGhosts,
		private readonly isOwn: (ghostId: UserId) => boolean,
	) {}

	get size(): number {
		return this.ghosts.size;
	}

	get all(): readonly UserId[] {
		return [...this.ghosts.keys()];
	}

	/** The ghosts as which this instance asks. */
	get own(): readonly UserId[] {
		return this.all.filter(this.isOwn);
	}

	/** Finds the ghosts that other instances have met, and how far those have read as their own. */
	async reload(): Promise<void> {
		await this.load();
		await this.read();
	}

	/** Reads the stored ghosts, once after a start of the app. */
	load(): Promise<void> {
		this.loaded ??= this.read().catch((error: unknown) => {
			this.loaded = undefined;
			throw error;
		});
		return this.loaded;
	}

	/** Adds a ghost. It is asked from now on. @returns whether it is new */
	async add(ghostId: UserId): Promise<boolean> {
		await this.load();
		if (this.ghosts.has(ghostId)) {
			return false;
		}
		const stored = await this.stored.byId(ghostId); // another instance may have met it before
		this.remember(stored ?? { ghostId });
		if (!stored) {
			await this.stored.put({ ghostId });
		}
		return true;
	}

	/** Adds ghosts. @returns those that are new */
	async addAll(ghostIds: readonly UserId[]): Promise<UserId[]> {
		const added: UserId[] = [];
		for (const ghostId of ghostIds) {
			if (await this.add(ghostId)) {
				added.push(ghostId);
			}
		}
		return added;
	}

	/** Forgets ghosts that are retired. */
	remove(ghostIds: readonly UserId[]): void {
		ghostIds.forEach((ghostId) => this.ghosts.delete(ghostId));
	}

	tokenOf(ghostId: UserId): string | undefined {
		return this.ghosts.get(ghostId)?.token;
	}

	/**
	 * Moves a ghost's token on, unless another request has moved it meanwhile.
	 * @param from the token that was asked with
	 * @param to everything before this token is done, in the inbox, or parked
	 * @param hadEvents whether anything came between the two
	 */
	async advance(ghostId: UserId, from: string | undefined, to: string, hadEvents: boolean): Promise<void> {
		const ghost = this.ghosts.get(ghostId);
		if (!ghost || ghost.token !== from) {
			return;
		}
		const now = uptime();
		ghost.token = to;
		ghost.activeAt = hadEvents ? now : ghost.activeAt;
		ghost.isStale ||= hadEvents;
		if (from === undefined || (ghost.isStale && now - ghost.storedAt > UNSTORED_FOR_MS)) {
			ghost.isStale = false;
			ghost.storedAt = now;
			await this.stored.put({ ghostId, token: to });
		}
	}

	/** Forgets a ghost's token, which the homeserver does not take. */
	forgetToken(ghostId: UserId): void {
		const ghost = this.ghosts.get(ghostId);
		if (ghost) {
			ghost.token = undefined;
		}
	}

	/** Forgets the tokens of all ghosts: the homeserver was set back, and would take each for its present end of the stream. */
	forgetTokens(): void {
		this.all.forEach((ghostId) => this.forgetToken(ghostId));
	}

	/** @returns the ghost of any instance that was asked longest ago, and marks it as asked; undefined if there is none */
	takeAny(): UserId | undefined {
		return this.take(this.all, (one, other) => one.askedAt - other.askedAt);
	}

	/** @returns the own ghost that was asked longest ago, and marks it as asked; undefined if there is none */
	takeOldest(): UserId | undefined {
		return this.take(this.own, (one, other) => one.askedAt - other.askedAt);
	}

	/** @returns the own ghost that had an event last, and marks it as asked; undefined if there is none */
	takeMostActive(): UserId | undefined {
		return this.take(this.own, (one, other) => other.activeAt - one.activeAt);
	}

	private take(
		among: readonly UserId[],
		order: (one: IndexedGhost, other: IndexedGhost) => number,
	): UserId | undefined {
		const ghosts = among
			.map((ghostId) => this.ghosts.get(ghostId))
			.filter((ghost) => ghost !== undefined);
		const [first] = ghosts.sort(order);
		if (first) {
			first.askedAt = uptime();
		}
		return first?.ghostId;
	}

	private async read(): Promise<void> {
		const stored = await this.stored.all();
		const present = new Set(stored.map(({ ghostId }) => ghostId));
		this.remove(this.all.filter((ghostId) => !present.has(ghostId)));
		for (const ghost of stored) {
			const known = this.ghosts.get(ghost.ghostId);
			if (!known) {
				this.remember(ghost);
			} else if (ghost.token !== undefined && !this.isOwn(ghost.ghostId)) {
				known.token = ghost.token;
			}
		}
	}

	private remember({ ghostId, token }: PulledGhost): void {
		this.ghosts.set(ghostId, {
			ghostId,
			token,
			storedAt: -Infinity,
			isStale: false,
			askedAt: 0,
			activeAt: 0,
		});
	}
}
