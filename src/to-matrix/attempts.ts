import { FederationError } from '../errors';
import { failureOf } from '../failure';
import { isErrcode } from '../matrix/homeserver-error';
import type { UserId } from '../matrix/ids';

/**
 * Asks again where no answer came: that says nothing about what was asked, and the same transaction does nothing twice.
 * Client-Server API, "Transaction identifiers".
 */
export async function retryOnTimeout<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
	return ask().catch((silence: unknown) => {
		if (!isErrcode(silence, 'TIMED_OUT')) {
			throw silence;
		}
		return ask().catch((error: unknown) => {
			throw isErrcode(error, 'UNREACHABLE') ? silence : error;
		});
	});
}

/**
 * Asks as one after the other, until somebody may.
 * @throws FederationError `redaction-refused` where the room lets nobody of them
 */
export async function asFirstPermitted<Answer>(
	candidates: readonly UserId[],
	ask: (as: UserId) => Promise<Answer>,
): Promise<Answer> {
	for (const candidate of candidates) {
		try {
			return await ask(candidate);
		} catch (error) {
			if (!isErrcode(error, 'M_FORBIDDEN')) {
				throw error;
			}
		}
	}
	throw new FederationError('redaction-refused');
}

/**
 * Does something with one thing after the other, also with those behind one that failed.
 * @throws FederationError of the first that failed
 */
export async function forEachThenThrow<Thing>(
	things: readonly Thing[],
	work: (thing: Thing) => Promise<void>,
): Promise<void> {
	const failures: FederationError[] = [];
	for (const thing of things) {
		await work(thing).catch((error: unknown) => failures.push(failureOf(error)));
	}
	const [first] = failures;
	if (first) {
		throw first;
	}
}
