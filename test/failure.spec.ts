import { expect } from 'chai';
import { failureOf } from '../src/failure';
import { HomeserverError } from '../src/matrix/homeserver-error';

describe('failureOf', () => {
	const kinds: readonly [what: string, errcode: string, status: number | undefined, code: string][] = [
		['a homeserver that cannot be reached', 'UNREACHABLE', undefined, 'homeserver-unreachable'],
		['a homeserver that does not answer in time', 'TIMED_OUT', undefined, 'homeserver-slow'],
		['a homeserver that fails', 'M_UNKNOWN', 500, 'homeserver-failing'],
		['a token that the homeserver does not know', 'M_UNKNOWN_TOKEN', 401, 'token-refused'],
		['a name outside the namespaces of the registration', 'M_EXCLUSIVE', 400, 'names-not-reserved'],
		['any other refusal', 'M_FORBIDDEN', 403, 'homeserver-refused'],
	];
	for (const [what, errcode, status, code] of kinds) {
		it(`tells ${what} from the others`, () => {
			const cause = new HomeserverError(errcode, status, 'for a test');
			const failure = failureOf(cause);
			expect([failure.code, failure.cause]).to.deep.equal([code, cause]);
		});
	}
});
