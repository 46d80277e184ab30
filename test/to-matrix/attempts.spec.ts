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

describe('asking surely', () => {
	const table: readonly [
		what: string,
		errors: readonly HomeserverError[],
		outcome: string,
		asked: number,
	][] = [
		['asks once where an answer comes', [], 'done', 1],
		['asks again where none comes', [silence], 'done', 2],
		['gives up after the second time', [silence, silence, silence], 'TIMED_OUT', 2],
		[
			'asks no more where it is refused',
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

describe('working on all', () => {
	it('goes on behind what failed, and tells of the first', async () => {
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
