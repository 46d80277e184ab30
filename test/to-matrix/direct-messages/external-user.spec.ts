import { expect } from 'chai';
import { FederationError } from '../../../src/errors';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { ServerName, UserId } from '../../../src/matrix/ids';
import { serverListFrom } from '../../../src/matrix/server-list';
import { correctCase, lookUpExternalUser } from '../../../src/to-matrix/direct-messages/external-user';
import { fakeBridge, type Call } from '../../support/fake-bridge';
import { mockTimers, settled } from '../../support/mock-timers';

const bob = '@bob:far.example' as UserId;
/** Somebody of our own homeserver who is no ghost. */
const olga = '@olga:example.org' as UserId;

interface Outcome {
	/** The display name, or the error's code and parameters. */
	readonly outcome: unknown;
	readonly calls: readonly Call[];
}

/** Looks somebody up. @param profile what the homeserver answers, or throws */
async function lookUp(userId: UserId, profile: object): Promise<Outcome> {
	const { bridge, calls } = fakeBridge({
		'people.byUsername': (username: string) =>
			username === 'alice' ? { id: 'uid', username, type: 'user', isEnabled: true } : undefined,
		'homeserver.profile': () => {
			if (profile instanceof Error) {
				throw profile;
			}
			return profile;
		},
	});
	const outcome: unknown = await lookUpExternalUser(bridge, userId).catch((error: unknown) =>
		error instanceof FederationError ? [error.code, error.parameters] : error,
	);
	return { outcome, calls: calls.filter(([method]) => method.startsWith('homeserver.')) };
}

describe('looking an external user up', () => {
	it('gives the display name that their server tells', async () => {
		expect(await lookUp(bob, { displayname: 'Bob' })).to.deep.equal({
			outcome: 'Bob',
			calls: [['homeserver.profile', bob]],
		});
	});

	it('gives no name where their server tells none', async () => {
		expect((await lookUp(bob, {})).outcome).to.equal(undefined);
	});

	it('gives no name where their server keeps its profiles to itself', async () => {
		const answer = new HomeserverError('M_FORBIDDEN', 403, 'Profile lookup is disabled');
		expect((await lookUp(bob, answer)).outcome).to.equal(undefined);
	});

	const ownUsers: readonly [who: string, userId: string, code: string, parameters: object][] = [
		['the federation bot', '@rocketchat:example.org', 'user-is-bot', { user: '@rocketchat:example.org' }],
		[
			'a ghost',
			'@rc_alice:example.org',
			'user-is-ghost',
			{ user: '@rc_alice:example.org', username: 'alice' },
		],
		[
			'the ghost of nobody',
			'@rc_zed:example.org',
			'ghost-of-nobody',
			{ user: '@rc_zed:example.org', username: 'zed' },
		],
	];
	for (const [who, userId, code, parameters] of ownUsers) {
		it(`refuses ${who} without asking the homeserver`, async () => {
			expect(await lookUp(userId as UserId, {})).to.deep.equal({
				outcome: [code, parameters],
				calls: [],
			});
		});
	}

	const refusals: readonly [
		what: string,
		userId: UserId,
		answer: HomeserverError,
		code: string,
		parameters: object,
	][] = [
		[
			'somebody whom their server does not know',
			bob,
			new HomeserverError('M_UNKNOWN', 404, 'Profile was not found'),
			'user-unknown',
			{ user: bob, server: 'far.example' },
		],
		[
			'a server that our homeserver may not speak with',
			bob,
			new HomeserverError('M_FORBIDDEN', 403, 'Federation denied with far.example.'),
			'server-denied',
			{ server: 'far.example' },
		],
		[
			'a server that our homeserver cannot reach',
			bob,
			new HomeserverError('M_UNKNOWN', 502, 'Failed to fetch profile'),
			'server-unreachable',
			{ server: 'far.example' },
		],
	];
	for (const [what, userId, answer, code, parameters] of refusals) {
		it(`refuses ${what}`, async () => {
			expect((await lookUp(userId, answer)).outcome).to.deep.equal([code, parameters]);
		});

		it(`keeps the answer as the cause when it refuses ${what}`, async () => {
			const { bridge } = fakeBridge({
				'homeserver.profile': () => {
					throw answer;
				},
			});
			const failure: unknown = await lookUpExternalUser(bridge, userId).catch(
				(error: unknown) => error,
			);
			expect((failure as FederationError).cause).to.equal(answer);
		});
	}

	const passedOn: readonly [what: string, userId: UserId, answer: HomeserverError][] = [
		['does not answer', bob, new HomeserverError('TIMED_OUT', undefined, 'no answer in time')],
		['cannot be reached', bob, new HomeserverError('UNREACHABLE', undefined, 'no connection')],
		['fails for one of its own users', olga, new HomeserverError('M_UNKNOWN', 500, 'Internal error')],
		['is hidden by a proxy that knows nothing', bob, new HomeserverError('NOT_MATRIX', 404, 'a page')],
		['is hidden by a proxy that fails', bob, new HomeserverError('NOT_MATRIX', 502, 'a page')],
		['refuses the token', bob, new HomeserverError('M_UNKNOWN_TOKEN', 401, 'Unknown token')],
	];
	for (const [what, userId, answer] of passedOn) {
		it(`throws the error as it is where our homeserver ${what}`, async () => {
			expect((await lookUp(userId, answer)).outcome).to.equal(answer);
		});
	}
});

