import { expect } from 'chai';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { EventId, RoomId, UserId } from '../../../src/matrix/ids';
import { botIdOf } from '../../../src/matrix/namespace';
import { existsWhenAsked } from '../../../src/to-matrix/direct-messages/unused-ghost';
import { relayToRocketChat } from '../../../src/to-rocketchat/dispatch';
import { fakeBridge, type Answers } from '../../support/fake-bridge';
import { mockTimers } from '../../support/mock-timers';

const carol = '@other_carol:example.org' as UserId;
const unknown = new HomeserverError('M_NOT_FOUND', 404, 'no such user');

/** Asks the homeserver about Carol. @returns the answer, and the names of the requests */
function ask(answers: Answers) {
	const { bridge, calls } = fakeBridge({
		'homeserver.createRoom': () => '!throwaway:example.org',
		'homeserver.ban': () => undefined,
		'homeserver.leave': () => undefined,
		...answers,
	});
	const found = existsWhenAsked(bridge, carol);
	return { bridge, found, requests: () => calls.map(([method]) => method) };
}

describe('somebody whom the homeserver does not know', () => {
	const timers = mockTimers();

	it('exists if another application service registers them when it is asked', async () => {
		let looks = 0;
		const { found, requests } = ask({
			'homeserver.profile': () => {
				looks += 1;
				if (looks < 3) {
					throw unknown;
				}
				return {};
			},
		});
		for (let look = 1; look <= 5; look++) {
			await timers.pass(150);
		}
		expect(await found).to.equal(true);
		expect(requests().at(-1)).to.equal('homeserver.leave');
	});

	it('does not exist if nobody has registered them after eight seconds, where the ban is not pushed', async () => {
		const { found } = ask({
			'homeserver.profile': () => {
				throw unknown;
			},
		});
		for (let second = 1; second <= 12; second++) {
			await timers.pass(1_000);
		}
		expect(await found).to.equal(false);
	});

	it('does not exist if nobody has registered them when the homeserver pushes that it was named', async () => {
		const { bridge, found, requests } = ask({
			'homeserver.profile': () => {
				throw unknown;
			},
		});
		await timers.pass(150);
		await relayToRocketChat(bridge, {
			...{ eventId: '$ban' as EventId, roomId: '!throwaway:example.org' as RoomId, at: 0 },
			...{ sender: botIdOf(bridge.configuration), type: 'm.room.member', stateKey: carol },
			...{ content: { membership: 'ban' }, unsigned: {} },
		});
		await timers.pass(150);
		expect(await found).to.equal(false);
		expect(requests().filter((method) => method === 'homeserver.profile')).to.have.lengthOf(2);
	});

	for (const request of ['ban', 'profile']) {
		it(`is not called unknown if a proxy answers the request ${request} instead, and the room is left`, async () => {
			const page = new HomeserverError('NOT_MATRIX', 404, 'the page of a proxy');
			const { found, requests } = ask({
				'homeserver.profile': () => {
					throw unknown;
				},
				[`homeserver.${request}`]: () => {
					throw page;
				},
			});
			const outcome = found.catch((error: unknown) => error);
			for (let second = 1; second <= 12; second++) {
				await timers.pass(1_000);
			}
			expect(await outcome).to.equal(page);
			expect(requests().at(-1)).to.equal('homeserver.leave');
		});
	}

	it('does not exist if the homeserver refuses to name them, and the room is left', async () => {
		const { found, requests } = ask({
			'homeserver.ban': () => {
				throw new HomeserverError('M_UNKNOWN', 500, 'Internal Server Error');
			},
		});
		expect(await found).to.equal(false);
		expect(requests()).to.deep.equal(['homeserver.createRoom', 'homeserver.ban', 'homeserver.leave']);
	});
});
