import { failureOf } from '../failure';
import type { Log } from '../log';
import type { RoomEvent } from '../matrix/events';
import { HomeserverError } from '../matrix/homeserver-error';
import type { UserId } from '../matrix/ids';
import { isOwnMatrixUser } from '../matrix/namespace';
import { isPulledInvitation } from '../matrix/sync';
import type { BlockedPush, PushState } from '../store/push-state';
import { waitAtMost } from '../wait-at-most';
import { askAsEach } from './catch-up';
import type { Counter } from './counter';
import type { GhostIndex } from './ghost-index';
import type { HomeserverState } from './homeserver-state';
import { LineWatch } from './line-watch';
import { LongPolls } from './long-polls';
import { Pull, type PullRequest, type PullSource } from './pull';
import { PushHealth } from './push-health';
import type { Transactions } from './transactions';

/** Milliseconds between two looks at what has to be done. */
const TURN_MS = 1_000;

/** Milliseconds between two waiting requests as the same ghost, if the first one brought nothing. */
const PAUSE_OF_POLLS_MS = 200;

/** Milliseconds without a transaction after which a ghost is asked; the pause doubles up to the longest one. */
const FIRST_CHECK_MS = 5_000;
const LONGEST_PAUSE_MS = 60_000;

/** Milliseconds for which a check of the connection waits for the first reading. */
const FIRST_READING_MS = 10_000;

/** Milliseconds for which pushed events wait for older ones. By then the homeserver pushes, but cannot be asked. */
const HELD_BACK_FOR_MS = 300_000;

/** The homeserver as it is configured now, and the way in which events come. */
export interface IntakeSource extends PullSource {
	/** Whether nothing is pushed, as the setting `intake` says. */
	readonly isPullOnly: boolean;
}

/** The parts of the app that `Intake` uses. */
export interface IntakeParts {
	readonly transactions: Transactions;
	readonly ghosts: GhostIndex;
	readonly state: HomeserverState;
	readonly pushState: PushState;
	/** @throws FederationError `not-configured` while the settings are incomplete */
	readonly source: () => Promise<IntakeSource>;
	/** @returns the ghosts of rooms and people that the app met lately */
	readonly ghostsMet: () => Promise<readonly UserId[]>;
	/** Counts events that were dropped or cleaned, by reason. */
	readonly dropped: Counter;
	readonly log: Log;
}

/**
 * Gets the homeserver's events where the push does not bring them: after an outage, while the push is blocked, and always
 * if the setting `intake` says so. docs/decisions/0012-pull.md tells why.
 */
export class Intake {
	private readonly push: PushHealth;
	private readonly lineWatch = new LineWatch();
	private readonly pull: Pull;
	private readonly longPolls: LongPolls;
	private source: IntakeSource | undefined;
	private isRunning = false;
	private isWatchingLine = false;
	/** Catch-ups under way or due: the first one is due when the app starts. */
	private catchUps = 1;
	private hasStarted = false;
	private tellStarted: () => void = () => undefined;
	private readonly started = new Promise<void>((resolve) => (this.tellStarted = resolve));
	private heldBackSince = Date.now();
	private pushedAt = Date.now();
	private checkedAt = Date.now();
	private pause = FIRST_CHECK_MS;
	private checks = 0;
	private loggedFailure: string | undefined;

	constructor(private readonly parts: IntakeParts) {
		this.push = new PushHealth(parts);
		this.pull = new Pull(parts);
		this.longPolls = new LongPolls({
			ghosts: () => parts.ghosts.all,
			isWanted: () => this.isPulling,
			ask: (ghostId, timeout) => this.askLong(ghostId, timeout),
		});
	}

	/**
	 * Waits, after a start of the app, until the events of the time before were read: an event among them that stops the
	 * engine must not be asked for by a ping.
	 * @returns since when the push is blocked; undefined while the homeserver pushes
	 */
	async blockedPush(): Promise<BlockedPush | undefined> {
		this.start();
		await waitAtMost(this.started, FIRST_READING_MS);
		return this.push.blocked;
	}

