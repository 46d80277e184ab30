import { failureOf } from '../../failure';
import type { Log } from '../../log';
import type { EphemeralEvent } from '../../matrix/ephemeral';
import type { RoomEvent } from '../../matrix/events';
import type { RoomId, UserId } from '../../matrix/ids';
import { isOwnMatrixUser } from '../../matrix/namespace';
import { isPulledInvitation } from '../../matrix/sync';
import type { BlockedPush, PushState } from '../../store/push-state';
import { waitAtMost } from '../../wait-at-most';
import type { Counter } from '../counter';
import type { GhostIndex } from './ghost-index';
import { GhostReader } from './ghost-reader';
import { HoldBack } from './hold-back';
import type { HomeserverState } from '../outage/homeserver-state';
import { LineWatch } from './line-watch';
import { LongPolls } from './long-polls';
import { PushHealth } from './push-health';
import { SilenceCheck } from './silence-check';
import type { IntakeSource } from './source';
import type { Transactions } from '../transactions/transactions';
import { uptime } from '../../uptime';
import { pauseFor } from '../../pause-for';

/** Milliseconds between two looks at what has to be done. */
const TURN_MS = 1_000;

/** Milliseconds between two waiting requests as the same ghost, if the first one brought nothing. */
const PAUSE_OF_POLLS_MS = 200;

/**
 * Milliseconds after a start for which events are pulled until the homeserver pushes. It may still wait for the answer of a
 * process of the app that ended, for 30 s, and pauses after that.
 */
const FIRST_PUSH_WITHIN_MS = 120_000;

/** Milliseconds after which an instance finds the ghosts that another one has met. */
const RELOADED_AFTER_MS = 60_000;

/** Milliseconds for which others wait for the first reading. */
const FIRST_READING_MS = 10_000;

/** The parts of the app that `Intake` uses. */
interface IntakeParts {
	readonly transactions: Transactions;
	readonly ghosts: GhostIndex;
	/** Whether this is the only instance of the server. */
	readonly isAlone: () => boolean;
	readonly state: HomeserverState;
	readonly pushState: PushState;
	/** @throws FederationError `not-configured` while the settings are incomplete */
	readonly source: () => Promise<IntakeSource>;
	/** @returns the ghosts of rooms and people that the app met lately */
	readonly ghostsMet: () => Promise<readonly UserId[]>;
	/** Called when a ghost is no longer in a room; another one is among the ghosts that are met next. */
	readonly onGhostLeft: (roomId: RoomId, ghostId: UserId) => void;
	/** Called with the ephemeral events, such as who is typing. */
	readonly onEphemeral: (events: readonly EphemeralEvent[]) => void;
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
	private readonly silence: SilenceCheck;
	private readonly lineWatch: LineWatch;
	private readonly reader: GhostReader;
	private readonly longPolls: LongPolls;
	private readonly holdBack: HoldBack;
	private source: IntakeSource | undefined;
	private isRunning = false;
	private isPaused = false;
	private hasStarted = false;
	private tellStarted: () => void = () => undefined;
	private readonly started = new Promise<void>((resolve) => (this.tellStarted = resolve));
	private readonly createdAt = uptime();
	private reloadedAt = uptime();
	private hasPushed = false;
	private loggedFailure: string | undefined;

	constructor(private readonly parts: IntakeParts) {
		this.push = new PushHealth(parts);
		this.holdBack = new HoldBack(() => ['checking', 'offline'].includes(parts.state.availability));
		this.reader = new GhostReader({
			...parts,
			onPoison: (eventId) => {
				if (this.source?.isPullOnly === false) {
					this.push.foundPoison(eventId);
				}
			},
		});
		this.longPolls = new LongPolls({
			// While the push is blocked, another instance may not have noticed it.
			ghosts: () => (this.source?.isPullOnly ? parts.ghosts.own : parts.ghosts.all),
			isWanted: () => !this.isPaused && (this.isPulling || this.isWaitingForPush),
			ask: (ghostId, timeout) => this.askLong(ghostId, timeout),
		});
		this.silence = new SilenceCheck(parts.ghosts);
		this.lineWatch = new LineWatch({
			homeserver: () =>
				this.source?.isPullOnly === false && parts.state.isUsable
					? this.source.homeserver
					: undefined,
			pickGhost: () => parts.ghosts.takeAny(),
			onOutage: () => parts.state.reportOutage(),
			onFailure: (error) => this.logFailure('the line to the homeserver is not watched', error),
		});
	}