describe('somebody whom our homeserver does not know', () => {
	const { pass } = mockTimers();

	/** @param registeredAt after how many looks another application service has registered them */
	async function lookUpUnknown(userId: UserId, registeredAt: number) {
		let looks = 0;
		const { bridge, calls } = fakeBridge({
			'homeserver.profile': () => {
				looks += 1;
				if (looks <= registeredAt) {
					throw new HomeserverError('M_NOT_FOUND', 404, 'Profile was not found');
				}
				return { displayname: 'Olga' };
			},
			'homeserver.createRoom': () => '!asking:example.org',
			'homeserver.ban': () => undefined,
			'homeserver.leave': () => undefined,
		});
		const looked = lookUpExternalUser(bridge, userId).catch((error: unknown) => error);
		await settled();
		for (let passed = 0; passed < 10_000; passed += 100) {
			await pass(100);
		}
		return {
			outcome: await looked,
			deeds: calls.filter(([method]) => method !== 'homeserver.profile'),
		};
	}

	it('may be a ghost that another application service registers when it is asked', async () => {
		const { outcome, deeds } = await lookUpUnknown(olga, 3);
		expect(outcome).to.equal('Olga');
		expect(deeds.map(([method, as, ...given]) => [method, as, given.at(-1)])).to.deep.equal([
			['homeserver.createRoom', '@rocketchat:example.org', { preset: 'private_chat' }],
			['homeserver.ban', '@rocketchat:example.org', olga],
			['homeserver.leave', '@rocketchat:example.org', ''],
		]);
	});

	it('does not exist if nobody registers them in time', async () => {
		const { outcome, deeds } = await lookUpUnknown(olga, Infinity);
		expect(outcome).to.include({ code: 'user-unknown' });
		expect(deeds.at(-1)?.[0]).to.equal('homeserver.leave');
	});

	it('is not asked for if they are on another server', async () => {
		const { outcome, deeds } = await lookUpUnknown(bob, Infinity);
		expect(outcome).to.include({ code: 'user-unknown' });
		expect(deeds).to.deep.equal([]);
	});
});

describe('capitals in an id that somebody typed', () => {
	const typed = '@Bob:far.example' as UserId;
	const unknown = new HomeserverError('M_NOT_FOUND', 404, 'Profile was not found');
	const failing = new HomeserverError('M_UNKNOWN', 502, 'Failed to fetch profile');
	/** A homeserver that has only these answers; every other profile exists. */
	const withAnswers = (answers: Readonly<Record<string, Error>>) =>
		fakeBridge({
			'homeserver.profile': (userId: UserId) => {
				const error = answers[userId];
				if (error) {
					throw error;
				}
				return {};
			},
		});

	it('of nobody cost no request', async () => {
		const { bridge, calls } = withAnswers({});
		expect(await correctCase(bridge, bob)).to.equal(bob);
		expect(calls).to.deep.equal([]);
	});

	const table: readonly [what: string, answers: Readonly<Record<string, Error>>, corrected: UserId][] = [
		['stay where both ids exist', {}, typed],
		['become lower case where only that id exists', { [typed]: unknown }, bob],
		['stay where neither id exists', { [typed]: unknown, [bob]: unknown }, typed],
		['stay where the server does not tell about the id as typed', { [typed]: failing }, typed],
		[
			'stay where the server does not tell about the id as typed for another reason',
			{ [typed]: new Error('no connection') },
			typed,
		],
	];
	for (const [what, answers, corrected] of table) {
		it(what, async () => {
			expect(await correctCase(withAnswers(answers).bridge, typed)).to.equal(corrected);
		});
	}

	it('are not corrected if the server is blocked, which is not asked', async () => {
		const { bridge, calls } = withAnswers({});
		const servers = serverListFrom('', 'far.example', bridge.configuration.domain);
		const outcome: unknown = await correctCase({ ...bridge, servers }, typed).catch(
			(error: unknown) => error,
		);
		expect(outcome).to.include({ code: 'server-blocked' });
		expect(calls).to.deep.equal([]);
	});

	it('are those of the homeserver as its administrator has entered them', async () => {
		const { bridge } = withAnswers({});
		const configuration = { ...bridge.configuration, domain: 'Example.ORG' as ServerName };
		const corrected = await correctCase({ ...bridge, configuration }, '@olga:example.org' as UserId);
		expect(corrected).to.equal('@olga:Example.ORG');
	});
});
