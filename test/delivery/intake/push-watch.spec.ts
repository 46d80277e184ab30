import { expect } from 'chai';
import { PushWatch } from '../../../src/delivery/intake/push-watch';

describe('push watch', () => {
	const real = { date: Date.now.bind(Date), uptime: performance.now.bind(performance) };
	let later = 0;
	let setBack = 0;
	before(() => {
		Date.now = () => real.date() + later - setBack;
		performance.now = () => real.uptime() + later;
	});
	after(() => {
		Date.now = real.date;
		performance.now = real.uptime;
	});

	it('is overdue when an event does not come within five seconds', () => {
		const watch = new PushWatch();
		expect(watch.isOverdue).to.equal(false);
		watch.expect('$a');
		expect(watch.isOverdue).to.equal(false);
		later += 5_100;
		expect(watch.isOverdue).to.equal(true);
		watch.seen('$a', true);
		expect(watch.isOverdue).to.equal(false);
	});

	it('is overdue just as soon if the clock is set back meanwhile', () => {
		const watch = new PushWatch();
		watch.expect('$a');
		setBack += 3_600_000;
		later += 5_100;
		expect(watch.isOverdue).to.equal(true);
	});

	it('counts from the first time that an event was expected', () => {
		const watch = new PushWatch();
		watch.expect('$a');
		later += 3_000;
		watch.expect('$a');
		watch.expect('$b');
		later += 3_000;
		expect(watch.isOverdue).to.equal(true);
		watch.seen('$a', true);
		expect(watch.isOverdue).to.equal(false);
	});

	it('expects nothing that was pushed before the answer to its request came', () => {
		const watch = new PushWatch();
		watch.seen('$a', true);
		watch.expect('$a');
		later += 6_000;
		expect(watch.isOverdue).to.equal(false);
		expect(watch.takePushOfOthers()).to.equal(undefined);
	});

	it('notices events that another instance has sent', () => {
		const watch = new PushWatch();
		watch.seen('$of-bob', false);
		watch.seen('$of-other-instance', true);
		expect(watch.takePushOfOthers()).to.equal(undefined);
		later += 2_100;
		expect(watch.takePushOfOthers()).to.be.a('number');
		expect(watch.takePushOfOthers()).to.equal(undefined);
	});

	it('forgets everything after an outage', () => {
		const watch = new PushWatch();
		watch.expect('$a');
		later += 6_000;
		watch.clear();
		expect(watch.isOverdue).to.equal(false);
	});
});