	/** How many ghosts are asked as, when something is pulled. */
	get ghostCount(): number {
		return this.parts.ghosts.size;
	}

	/** Whether events come by requests that wait at the homeserver. */
	get isPulling(): boolean {
		return this.source !== undefined && (this.source.isPullOnly || this.push.blocked !== undefined);
	}

	/** Whether pushed events have to wait in the inbox, because older ones are still to be pulled. */
	get isHoldingBack(): boolean {
		const isAway = ['checking', 'offline'].includes(this.parts.state.availability);
		if (!isAway && this.catchUps === 0) {
			this.heldBackSince = Date.now();
			return false;
		}
		return Date.now() - this.heldBackSince < HELD_BACK_FOR_MS;
	}

	/** Starts the work in the background, once. Everything that happens calls it, so that it hangs on nothing single. */
	start(): void {
		if (!this.isRunning) {
			this.isRunning = true;
			void this.run();
		}
	}

	/** Tells that a ghost has sent an event, so the homeserver has to push it. */
	sent(eventId: string): void {
		this.push.expect(eventId);
	}

	/** Tells that the homeserver has pushed events. */
	pushed(events: readonly RoomEvent[]): void {
		const { namespace } = this.source ?? {};
		this.push.pushed(events, (userId) => namespace !== undefined && isOwnMatrixUser(userId, namespace));
		if (events.length > 0) {
			this.pushedAt = Date.now();
			this.pause = FIRST_CHECK_MS;
		}
	}

	/** Reads, as every ghost, what came since the last answers. Pushed events wait for it in the inbox. Does not throw. */
	async catchUp(): Promise<void> {
		this.catchUps += 1;
		try {
			await this.readAll(await this.parts.source());
		} catch (error) {
			this.logFailure('the events of an outage could not be read', error);
		} finally {
			this.catchUps -= 1;
			this.releaseHeldBack();
		}
	}

	private async run(): Promise<void> {
		for (;;) {
			try {
				await this.takeTurn();
				this.loggedFailure = undefined;
			} catch (error) {
				this.source = undefined;
				this.logFailure('events could not be read', error);
			}
			await pauseFor(TURN_MS);
		}
	}

	/** @throws FederationError `not-configured`; HomeserverError; what the store throws */
	private async takeTurn(): Promise<void> {
		const { ghostsMet, state } = this.parts;
		this.source = await this.parts.source();
		const added = await this.addGhosts(await ghostsMet());
		if (!this.hasStarted) {
			await this.beginReading(this.source);
		} else if (state.isUsable) {
			for (const ghostId of added) {
				await this.ask(this.source, ghostId, this.requestOf({ timeout: 0, isThorough: true }));
			}
		}
		this.releaseHeldBack();
		if (!state.isUsable) {
			return;
		}
		if (!this.source.isPullOnly) {
			await this.push.watch();
		}
		if (this.isPulling) {
			this.longPolls.start();
		} else {
			await this.check(this.source);
		}
		if (!this.source.isPullOnly && !this.isWatchingLine) {
			this.isWatchingLine = true;
			void this.watchLine().finally(() => (this.isWatchingLine = false));
		}
	}

	/** @returns the ghosts that were not known; each needs a token from now on, in case the homeserver goes away */
	private async addGhosts(met: readonly UserId[]): Promise<UserId[]> {
		const added: UserId[] = [];
		for (const ghostId of met) {
			if (await this.parts.ghosts.add(ghostId)) {
				added.push(ghostId);
			}
		}
		return added;
	}

	/** Reads what came while the app was away. */
	private async beginReading(source: IntakeSource): Promise<void> {
		await this.push.load();
		await this.readAll(source);
		this.hasStarted = true;
		this.catchUps -= 1;
		this.tellStarted();
	}

