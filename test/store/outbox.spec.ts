import { expect } from 'chai';
import type { RocketChatMessageId, RocketChatRoomId } from '../../src/rocketchat/ids';
import { Outbox, type OutboxItem } from '../../src/store/outbox';
import { memoryPersistence } from '../support/memory-persistence';

const rid = 'rid' as RocketChatRoomId;
const item = (id: string, at: number, roomId = rid): OutboxItem => ({
	...{ id, what: 'edit', roomId, messageId: 'mid' as RocketChatMessageId },
	...{ createdAt: 1, at },
});

describe('the outbox', () => {
	it('gives its items, oldest first, of one room or of all', async () => {
		const outbox = new Outbox(memoryPersistence());
		const other = 'other' as RocketChatRoomId;
		await outbox.add(item('b', 2));
		await outbox.add(item('c', 3, other));
		await outbox.add(item('a', 1));
		expect((await outbox.ofRoom(rid)).map(({ id }) => id)).to.deep.equal(['a', 'b']);
		expect((await outbox.ofRoom(other)).map(({ id }) => id)).to.deep.equal(['c']);
		expect(await outbox.all()).to.deep.equal([item('a', 1), item('b', 2), item('c', 3, other)]);
	});

	it('loses an item that is removed, and only that, and one that was never in it', async () => {
		const outbox = new Outbox(memoryPersistence());
		await outbox.add(item('a', 1));
		await outbox.add(item('a2', 2));
		await outbox.remove(item('a', 1));
		await outbox.remove({ id: 'never' });
		expect(await outbox.all()).to.deep.equal([item('a2', 2)]);
	});

	it('keeps its items over a restart, one write for each', async () => {
		const persistence = memoryPersistence();
		await new Outbox(persistence).add(item('a', 1));
		expect(persistence.calls).to.deep.equal(['create']);
		expect(await new Outbox(persistence).all()).to.deep.equal([item('a', 1)]);
	});
});
