import { FederationError } from '../../errors';
import type { InstanceTable } from '../../store/instances';
import { Lease } from './lease';
import { isSameView, ownerOf, type View } from './room-owner';
import { RoomWork } from './room-work';
import { SeenInstances } from './seen-instances';
import { uptime } from '../../uptime';
import { pauseFor } from '../../pause-for';

/** Milliseconds between two writes of an instance's record, and while rooms change their owner. */
const BEAT_MS = 1_000;
const UNSETTLED_BEAT_MS = 200;

/**
 * Milliseconds without a change after which another instance counts as dead: longer than a lease, so that its last message is
 * sent by then.
 */
const DEAD_AFTER_MS = 5_000;

/**
 * The same in a workspace that has had one instance only. There, the record is almost certainly that of the app's last process;
 * if it is older than two seconds, it certainly is.
 */
const LEFT_AFTER_MS = 1_200;
const FRESH_MS = 2_000;

/**
 * Milliseconds for which a workspace counts as one of several instances after two ran at the same time: then another one may
 * come at any moment, and people write on it before this one can know.
 */
const SHARED_FOR_MS = 604_800_000;

/** Milliseconds after which it is stored again that two run. */
const NOTED_AGAIN_AFTER_MS = 3_600_000;

/** The parts of the app that `Instances` uses. */
export interface InstancesParts {
	readonly table: InstanceTable;
	/** Checks the layout of the store. @throws FederationError `store-too-new` */
	readonly openStore: () => Promise<unknown>;
	/**
	 * Called when the instances have agreed who owns which room, at the start and whenever one has come or gone. It is called
	 * again if it throws.
	 */
	readonly onAgreed: () => Promise<void>;
	readonly onFailure: (error: unknown) => void;
	/** @returns an id for this instance; a random one unless given */
	readonly newId?: () => string;
}

/**
 * The instances of the server that run the app, and which of them relays which room. docs/decisions/0014-instances.md tells how
 * they agree without any channel but the store.
 *
 * Each instance writes a record again and again, with the view that it has announced: the instances among which it divides the
 * rooms. It acts on a room if it owns it in every view since the last one on which all agreed, and announces a view only when
 * its work on the rooms that it loses is done. So nobody gets a room before its last owner has let go of it.
 */
export class Instances {
	private id: string;
	/** The ids of this process: `id`, and those that it had before it was frozen. */
	private readonly ids = new Set<string>();
	private beats = 0;
	/** Undefined before this instance has joined. */
	private lease: Lease | undefined;
	/** The view on which all agreed last, and those that this instance has found since then. An empty view owns no room. */
	private views: readonly [View, ...View[]] = [[]];
	private announced: View = [];
	private agreed = 0;
	/** The number of agreements when `onAgreed` was called last. */
	private reported = 0;
	private sharedAt: number | undefined;
	private notedAt = -Infinity;
	private agreedAt = 0;
	private endedAt = -Infinity;
	private readonly seen = new SeenInstances();
	private readonly work = new RoomWork();
	private isRunning = false;
	private paused = false;

	constructor(private readonly parts: InstancesParts) {
		this.id = this.newId();
	}

	/** Whether this instance is the only one, and no other may come unnoticed. Then rooms need no check of their owner. */
	get isAlone(): boolean {
		return !this.isShared && this.views.every((view) => isSameView(view, [this.id]));
	}

	/** The id of this instance, for work that others finish if it ends. */
	get self(): string {
		return this.id;
	}

	/** How many instances run, this one among them. */
	get count(): number {
		return Math.max(1, this.latestView.length);
	}

	/**
	 * How often the instances have agreed. With each agreement rooms may have become this instance's whose events are in the inbox,
	 * so those come before new events.
	 */
	get agreements(): number {
		return this.agreed;
	}

	/** When the instances last agreed, milliseconds since 1970. Another one may have sent what was written before. */
	get lastAgreedAt(): number {
		return this.agreedAt;
	}

	/**
	 * When the instance that ended last, for example the app's last process, wrote its last record, or when this one was disabled, if
	 * that was later; milliseconds since 1970. -Infinity if none was seen to end.
	 */
	get lastEndedAt(): number {
		return this.endedAt;
	}

	/** Whether the workspace is one of several instances. */
	get isShared(): boolean {
		return this.sharedAt !== undefined && Date.now() - this.sharedAt < SHARED_FOR_MS;
	}

	/** @returns whether another instance does not run any more */
	async hasEnded(id: string): Promise<boolean> {
		return !this.ids.has(id) && (await this.parts.table.all()).every((record) => record.id !== id);
	}

	/** @returns whether this instance relays a Matrix room at present */
	owns(matrixRoomId: string): boolean {
		return !this.isLapsed && this.views.every((view) => ownerOf(view, matrixRoomId) === this.id);
	}

	/**
	 * To be called before each step of work on a room that another instance must not see twice, or late.
	 * @throws FederationError `room-moved` if this instance was frozen since the work on the room began
	 */
	requireLease(matrixRoomId: string): void {
		if (this.isLapsed || this.work.isLost(matrixRoomId)) {
			throw new FederationError('room-moved');
		}
	}

	/**
	 * The same for long work, which also ends if another instance has come that gets the room.
	 * @throws FederationError `room-moved`
	 */
	requireOwned(matrixRoomId: string): void {
		this.requireLease(matrixRoomId);
		if (!this.owns(matrixRoomId)) {
			throw new FederationError('room-moved');
		}
	}