	/**
	 * Waits, after a start of the app, until the events of the time before were read: an event among them that stops the
	 * engine must not be asked for by a ping.
	 * @returns since when the push is blocked; undefined while the homeserver pushes
	 */
	async blockedPush(): Promise<BlockedPush | undefined> {
		await this.firstReading();
		return this.push.blocked;
	}

	/** Starts the work. @returns when the events of the time before were read, or cannot be read for now */
	async firstReading(): Promise<void> {
		this.start();
		await waitAtMost(this.started, FIRST_READING_MS);
	}

	/** Whether events come by requests that wait at the homeserver. */
	get isPulling(): boolean {
		return this.source !== undefined && (this.source.isPullOnly || this.push.blocked !== undefined);
	}

	/** Whether the homeserver has pushed nothing since the start, and may be pausing. */
	private get isWaitingForPush(): boolean {
		return !this.hasPushed && uptime() - this.createdAt < FIRST_PUSH_WITHIN_MS;
	}

	/** Whether pushed events have to wait in the inbox, because older ones are still to be pulled. */
	get isHoldingBack(): boolean {
		return this.holdBack.isActive;
	}

	/** Starts the work in the background, once. Everything that happens calls it, so that it hangs on nothing single. */
	start(): void {
		if (!this.isRunning) {
			this.isRunning = true;
			void this.run();
		}
	}

	/** Stops or goes on to ask the homeserver. */
	setPaused(isPaused: boolean): void {
		this.isPaused = isPaused;
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
			this.hasPushed = true;
			this.silence.pushed();
		}
	}

	/**
	 * Reads, as every ghost, what came since the last answers. Pushed events wait for it in the inbox. Does not throw.
	 * @param before what has to be done before; pushed events wait for it, too
	 */
	async catchUp(before: Promise<void> = Promise.resolve()): Promise<void> {
		this.holdBack.begin();
		try {
			await before;
			await this.readAll(await this.parts.source());
		} catch (error) {
			this.logFailure('the events of an outage could not be read', error);
		} finally {
			this.holdBack.end();
			this.releaseHeldBack();
		}
	}

	private async run(): Promise<void> {
		for (;;) {
			try {
				await (this.isPaused ? undefined : this.takeTurn());
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
		await this.reloadGhosts();
		// Each new one needs a token from now on, in case the homeserver goes away.
		const added = await this.parts.ghosts.addAll(await ghostsMet());
		if (state.isUsable && !this.hasStarted) {
			await this.beginReading(this.source);
		} else if (state.isUsable) {
			for (const ghostId of added) {
				await this.reader.read(this.source, ghostId, { timeout: 0, isThorough: true });
			}
		}
		this.releaseHeldBack();
		if (!state.isUsable) {
			return;
		}
		if (!this.source.isPullOnly) {
			await this.push.watch();
		}
		if (this.isPulling || this.isWaitingForPush) {
			this.longPolls.start();
		} else {
			await this.check(this.source);
		}
		this.lineWatch.start();
	}

	private async reloadGhosts(): Promise<void> {
		if (!this.parts.isAlone() && uptime() - this.reloadedAt > RELOADED_AFTER_MS) {
			this.reloadedAt = uptime();
			await this.parts.ghosts.reload();
		}
	}

	/** Reads what came while the app was away. */
	private async beginReading(source: IntakeSource): Promise<void> {
		await this.push.load();
		await this.readAll(source);
		this.hasStarted = true;
		this.holdBack.end();
		this.tellStarted();
	}

	private async readAll(source: IntakeSource): Promise<void> {
		await this.parts.ghosts.load();
		this.push.clear();
		await this.reader.readAll(source);
	}

	/** Asks as one ghost if nothing was pushed for a while. */
	private async check(source: IntakeSource): Promise<void> {
		const ghostId = this.silence.takeGhost();
		if (ghostId === undefined) {
			return;
		}
		const onMissed = ({ eventId }: RoomEvent) => {
			if (!isPulledInvitation(eventId)) {
				this.push.expect(eventId); // the pushed event of an invitation has another id
			}
		};
		await this.reader.read(source, ghostId, { timeout: 0, isThorough: false, onMissed });
	}

	/** Waits a moment if nothing came, since a homeserver may answer at once although it is asked to wait. */
	private async askLong(ghostId: UserId, timeout: number): Promise<void> {
		await this.parts.state.whenOnline();
		const { source } = this;
		const ephemeralTypes = source?.ephemeralTypes ?? [];
		const request = { timeout, isThorough: true, ephemeralTypes };
		if (!source || !(await this.reader.read(source, ghostId, request))) {
			await pauseFor(PAUSE_OF_POLLS_MS);
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
