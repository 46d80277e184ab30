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
		watch.seen('$a', true);
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