	/**
	 * Does work on a Matrix room. The room's next owner waits for its end.
	 * @returns whether it was done: not if another instance owns the room
	 */
	async run(matrixRoomId: string, work: () => Promise<void>): Promise<boolean> {
		if (!this.owns(matrixRoomId)) {
			return false;
		}
		await this.work.run(matrixRoomId, work);
		return true;
	}

	/** Begins to write and read the records, once. */
	start(): void {
		if (!this.isRunning) {
			this.isRunning = true;
			void this.runBeats();
		}
	}

	/**
	 * Stops or goes on to write and read the records: a disabled app is no instance. It joins as after a start, since it has not heard
	 * what people did meanwhile.
	 */
	setPaused(isPaused: boolean): void {
		this.paused = isPaused;
		this.endedAt = isPaused ? Date.now() : this.endedAt;
		if (!isPaused) {
			this.views = [[]];
			this.announced = [];
		}
	}

	/** Whether the app is disabled, so that nothing may call the engine. */
	get isPaused(): boolean {
		return this.paused;
	}

	/** Whether this instance may not act, since the workspace has several and its lease has ended. */
	private get isLapsed(): boolean {
		return this.isShared && (this.lease?.hasEnded ?? true);
	}

	private newId(): string {
		const id = this.parts.newId?.() ?? crypto.randomUUID();
		this.ids.add(id);
		return id;
	}

	private get latestView(): View {
		return this.views[this.views.length - 1] ?? [];
	}

	private get isAgreed(): boolean {
		return this.views.length === 1 && this.announced.length > 0;
	}

	private async runBeats(): Promise<void> {
		for (;;) {
			try {
				await (this.paused ? undefined : this.beat());
			} catch (error) {
				this.parts.onFailure(error);
			}
			const pause = this.isAgreed || this.paused ? BEAT_MS : UNSETTLED_BEAT_MS;
			await pauseFor(pause);
		}
	}

	private async beat(): Promise<void> {
		const { table, openStore } = this.parts;
		await openStore();
		this.sharedAt ??= await table.sharedAt();
		await this.renewLease();
		const from = uptime();
		const records = (await table.all()).filter(({ id }) => id !== this.id);
		const sight = this.seen.look(
			records,
			{ from, to: uptime() },
			this.isShared ? DEAD_AFTER_MS : LEFT_AFTER_MS,
			({ at }) => !this.isShared && Math.abs(Date.now() - at) > FRESH_MS,
		);
		this.endedAt = Math.max(this.endedAt, sight.endedAt);
		if (sight.isAnotherRunning) {
			await this.noteShared();
		}
		await Promise.all(sight.dead.map((id) => table.remove(id)));
		this.find([this.id, ...sight.alive.map(({ id }) => id)].sort());
		if (sight.alive.every(({ view }) => isSameView(view, this.announced))) {
			this.agree();
		}
		await this.announce();
		await this.reportAgreement();
	}

	/**
	 * Writes the record. An instance whose lease has ended, since it was frozen or its store slow, joins again under a new id: others
	 * may have divided its rooms already. A write that is done only after the end of the lease does not renew it, for the same reason.
	 */
	private async renewLease(): Promise<void> {
		const { table } = this.parts;
		const lease = new Lease();
		if (this.lease && this.isLapsed) {
			const { id } = this;
			this.work.loseAll();
			Object.assign(this, { id: this.newId(), views: [[]], announced: [], lease: undefined });
			await table.remove(id);
		}
		this.beats += 1;
		await table.write({ id: this.id, beat: this.beats, at: Date.now(), view: this.announced });
		if (!this.lease || !this.isLapsed) {
			this.lease = lease;
		}
	}

	private async noteShared(): Promise<void> {
		const now = Date.now();
		this.sharedAt = now;
		if (now - this.notedAt > NOTED_AGAIN_AFTER_MS) {
			await this.parts.table.noteShared(now);
			this.notedAt = now;
		}
	}

	/** Takes note of who runs. From now on this instance does not begin work on the rooms that it loses. */
	private find(view: View): void {
		if (!isSameView(view, this.latestView)) {
			this.views = [...this.views, view];
		}
	}

	/** Announces the latest view, unless work on a room that it gives away is still under way. */
	private async announce(): Promise<void> {
		const view = this.latestView;
		const isLetGo = this.work.isAllIn((roomId) => ownerOf(view, roomId) === this.id);
		if (isLetGo && !isSameView(view, this.announced)) {
			this.announced = view;
			await this.renewLease();
			if (view.length === 1) {
				this.agree(); // there is nobody else to agree
			}
		}
	}

	/** Acts by the announced view from now on, if it is the latest one. Called when all instances in it have announced it. */
	private agree(): void {
		const isNew = this.views.length > 1 || !isSameView(this.announced, this.views[0]);
		if (isNew && isSameView(this.announced, this.latestView)) {
			this.views = [this.announced];
			this.agreed += 1;
			this.agreedAt = Date.now();
		}
	}

	private async reportAgreement(): Promise<void> {
		const { agreed } = this;
		if (this.isAgreed && this.reported !== agreed) {
			await this.parts.onAgreed();
			this.reported = agreed;
		}
	}
}
