import { randomBytes } from 'node:crypto';
import type { Collection, Where } from '../database/collection';
import type { Database } from '../database/database';
import { timeOf, nextRun } from './interval';

/** A stored job (packages/agenda/src/definition/IJob.ts). */
export interface JobDocument {
	/** 24 hexadecimal digits. */
	_id: string;
	name: string;
	/** `single`: one document for each name, for recurring jobs. */
	type: 'normal' | 'single';
	data: Record<string, unknown>;
	nextRunAt: Date | null;
	lockedAt: Date | null;
	repeatInterval?: string | number;
	lastRunAt?: Date;
	lastFinishedAt?: Date;
	failedAt?: Date;
	failCount?: number;
	failReason?: string;
}

/** Runs one job. The message of an error that it throws is stored in the job's `failReason`. */
export type JobProcessor = (job: JobDocument) => Promise<void>;

interface Definition {
	run: JobProcessor;
	running: boolean;
	queue: JobDocument[];
}

/** Milliseconds between two scans of the database (Agenda's `processEvery`). */
const scanInterval = 5000;

/** Milliseconds after which the lock of a process that ended is ignored (Agenda's `defaultLockLifetime`). */
const lockLifetime = 10 * 60 * 1000;

/**
 * Stores jobs and runs them at their time, as packages/agenda/src/Agenda.ts and Job.ts do with `defaultConcurrency:
 * 1`. Jobs of one name run one after the other. Every five seconds the jobs that become due before the next scan are
 * locked and queued; a job that is saved with such a time is queued at once. A job that was locked when the process
 * ended stays locked for ten minutes, as in Rocket.Chat, which never stops its Agenda. A failed job is not repeated,
 * except by its interval.
 */
export class Agenda {
	private readonly jobs: Collection<JobDocument>;
	private readonly definitions = new Map<string, Definition>();
	private readonly timers = new Set<NodeJS.Timeout>();
	private scanning: NodeJS.Timeout | undefined;
	private nextScanAt: Date | undefined;

	constructor(private readonly database: Database) {
		this.jobs = database.collection<JobDocument>('rocketchat_apps_scheduler', [
			{ path: 'name' },
			{ path: 'nextRunAt' },
		]);
	}

	define(name: string, run: JobProcessor): void {
		this.definitions.set(name, { run, running: false, queue: [] });
	}

	start(): void {
		if (this.scanning) {
			return;
		}
		this.scanning = setInterval(() => this.scan(), scanInterval);
		process.nextTick(() => this.scan());
	}

	/** Starts no more jobs. A running job continues. */
	stop(): void {
		clearInterval(this.scanning);
		this.scanning = undefined;
		this.timers.forEach((timer) => clearTimeout(timer));
		this.timers.clear();
	}

	/** @returns the job's id */
	schedule(when: string | Date, name: string, data: Record<string, unknown>): string {
		const job: JobDocument = {
			_id: randomBytes(12).toString('hex'),
			name,
			type: 'normal',
			data,
			nextRunAt: timeOf(when),
			lockedAt: null,
		};
		this.jobs.insert(job);
		this.queueIfDue(job);
		return job._id;
	}

	/**
	 * Creates or changes the recurring job of that name. Unless `skipImmediate` is set, a new job runs now, and a
	 * known job keeps its next time.
	 * @returns the job's id
	 */
	every(
		interval: string | number,
		name: string,
		data: Record<string, unknown>,
		{ skipImmediate }: { skipImmediate: boolean },
	): string {
		const now = new Date();
		const nextRunAt = nextRun(interval, skipImmediate ? now : undefined, now);
		const known = this.jobs.findOne({ name, type: 'single' });
		const job: JobDocument = {
			_id: randomBytes(12).toString('hex'),
			name,
			type: 'single',
			lockedAt: null,
			...known,
			data,
			repeatInterval: interval,
			nextRunAt: known && nextRunAt.getTime() <= Date.now() ? known.nextRunAt : nextRunAt,
		};
		if (known) {
			this.jobs.replace(job);
		} else {
			this.jobs.insert(job);
		}
		this.queueIfDue(job);
		return job._id;
	}

