import { expect } from 'chai';
import { FederationError } from '../../src/errors';
import { HomeserverError } from '../../src/matrix/homeserver-error';
import { retryOnTimeout, forEachThenThrow } from '../../src/to-matrix/attempts';

const silence = new HomeserverError('TIMED_OUT', undefined, 'no answer in time');
const codeOf = (asking: Promise<unknown>) =>
	asking.then(
		() => 'done',
		(error: unknown) =>
			error instanceof FederationError ? error.code : (error as HomeserverError).errcode,
	);

describe('retryOnTimeout', () => {
	const table: readonly [
		what: string,
		errors: readonly HomeserverError[],
		outcome: string,
		asked: number,
	][] = [
		['sends the request once if it is answered', [], 'done', 1],
		['sends the request again on time-out', [silence], 'done', 2],
		['fails after the second time-out', [silence, silence, silence], 'TIMED_OUT', 2],
		[
			'does not retry a request that is refused',
			[new HomeserverError('M_FORBIDDEN', 403, 'no')],
			'M_FORBIDDEN',
			1,
		],
		[
			'tells why the retry is refused',
			[silence, new HomeserverError('M_FORBIDDEN', 403, 'no')],
			'M_FORBIDDEN',
			2,
		],
		[
			'stays uncertain where the homeserver is gone meanwhile',
			[silence, new HomeserverError('UNREACHABLE', undefined, 'no connection')],
			'TIMED_OUT',
			2,
		],
	];
	for (const [what, errors, outcome, times] of table) {
		it(what, async () => {
			let asked = 0;
			const ask = async () => {
				const error = errors[asked++];
				if (error) {
					throw error;
				}
			};
			expect([await codeOf(retryOnTimeout(ask)), asked]).to.deep.equal([outcome, times]);
		});
	}
});

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
