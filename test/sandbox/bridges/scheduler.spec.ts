import { expect } from 'chai';
import type { JobDocument } from '../../../sandbox/workspace/scheduler/agenda';
import { eventually } from '../support/eventually';
import { ProbeWorkspace } from '../support/probe-workspace';

// apps/meteor/app/apps/server/bridges/scheduler.ts and packages/agenda/src/Agenda.ts, Job.ts
describe("an app's jobs", () => {
	let probe: ProbeWorkspace;

	before(async () => {
		probe = await ProbeWorkspace.start();
	});

	beforeEach(() => probe.forgetEvents());

	after(() => probe.stop());

	const schedule = (method: string, job: object): Promise<unknown> =>
		probe.call({ path: `modify.getScheduler.${method}`, args: [job] });
	const inMilliseconds = (milliseconds: number): { $date: string } => ({
		$date: new Date(Date.now() + milliseconds).toISOString(),
	});
	const jobs = () => probe.server.database.collection<JobDocument>('rocketchat_apps_scheduler');
	const stored = (id: unknown): JobDocument | undefined => jobs().findById(String(id));

	it('run at their time, with their data and id, and are forgotten after success', async () => {
		const due = Date.now() + 300;
		const id = await schedule('scheduleOnce', { id: 'quick', when: inMilliseconds(300), data: { n: 1 } });
		const { data, at } = await probe.waitForEvent('quick');
		expect(data).to.deep.equal({ n: 1, jobId: id });
		expect(at).to.be.at.least(due);
		await eventually('the job is forgotten', () => stored(id) === undefined);
	});

	it('understand English durations', async () => {
		await schedule('scheduleOnce', { id: 'quick', when: '1 second', data: { n: 2 } });
		await probe.waitForEvent('quick', ({ n }) => n === 2);
	});

	it('of one processor run one at a time', async () => {
		for (const n of [1, 2, 3]) {
			await schedule('scheduleOnce', {
				id: 'slow',
				when: inMilliseconds(0),
				data: { n, milliseconds: 100 },
			});
		}
		await eventually('three jobs end', async () => (await probe.events('slow ends')).length === 3);
		const names = (await probe.events())
			.map(({ name }) => name)
			.filter((name) => name.startsWith('slow'));
		expect(names).to.deep.equal([
			'slow starts',
			'slow ends',
			'slow starts',
			'slow ends',
			'slow starts',
			'slow ends',
		]);
	});

	it('that fail are kept with the reason and not repeated', async () => {
		const id = await schedule('scheduleOnce', {
			id: 'slow',
			when: inMilliseconds(0),
			data: { fail: true },
		});
		const job = await eventually('the failure is stored', () => {
			const found = stored(id);
			return found?.failedAt ? found : undefined;
		});
		expect(job).to.include({ failCount: 1, nextRunAt: null, lockedAt: null });
		expect(job.failReason).to.be.a('string');
	});

	it('that recur start at once and go on; cancelled, they are forgotten', async () => {
		const id = await schedule('scheduleRecurring', {
			id: 'quick',
			interval: '1 second',
			data: { n: 'again' },
		});
		await eventually('three runs', async () => (await probe.events('quick')).length >= 3);
		await probe.call({ path: 'modify.getScheduler.cancelJob', args: [id] });
		expect(stored(id)).to.equal(undefined);
	});

	it('are cancelled by the name of their processor too', async () => {
		const id = await schedule('scheduleOnce', { id: 'quick', when: inMilliseconds(60_000) });
		await probe.call({ path: 'modify.getScheduler.cancelJob', args: ['quick'] });
		expect(stored(id)).to.equal(undefined);
	});

	it('survive a restart of the workspace', async () => {
		// So late that it is not locked before the restart: a job that is locked already would wait for ten minutes.
		const id = await schedule('scheduleOnce', {
			id: 'quick',
			when: inMilliseconds(3_600_000),
			data: { n: 'later' },
		});
		await probe.restart();
		expect(stored(id)).to.have.property('name');
		jobs().set(String(id), { nextRunAt: new Date() });
		await probe.waitForEvent('quick', ({ n }) => n === 'later');
		await eventually('the job is forgotten', () => stored(id) === undefined);
	});
});