	find(where: Where): JobDocument[] {
		return this.jobs.find(where);
	}

	/** Removes stored jobs. A job that is already queued still runs, as in Agenda. */
	cancel(where: Where): void {
		this.jobs.removeWhere(where);
	}

	private scan(): void {
		if (!this.scanning) {
			return;
		}
		this.nextScanAt = new Date(Date.now() + scanInterval);
		for (const name of this.definitions.keys()) {
			const due = this.jobs.find({ name, lockedAt: null, nextRunAt: { $lte: this.nextScanAt } });
			const abandoned = this.jobs.find({
				name,
				lockedAt: { $lte: new Date(Date.now() - lockLifetime) },
			});
			[...due, ...abandoned].forEach((job) => this.lockAndQueue(job));
		}
	}

	private queueIfDue(job: JobDocument): void {
		const due = job.nextRunAt && this.nextScanAt && job.nextRunAt < this.nextScanAt;
		if (due && !job.lockedAt && this.scanning && this.definitions.has(job.name)) {
			this.lockAndQueue(job);
		}
	}

	private lockAndQueue(job: JobDocument): void {
		const definition = this.definitions.get(job.name);
		if (!definition || definition.queue.some(({ _id }) => _id === job._id)) {
			return;
		}
		const locked = this.lock(job);
		if (!locked) {
			return;
		}
		definition.queue.push(locked);
		definition.queue.sort((a, b) => dueTime(a) - dueTime(b));
		this.work(definition);
	}

	/** @returns undefined if another instance of the server has locked, run or removed the job meanwhile */
	private lock({ _id, lockedAt, nextRunAt }: JobDocument): JobDocument | undefined {
		return this.database.transaction(() => {
			const stored = this.jobs.findById(_id);
			const unchanged =
				stored?.lockedAt?.getTime() === lockedAt?.getTime() &&
				stored?.nextRunAt?.getTime() === nextRunAt?.getTime();
			return stored && unchanged ? this.jobs.set(_id, { lockedAt: new Date() }) : undefined;
		});
	}

	private work(definition: Definition): void {
		const job = definition.queue[0];
		if (!job || definition.running || !this.scanning) {
			return;
		}
		const wait = dueTime(job) - Date.now();
		if (wait > 0) {
			const timer = setTimeout(() => {
				this.timers.delete(timer);
				this.work(definition);
			}, wait);
			this.timers.add(timer);
			return;
		}
		definition.queue.shift();
		definition.running = true;
		void this.run(definition, job).finally(() => {
			definition.running = false;
			this.work(definition);
		});
	}

	private async run(definition: Definition, job: JobDocument): Promise<void> {
		const previous = job.nextRunAt ?? new Date();
		job.lastRunAt = new Date();
		job.nextRunAt = job.repeatInterval ? nextRun(job.repeatInterval, job.lastRunAt, previous) : null;
		this.save(job);
		try {
			await definition.run(job);
			job.lastFinishedAt = new Date();
		} catch (error) {
			job.failReason = error instanceof Error ? error.message : String(error);
			job.failCount = (job.failCount ?? 0) + 1;
			job.failedAt = job.lastFinishedAt = new Date();
		}
		job.lockedAt = null;
		if (this.scanning && this.save(job)) {
			this.queueIfDue(job);
		}
	}

	/** @returns whether the job still exists: it may have been cancelled */
	private save(job: JobDocument): boolean {
		if (!this.jobs.findById(job._id)) {
			return false;
		}
		this.jobs.replace(job);
		return true;
	}
}

/** A job whose process ended while it ran has no next time: it is due now. */
function dueTime(job: JobDocument): number {
	return job.nextRunAt?.getTime() ?? 0;
}