	private async readAll(source: IntakeSource): Promise<void> {
		const { ghosts, state, log } = this.parts;
		await ghosts.load();
		this.push.clear();
		const request = this.requestOf({ timeout: 0, isThorough: true });
		const isThere = await askAsEach(
			ghosts.all,
			(ghostId) => this.pull.run(source, ghostId, request),
			(ghostId, error) =>
				log.failure('events could not be read as a ghost', failureOf(error), { ghostId }),
		);
		if (!isThere) {
			state.reportOutage();
		}
	}

	/** Asks as one ghost if nothing was pushed for a while: first as the one with the latest events, then in turn. */
	private async check(source: IntakeSource): Promise<void> {
		const now = Date.now();
		const isDue =
			now - Math.max(this.pushedAt, this.checkedAt) >= this.pause ||
			now - this.checkedAt >= LONGEST_PAUSE_MS;
		const { ghosts } = this.parts;
		const ghostId = isDue
			? this.checks++ % 2 === 0
				? ghosts.takeMostActive()
				: ghosts.takeOldest()
			: undefined;
		if (ghostId === undefined) {
			return;
		}
		this.checkedAt = now;
		this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
		const onMissed = ({ eventId }: RoomEvent) => {
			if (!isPulledInvitation(eventId)) {
				this.push.expect(eventId); // the pushed event of an invitation has another id
			}
		};
		await this.ask(source, ghostId, this.requestOf({ timeout: 0, isThorough: false, onMissed }));
	}

	/** Waits a moment if nothing came, since a homeserver may answer at once although it is asked to wait. */
	private async askLong(ghostId: UserId, timeout: number): Promise<void> {
		await this.parts.state.whenOnline();
		const { source } = this;
		if (!source || !(await this.ask(source, ghostId, this.requestOf({ timeout, isThorough: true })))) {
			await pauseFor(PAUSE_OF_POLLS_MS);
		}
	}

	/** @returns whether anything came. A failure is logged */
	private async ask(source: IntakeSource, ghostId: UserId, request: PullRequest): Promise<boolean> {
		try {
			return await this.pull.run(source, ghostId, request);
		} catch (error) {
			this.parts.log.failure('events could not be read as a ghost', failureOf(error), { ghostId });
			if (error instanceof HomeserverError && error.isOutage) {
				this.parts.state.reportOutage();
			}
			return false;
		}
	}

	/** Adds to a request that an event at which the engine stops is noticed: the homeserver's queue stands still there. */
	private requestOf(request: PullRequest): PullRequest {
		return {
			...request,
			onMissed: (event) => {
				request.onMissed?.(event);
				if (event.cleaned?.includes('prototype key') && this.source?.isPullOnly === false) {
					this.push.foundPoison(event.eventId);
				}
			},
		};
	}

	private async watchLine(): Promise<void> {
		const { ghosts, state } = this.parts;
		while (this.source && !this.source.isPullOnly && state.isUsable) {
			try {
				const isThere = await this.lineWatch.wait(this.source.homeserver, () => ghosts.takeOldest());
				if (isThere === undefined) {
					return;
				}
				if (!isThere) {
					state.reportOutage();
				}
				await pauseFor(TURN_MS);
			} catch (error) {
				this.logFailure('the line to the homeserver is not watched', error);
				await pauseFor(LONGEST_PAUSE_MS);
			}
		}
	}

	private releaseHeldBack(): void {
		if (!this.isHoldingBack) {
			this.parts.transactions.releaseHeldBack();
		}
	}

	/** Logs a failure unless it is the same as before: it is met again and again. */
	private logFailure(message: string, error: unknown): void {
		const failure = failureOf(error);
		if (failure.code !== this.loggedFailure) {
			this.loggedFailure = failure.code;
			this.parts.log.failure(message, failure);
		}
	}
}

function pauseFor(milliseconds: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
