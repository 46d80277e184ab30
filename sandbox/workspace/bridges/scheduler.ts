import {
	StartupType,
	type IOnetimeSchedule,
	type IProcessor,
	type IRecurringSchedule,
} from '@rocket.chat/apps-engine/definition/scheduler';
import { SchedulerBridge as EngineBridge } from '@rocket.chat/apps-engine/server/bridges/SchedulerBridge';
import { Agenda, type JobProcessor } from '../scheduler/agenda';
import type { Database } from '../database/database';

type Processor = (context: Record<string, unknown>) => Promise<void>;

/**
 * Jobs of apps. Follows apps/meteor/app/apps/server/bridges/scheduler.ts: errors while scheduling are logged, and the
 * app gets `undefined`.
 */
export class SchedulerBridge extends EngineBridge {
	private readonly agenda: Agenda;

	constructor(
		database: Database,
		private readonly progress: (line: string) => void,
	) {
		super();
		this.agenda = new Agenda(database);
	}

	/** Called after the apps are loaded (ee/server/apps/orchestrator.js). */
	startScheduler(): void {
		this.agenda.start();
	}

	stopScheduler(): void {
		this.agenda.stop();
	}

	protected async registerProcessors(
		processors: IProcessor[] = [],
		appId: string,
	): Promise<string[] | undefined> {
		const started: string[] = [];
		for (const definition of processors) {
			const { id, startupSetting } = definition;
			// The engine has wrapped the app's function: it takes the context alone.
			const { processor } = definition as unknown as { processor: Processor };
			this.agenda.define(id, toJobProcessor(processor, this.agenda));
			const jobId =
				startupSetting?.type === StartupType.ONETIME
					? await this.scheduleOnceUnlessScheduled({ ...startupSetting, id }, appId)
					: startupSetting && (await this.scheduleRecurring({ ...startupSetting, id }, appId));
			if (jobId) {
				started.push(jobId);
			}
		}
		return started.length > 0 ? started : undefined;
	}

	protected async scheduleOnce(
		{ id, when, data }: IOnetimeSchedule,
		appId: string,
	): Promise<string | undefined> {
		return this.logErrors(() => this.agenda.schedule(when, id, { ...data, appId }));
	}

	protected async scheduleRecurring(
		{ id, interval, skipImmediate = false, data }: IRecurringSchedule,
		appId: string,
	): Promise<string | undefined> {
		return this.logErrors(() => this.agenda.every(interval, id, { ...data, appId }, { skipImmediate }));
	}

	/** The engine has added the app's id to what the app gave: `<job id or processor id>_<app id>`. */
	protected async cancelJob(jobId: string): Promise<void> {
		this.agenda.start();
		const documentId = jobId.split('_')[0] ?? '';
		this.agenda.cancel(/^[0-9a-f]{24}$/i.test(documentId) ? { _id: documentId } : { name: jobId });
	}

	// Called by the engine at uninstallation.
	override async cancelAllJobs(appId: string): Promise<void> {
		this.agenda.start();
		for (const job of this.agenda.find({})) {
			if (job.name.endsWith(`_${appId}`)) {
				this.agenda.cancel({ _id: job._id });
			}
		}
	}

	private async scheduleOnceUnlessScheduled(
		job: IOnetimeSchedule,
		appId: string,
	): Promise<string | undefined> {
		if (this.agenda.find({ name: job.id, type: 'normal' }).length === 0) {
			return this.scheduleOnce(job, appId);
		}
		return undefined;
	}

	private logErrors(schedule: () => string): string | undefined {
		try {
			this.agenda.start();
			return schedule();
		} catch (error) {
			this.progress(`Scheduler: ${String(error)}`);
			return undefined;
		}
	}
}

/** The job's data without the app's id but with the job's; a single job is removed after it succeeded. */
function toJobProcessor(processor: Processor, agenda: Agenda): JobProcessor {
	return async (job) => {
		const data: Record<string, unknown> = { ...job.data, jobId: job._id };
		delete data.appId;
		await processor(data);
		if (job.type === 'normal') {
			agenda.cancel({ _id: job._id });
		}
	};
}
