import { FederationError } from '../errors';
import { failureOf } from '../failure';
import { isErrcode } from '../matrix/homeserver-error';
import type { UserId } from '../matrix/ids';

/**
 * Sends a request as the first of several users whom the room permits it.
 * @param candidates in the order in which they are tried
 * @throws FederationError `redaction-refused` if the room permits it to none of them
 */
export async function asFirstPermitted<Answer>(
	candidates: readonly UserId[],
	request: (as: UserId) => Promise<Answer>,
): Promise<Answer> {
	for (const candidate of candidates) {
		try {
			return await request(candidate);
		} catch (error) {
			if (!isErrcode(error, 'M_FORBIDDEN')) {
				throw error;
			}
		}
	}
	throw new FederationError('redaction-refused');
}

/**
 * Works on every item in turn, also on those after one that failed.
 * @throws FederationError the first failure, after the last item
 */
export async function forEachThenThrow<Item>(
	items: readonly Item[],
	work: (item: Item) => Promise<void>,
): Promise<void> {
	const failures: FederationError[] = [];
	for (const item of items) {
		await work(item).catch((error: unknown) => failures.push(failureOf(error)));
	}
	const [first] = failures;
	if (first) {
		throw first;
	}
}
