import type { IRoomUserJoinedContext } from '@rocket.chat/apps-engine/definition/rooms';
import { expect } from 'chai';
import { refuseMember, takeOutOfAutoJoin } from '../../../src/to-matrix/rooms/member-veto';
import { fakeApp } from '../../support/fake-app';
import { fakeBridge } from '../../support/fake-bridge';

const appId = 'app';
const bobHere = { id: 'bot-bob', username: 'bob:far.example', type: 'bot', appId };

/** @returns what the person who adds somebody reads; undefined if they may */
async function refusalOf(user: object, room: object): Promise<string | undefined> {
	const context = { joiningUser: user, room } as unknown as IRoomUserJoinedContext;
	return refuseMember(undefined, appId, context).then(
		() => undefined,
		(error: unknown) => (error as Error).message,
	);
}

describe('refuseMember', () => {
	it('keeps an external person out of a room that is not federated, and says what to do', async () => {
		for (const type of ['c', 'p']) {
			expect(await refusalOf(bobHere, { id: 'rid', type })).to.equal(
				'@bob:far.example is on Matrix, and this room is not federated. Type /federation bridge in it first.',
			);
		}
	});

	it('lets them into a federated room', async () => {
		const customFields = { federation: { roomId: '!room:example.org' } };
		expect(await refusalOf(bobHere, { id: 'rid', type: 'p', customFields })).to.equal(undefined);
	});

	it('lets them into a room with auto-join, or its team could not take them in, and takes them out again', async () => {
		const room = { id: 'rid', type: 'c', _unmappedProperties_: { teamDefault: true } };
		expect(await refusalOf(bobHere, room)).to.equal(undefined);
		const { bridge, calls } = fakeBridge({ 'rooms.removeMember': () => undefined });
		const { app } = fakeApp(bridge);
		const joined = (joiningUser: object, change: object = {}) =>
			takeOutOfAutoJoin(app, {
				...{ joiningUser, room: { ...room, ...change } },
			} as unknown as IRoomUserJoinedContext);
		await joined({ id: 'alice', username: 'alice', type: 'user' });
		await joined(bobHere, { customFields: { federation: { roomId: '!room:example.org' } } });
		await joined(bobHere, { _unmappedProperties_: {} });
		expect(calls).to.deep.equal([]);
		await joined(bobHere);
		expect(calls).to.deep.equal([['rooms.removeMember', 'rid', 'bob:far.example']]);
	});

	it('leaves everybody else alone', async () => {
		const room = { id: 'rid', type: 'p' };
		expect(await refusalOf({ ...bobHere, type: 'user', appId: undefined }, room)).to.equal(undefined);
		expect(await refusalOf({ ...bobHere, appId: 'another' }, room)).to.equal(undefined);
		expect(await refusalOf({ ...bobHere, type: 'app' }, room)).to.equal(undefined);
	});
});
