import { expect } from 'chai';
import type { AppContext } from '../../../src/app-context';
import type { RoomId } from '../../../src/matrix/ids';
import type { RocketChatRoomId } from '../../../src/rocketchat/ids';
import { compareDiscussionTopics } from '../../../src/to-matrix/rooms/discussion-topics';
import { fakeBridge } from '../../support/fake-bridge';

const parentId = 'parent' as RocketChatRoomId;
const parents: Readonly<Record<string, string | undefined>> = { mine: 'parent', other: 'elsewhere' };

it('a room that is renamed has the topics of its discussions compared with Matrix, and no others', async () => {
	const { bridge } = fakeBridge({
		'rooms.byId': (id: string) => ({ id, parentRoom: parents[id] && { id: parents[id] } }),
	});
	for (const id of ['parent', 'mine', 'other']) {
		await bridge.store.progress.save({
			...{ roomId: id as RocketChatRoomId, matrixRoomId: `!${id}:example.org` as RoomId },
			...{ from: 0, checkedTo: 0 },
		});
	}
	const requested: string[] = [];
	const outgoing = { leaveToRecovery: (id: string) => void requested.push(id) };
	await compareDiscussionTopics({ ...bridge, memory: bridge, outgoing } as unknown as AppContext, parentId);
	expect([...bridge.staleSettings]).to.deep.equal(['!mine:example.org']);
	expect(requested).to.deep.equal(['mine']);
});
