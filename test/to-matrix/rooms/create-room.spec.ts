import { expect } from 'chai';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { RocketChatRoom, RocketChatUser } from '../../../src/rocketchat/entities';
import { RoomNameTaken } from '../../../src/rocketchat/rooms';
import { createFederatedRoom, federateInTurn } from '../../../src/to-matrix/rooms/create-room';
import { fakeBridge } from '../../support/fake-bridge';
import { planOn } from '../../support/fake-plan';

const user = { id: 'uid-alice', username: 'alice', roles: [] } as unknown as RocketChatUser;
const room = { id: 'rid', type: 'c' } as unknown as RocketChatRoom;

describe('a room that two owners federate at the same time', () => {
	it('is federated once, and the second one reads that it is done', async () => {
		let customFields = {};
		const { bridge } = fakeBridge({
			'rooms.byId': () => ({ ...room, customFields }),
			'rooms.ownerIds': () => [user.id],
		});
		const done: string[] = [];
		const federate = async (name: string) =>
			federateInTurn(bridge, user, room, async () => {
				done.push(name);
				await new Promise((resolve) => setImmediate(resolve));
				customFields = { federation: { roomId: `!${name}:example.org` } };
			});
		const [first, second] = await Promise.allSettled([federate('one'), federate('two')]);
		expect(done).to.deep.equal(['one']);
		expect(first.status).to.equal('fulfilled');
		expect(second).to.have.nested.property('reason.code', 'room-federated-already');
	});
});

describe('a name that two people want for a new room at the same time', () => {
	it('is of the first, and the second one reads that it is taken', async () => {
		const taken = new Set<string>();
		const { bridge } = fakeBridge(
			{
				'rooms.create': async ({ name }: { name: string }) => {
					if (taken.has(name)) {
						throw new RoomNameTaken(name);
					}
					await new Promise((resolve) => setImmediate(resolve));
					if (taken.has(name)) {
						throw new Error('duplicate key');
					}
					taken.add(name);
					return 'rid';
				},
				'rooms.shownNameOf': (name: string) => name,
				'rooms.byId': () => undefined,
				'rooms.remove': () => undefined,
				'homeserver.register': () => undefined,
				'homeserver.setDisplayName': () => undefined,
			},
			planOn('starter'),
		);
		const create = () =>
			createFederatedRoom(bridge, user, { name: 'Tea', isPublic: true, external: [], local: [] });
		const [, second] = await Promise.allSettled([create(), create()]);
		expect(second).to.have.nested.property('reason.code', 'room-name-taken');
		expect(taken.size).to.equal(1);
	});
});

describe('a federated room of somebody who has no ghost yet', () => {
	it('is not made in Rocket.Chat before the homeserver has made the ghost', async () => {
		const { bridge, calls } = fakeBridge(
			{
				'homeserver.register': () => {
					throw new HomeserverError('UNREACHABLE', undefined, 'no connection');
				},
				'rooms.shownNameOf': (name: string) => name,
			},
			planOn('starter'),
		);
		const wanted = { name: 'Tea', isPublic: true, external: [], local: [] };
		const failure = await createFederatedRoom(bridge, user, wanted).catch((error: unknown) => error);
		expect(failure).to.have.property('errcode', 'UNREACHABLE');
		expect(calls.filter(([method]) => method === 'rooms.create')).to.deep.equal([]);
	});
});
