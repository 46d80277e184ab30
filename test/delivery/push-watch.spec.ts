import { expect } from 'chai';
import { PushWatch } from '../../src/delivery/push-watch';

describe('push watch', () => {
	const real = Date.now.bind(Date);
	let later = 0;
	before(() => void (Date.now = () => real() + later));
	after(() => void (Date.now = real));

	it('is overdue when an event does not come within five seconds', () => {
		const watch = new PushWatch();
		expect(watch.isOverdue).to.equal(false);
		watch.expect('$a');
		expect(watch.isOverdue).to.equal(false);
		later += 5_100;
		expect(watch.isOverdue).to.equal(true);
		watch.seen('$a');
		expect(watch.isOverdue).to.equal(false);
	});

	it('counts from the first time that an event was expected', () => {
		const watch = new PushWatch();
		watch.expect('$a');
		later += 3_000;
		watch.expect('$a');
		watch.expect('$b');
		later += 3_000;
		expect(watch.isOverdue).to.equal(true);
		watch.seen('$a');
		expect(watch.isOverdue).to.equal(false);
	});

	it('forgets everything after an outage', () => {
		const watch = new PushWatch();
		watch.expect('$a');
		later += 6_000;
		watch.clear();
		expect(watch.isOverdue).to.equal(false);
	});
});
