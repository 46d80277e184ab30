import { expect } from 'chai';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import { ensureBotUser } from '../../../src/people/bot-user';
import type { RocketChatRoomId } from '../../../src/rocketchat/ids';
import { lookUpLeftPeople, notePersonLeft } from '../../../src/to-rocketchat/rooms/gone-people';
import { atTime } from '../../support/at-time';
import type { Answers } from '../../support/fake-bridge';
import { bob, linkedRoom, roomId } from '../../support/matrix-room';

const gone = () => {
	throw new HomeserverError('M_NOT_FOUND', 404, 'no profile');
};
const away = () => {
	throw new HomeserverError('M_UNKNOWN', 502, 'the server does not answer');
};

/** Bob has left the Matrix room of his direct message. */
async function setUp(more: Answers = {}, departed = [bob]) {
	const { bridge, calls } = await linkedRoom({
		'people.roomIdsOf': () => ['rid'],
		'people.deactivate': () => undefined,
		...more,
	});
	await bridge.store.rooms.change({
		...{ matrixId: roomId, rocketChatId: 'rid' as RocketChatRoomId, departed },
	});
	await notePersonLeft(bridge, bob);
	return {
		bridge,
		deactivated: () =>
			calls.filter(([method]) => method === 'people.deactivate').map(([, botUserId]) => botUserId),
		calls,
	};
}

describe('an external person who has left', () => {
	it('has a deactivated bot user if the account has no profile any more', async () => {
		const { bridge, deactivated } = await setUp({ 'homeserver.profile': gone });
		await lookUpLeftPeople(bridge);
		expect(deactivated()).to.deep.equal(['bot-bob']);
		expect(await bridge.store.leftPeople.all()).to.deep.equal([]);
	});

	it('keeps the bot user if there is a profile', async () => {
		const { bridge, deactivated } = await setUp({ 'homeserver.profile': () => ({}) });
		await lookUpLeftPeople(bridge);
		expect(deactivated()).to.deep.equal([]);
		expect(await bridge.store.leftPeople.all()).to.deep.equal([]);
	});

	for (const [errcode, status, what] of [
		['NOT_MATRIX', 404, 'a proxy answers that there is nothing'],
		['M_UNKNOWN_TOKEN', 401, 'the homeserver refuses the token'],
	] as const) {
		it(`keeps the bot user, and is looked up again, if ${what}`, async () => {
			const { bridge, deactivated } = await setUp({
				'homeserver.profile': () => {
					throw new HomeserverError(errcode, status, 'no answer');
				},
			});
			await lookUpLeftPeople(bridge);
			expect(deactivated()).to.deep.equal([]);
			expect(await bridge.store.leftPeople.all()).to.have.length(1);
		});
	}

	it('keeps the bot user while they are in another room', async () => {
		const { bridge, deactivated } = await setUp({ 'homeserver.profile': gone }, []);
		await lookUpLeftPeople(bridge);
		expect(deactivated()).to.deep.equal([]);
	});

	it('is looked up again later if the server does not answer, for a day and a half', async () => {
		const { bridge, deactivated, calls } = await setUp({ 'homeserver.profile': away });
		const asked = () => calls.filter(([method]) => method === 'homeserver.profile').length;
		await lookUpLeftPeople(bridge);
		await lookUpLeftPeople(bridge);
		expect(asked()).to.equal(1);
		const now = Date.now();
		for (let minute = 2; minute < 5_000; minute += 1) {
			await atTime(now + minute * 60_000, () => lookUpLeftPeople(bridge));
		}
		expect(asked()).to.equal(12);
		expect(await bridge.store.leftPeople.all()).to.deep.equal([]);
		expect(deactivated()).to.deep.equal([]);
	});

	it('can write again when an event of theirs comes', async () => {
		const { bridge, calls } = await setUp({
			'homeserver.profile': gone,
			'rooms.byId': () => ({ id: 'rid', type: 'd', isReadOnly: true }),
			'rooms.setReadOnly': () => undefined,
		});
		await lookUpLeftPeople(bridge);
		calls.length = 0;
		expect(await ensureBotUser(bridge, bob)).to.equal('bot-bob');
		expect(await ensureBotUser(bridge, bob)).to.equal('bot-bob');
		expect(calls.filter(([method]) => method === 'rooms.setReadOnly')).to.deep.equal([
			['rooms.setReadOnly', 'rid', false],
		]);
	});

	it('is not looked up if they have no bot user', async () => {
		const { bridge } = await linkedRoom();
		await notePersonLeft(bridge, '@stranger:far.example' as never);
		expect(await bridge.store.leftPeople.all()).to.deep.equal([]);
	});
});
