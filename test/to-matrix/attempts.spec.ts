import { expect } from 'chai';
import { FederationError } from '../../src/errors';
import { HomeserverError } from '../../src/matrix/homeserver-error';
import { forEachThenThrow } from '../../src/to-matrix/attempts';

const codeOf = (asking: Promise<unknown>) =>
	asking.then(
		() => 'done',
		(error: unknown) =>
			error instanceof FederationError ? error.code : (error as HomeserverError).errcode,
	);

describe('forEachThenThrow', () => {
	it('works on the items after one that failed, and throws the first failure', async () => {
		const worked: number[] = [];
		const work = forEachThenThrow([1, 2, 3], async (thing) => {
			worked.push(thing);
			if (thing < 3) {
				throw new HomeserverError(thing === 1 ? 'TIMED_OUT' : 'M_FORBIDDEN', undefined, 'no');
			}
		});
		expect(await codeOf(work)).to.equal('homeserver-slow');
		expect(worked).to.deep.equal([1, 2, 3]);
	});
});
