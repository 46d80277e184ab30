import { expect } from 'chai';
import type { RocketChatRoom, RocketChatUser } from '../../../src/rocketchat/entities';
import { federateInTurn } from '../../../src/to-matrix/rooms/create-room';
import { fakeBridge } from '../../support/fake-bridge';

const user = { id: 'uid-alice', roles: [] } as unknown as RocketChatUser;
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
