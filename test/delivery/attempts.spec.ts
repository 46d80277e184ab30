import { expect } from 'chai';
import { Attempts } from '../../src/delivery/attempts';

describe('attempts', () => {
	const failed = (attempts: Attempts, id: string, times: number) =>
		Array.from({ length: times }, () => attempts.fail(id)).filter((isGivenUp) => isGivenUp).length;

	it('are given up with the tenth failure', () => {
		const attempts = new Attempts();
		expect(failed(attempts, 'one', 9)).to.equal(0);
		expect(attempts.fail('one')).to.equal(true);
	});

	it('are counted for each thing, and from the start after a success', () => {
		const attempts = new Attempts();
		failed(attempts, 'one', 9);
		expect(attempts.fail('two')).to.equal(false);
		attempts.succeed('one');
		expect(failed(attempts, 'one', 9)).to.equal(0);
	});

	it('are counted for a thousand things, and the one that failed longest ago is forgotten first', () => {
		const attempts = new Attempts();
		failed(attempts, 'kept', 8);
		failed(attempts, 'forgotten', 9);
		attempts.fail('kept');
		for (let number = 0; number < 999; number++) {
			attempts.fail(`other ${number}`);
		}
		expect(attempts.fail('kept')).to.equal(true);
		expect(attempts.fail('forgotten')).to.equal(false);
	});
});
