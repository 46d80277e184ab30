import {
	cutAnswer,
	cutRequest,
	gatewayError,
	nonsense,
	serverError,
	tooManyRequests,
	type Fault,
} from '../faults';
import type { ChaosProxy, PassingRequest } from '../proxy';
import { underLoad, untilWritten, type Scenario } from './scenario';

/** The share of the requests that a fault hits. */
const SHARE = 0.2;

/** Faults between app and homeserver, by their name. */
const faults: Readonly<Record<string, { readonly title: string; readonly fault: Fault }>> = {
	cut: { title: 'cut in the middle of the request', fault: cutRequest },
	'answer-cut': { title: 'taken, then cut in the middle of the answer', fault: cutAnswer },
	'hang-before': { title: 'hangs, not taken', fault: { kind: 'hang', when: 'before' } },
	'hang-after': { title: 'hangs, taken', fault: { kind: 'hang', when: 'after' } },
	'502-before': { title: 'answered 502, not taken', fault: gatewayError(502, 'before') },
	'502-after': { title: 'answered 502, taken', fault: gatewayError(502, 'after') },
	'504-after': { title: 'answered 504, taken', fault: gatewayError(504, 'after') },
	'500-before': { title: 'answered 500, not taken', fault: serverError('before') },
	'500-after': { title: 'answered 500, taken', fault: serverError('after') },
	'429': { title: 'answered 429 with retry_after_ms', fault: tooManyRequests(1_500) },
	'nonsense-after': { title: 'answered with nonsense, taken', fault: nonsense('after') },
};

/** A request of the app that changes something. */
const changes = ({ method, path }: PassingRequest) => method !== 'GET' && path.startsWith('/_matrix/client/');
/** A transaction of the homeserver. */
const transactions = ({ path }: PassingRequest) => path.includes('/transactions/');

/** A fifth of the requests is damaged while people write. */
export const lineScenarios: readonly Scenario[] = Object.entries(faults).flatMap(
	([name, { title, fault }]) => [
		damaged(
			`request-${name}`,
			`one in five requests to the homeserver: ${title}`,
			fault,
			({ toHomeserver }) => ({
				proxy: toHomeserver,
				hit: changes,
			}),
		),
		...(name === '429'
			? []
			: [
					damaged(
						`push-${name}`,
						`one in five transactions: ${title}`,
						fault,
						({ toWorkspace }) => ({
							proxy: toWorkspace,
							hit: transactions,
						}),
					),
				]),
	],
);

function damaged(
	name: string,
	title: string,
	fault: Fault,
	choose: (proxies: { toHomeserver: ChaosProxy; toWorkspace: ChaosProxy }) => {
		proxy: ChaosProxy;
		hit: (request: PassingRequest) => boolean;
	},
): Scenario {
	return {
		name,
		title,
		act: underLoad({ pause: 500 }, async ({ bed, random, written }) => {
			const { proxy, hit } = choose(bed);
			proxy.plan = (request) => (hit(request) && random.chance(SHARE) ? fault : undefined);
			await untilWritten(written);
		}),
	};
}
