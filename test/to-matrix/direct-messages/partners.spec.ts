import { expect } from 'chai';
import { FederationError } from '../../../src/errors';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { RocketChatUser } from '../../../src/rocketchat/entities';
import type { RocketChatRoomId } from '../../../src/rocketchat/ids';
import { sendToPartner } from '../../../src/to-matrix/direct-messages/partners';
import { linkedRoom, roomId } from '../../support/matrix-room';

const account = { id: 'uid-alice', username: 'alice', type: 'user', isEnabled: true };
const carol = { id: 'uid-carol', username: 'carol', type: 'user', isEnabled: true };
const botBob = { id: 'bot-bob', username: 'bob:far.example', type: 'bot' };
const forbidden = new HomeserverError('M_FORBIDDEN', 403, 'no');

/** What comes of a request that the homeserver forbids. */
async function outcome(
	membership: () => unknown,
	{ error = forbidden, sender = account }: { error?: Error; sender?: object } = {},
): Promise<unknown> {
	const { bridge } = await linkedRoom({
		'homeserver.membership': membership,
		'rooms.members': () => [account, botBob, carol],
	});
	const act = {
		room: { id: 'rid' as RocketChatRoomId },
		roomId,
		actor: account as unknown as RocketChatUser,
		sender: sender as RocketChatUser,
	};
	try {
		return await sendToPartner(bridge, act, () => Promise.reject(error));
	} catch (failure) {
		return failure instanceof FederationError ? { code: failure.code, ...failure.parameters } : failure;
	}
}

describe('what the homeserver forbids to a local person in a direct message', () => {
	const removed = { code: 'removed-from-room', people: '@bob:far.example carol' };

	for (const membership of ['leave', 'ban']) {
		it(`is explained by their removal if their membership is ${membership}`, async () => {
			expect(await outcome(() => membership)).to.deep.equal(removed);
		});
	}

	it('is explained by their removal if they may not see the room', async () => {
		expect(await outcome(() => Promise.reject(forbidden))).to.deep.equal(removed);
	});

	it('is explained by their power level if they are in the room', async () => {
		expect(await outcome(() => 'join')).to.deep.equal({ code: 'may-not-write' });
	});

	const unexplained: readonly [what: string, membership: () => unknown, options?: object][] = [
		[
			'if the homeserver does not say whether they are in the room',
			() => Promise.reject(new HomeserverError('TIMED_OUT', undefined, 'no answer')),
		],
		['if it is done in the name of somebody else', () => 'leave', { sender: carol }],
	];
	for (const [what, membership, options] of unexplained) {
		it(`is passed on as it is ${what}`, async () => {
			expect(await outcome(membership, options)).to.equal(forbidden);
		});
	}

	it('is looked up only for this code', async () => {
		const error = new HomeserverError('M_TOO_LARGE', 413, 'too large');
		expect(await outcome(() => Promise.reject(new Error('asked')), { error })).to.equal(error);
	});
});
