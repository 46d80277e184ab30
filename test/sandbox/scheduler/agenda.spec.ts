import { expect } from 'chai';
import { Database } from '../../../sandbox/workspace/database/database';
import { Agenda, type JobDocument } from '../../../sandbox/workspace/scheduler/agenda';
import { timeOf, nextRun } from '../../../sandbox/workspace/scheduler/interval';
import { eventually } from '../support/eventually';

const minute = 60_000;

// packages/agenda/src/Agenda.ts
describe('stored jobs', () => {
	let database: Database;
	let agenda: Agenda;

	beforeEach(() => {
		database = Database.open(':memory:');
		agenda = new Agenda(database);
	});

	afterEach(() => {
		agenda.stop();
		database.close();
	});

	const insert = (name: string, lockedMinutesAgo: number): void => {
		database.collection<JobDocument>('rocketchat_apps_scheduler').insert({
			_id: name,
			name,
			type: 'normal',
			data: {},
			nextRunAt: new Date(Date.now() - minute),
			lockedAt: new Date(Date.now() - lockedMinutesAgo * minute),
		});
	};

	it('whose process ended run again when their lock is ten minutes old, and not before', async () => {
		const ran: string[] = [];
		insert('young lock', 9);
		insert('old lock', 11);
		for (const name of ['young lock', 'old lock']) {
			agenda.define(name, async () => {
				ran.push(name);
			});
		}
		agenda.start();
		await eventually('the job with the old lock runs', () => ran.includes('old lock'));
		expect(ran).to.deep.equal(['old lock']);
	});

	it('that recur keep their next time when they are made once more', () => {
		const id = agenda.every('1 hour', 'some', {}, { skipImmediate: true });
		const [before] = agenda.find({ name: 'some' });
		expect(agenda.every('1 hour', 'some', { changed: true }, { skipImmediate: false })).to.equal(id);
		const after = agenda.find({ name: 'some' });
		expect(after).to.have.length(1);
		expect(after[0]?.nextRunAt).to.deep.equal(before?.nextRunAt);
		expect(after[0]?.data).to.deep.equal({ changed: true });
	});

	it('run on one of two instances', async () => {
		const other = new Agenda(database);
		const ran: string[] = [];
		for (const [name, instance] of Object.entries({ one: agenda, other })) {
			instance.define('shared', async () => {
				ran.push(name);
			});
			instance.define(`last of ${name}`, async () => {
				ran.push('end');
			});
		}
		agenda.schedule(new Date(Date.now() - minute), 'shared', {});
		agenda.schedule(new Date(), 'last of one', {});
		agenda.schedule(new Date(), 'last of other', {});
		agenda.start();
		other.start();
		await eventually(
			'both have run what they had to',
			() => ran.filter((name) => name === 'end').length === 2,
		);
		other.stop();
		expect(ran).to.have.length(3);
	});

	it('go on by their interval after a failure', async () => {
		let runs = 0;
		agenda.define('failing', async () => {
			runs += 1;
			throw new Error('again');
		});
		agenda.start();
		agenda.every(20, 'failing', {}, { skipImmediate: false });
		await eventually('three runs', () => runs >= 3);
		expect(agenda.find({ name: 'failing' })[0]?.failReason).to.equal('again');
	});
});

// packages/agenda/src/Job.ts, _computeFromInterval
describe('the next run of a recurring job', () => {
	const noon = new Date(2026, 2, 10, 12, 0, 0);

	it('is an interval after the last one', () => {
		expect(nextRun('90 seconds', noon, noon)).to.deep.equal(new Date(2026, 2, 10, 12, 1, 30));
		expect(nextRun(5000, noon, noon)).to.deep.equal(new Date(2026, 2, 10, 12, 0, 5));
	});

	it('is what a cron expression says, with seconds or without', () => {
		expect(nextRun('*/5 * * * *', noon, noon)).to.deep.equal(new Date(2026, 2, 10, 12, 5, 0));
		expect(nextRun('*/10 * * * * *', noon, noon)).to.deep.equal(new Date(2026, 2, 10, 12, 0, 10));
		expect(nextRun('30 4 1 * *', noon, noon)).to.deep.equal(new Date(2026, 3, 1, 4, 30, 0));
		expect(nextRun('0 9 * * 1-5', noon, noon)).to.deep.equal(new Date(2026, 2, 11, 9, 0, 0));
	});

	it('may name months and days of a cron expression', () => {
		expect(nextRun('0 9 * jul mon', noon, noon)).to.deep.equal(new Date(2026, 6, 6, 9, 0, 0));
	});

	it('is refused for the number of a month, which Agenda counts from 0', () => {
		expect(() => nextRun('0 0 1 7 *', noon, noon)).to.throw('month');
	});

	it('is refused for an interval that is neither a cron expression nor a duration', () => {
		expect(() => nextRun('now and then', noon, noon)).to.throw('now and then');
		expect(() => nextRun('61 * * * *', noon, noon)).to.throw('61');
	});
});

// npm's human-interval
describe('English durations', () => {
	const start = new Date(2026, 2, 10, 12, 0, 0);
	const duration = (text: string): number => nextRun(text, start, start).getTime() - start.getTime();

	it('are added up', () => {
		expect(duration('61 minutes')).to.equal(61 * minute);
		expect(duration('1 hour and 30 minutes')).to.equal(90 * minute);
		expect(duration('one minute, 1.5 seconds')).to.equal(61_500);
		expect(() => duration('soon')).to.throw('soon');
	});

	it('are counted from now', () => {
		const before = Date.now();
		expect(timeOf('in 10 seconds').getTime()).to.be.within(before + 10_000, Date.now() + 10_000);
		expect(() => timeOf('tomorrow')).to.throw('tomorrow');
	});
});
