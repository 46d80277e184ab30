import { expect } from 'chai';
import type { EventId, RoomId } from '../../src/matrix/ids';
import type { RocketChatMessageId, RocketChatRoomId } from '../../src/rocketchat/ids';
import { journalPage, journalPagesSince } from '../../src/store/journal-page';
import type { ReactionKey } from '../../src/store/reaction-key';
import { Store } from '../../src/store/store';
import { atTime } from '../support/at-time';
import { memoryPersistence } from '../support/memory-persistence';

const rid = 'rid' as RocketChatRoomId;
const roomId = '!room:example.org' as RoomId;
const one = 'one' as RocketChatMessageId;
const PAGE_MS = 21_600_000;

describe('the pages of the journal', () => {
	it('cover six hours each, and name their room', () => {
		expect(journalPage(rid, 0)).to.equal('rid/0');
		expect(journalPage(rid, PAGE_MS - 1)).to.equal('rid/0');
		expect(journalPage(rid, PAGE_MS)).to.equal('rid/1');
	});

	it('are listed from a time to another, with both ends', () => {
		expect(journalPagesSince(rid, PAGE_MS - 1, 2 * PAGE_MS)).to.deep.equal(['rid/0', 'rid/1', 'rid/2']);
		expect(journalPagesSince(rid, 5, 5)).to.deep.equal(['rid/0']);
	});

	it('are none if the time is still to come', () => {
		expect(journalPagesSince(rid, 3 * PAGE_MS, PAGE_MS)).to.deep.equal([]);
	});
});

describe('the journal', () => {
	const link = (matrixId: string, rocketChatId: string, part: number, page = journalPage(rid)) => ({
		...{ matrixId: matrixId as EventId, rocketChatId: rocketChatId as RocketChatMessageId },
		...{ roomId, part, page },
	});

	it('lists the links of a room by message, in the order of the parts, with their times', async () => {
		const { messages, journal } = new Store(memoryPersistence());
		await messages.add(link('$b', 'one', 1));
		await messages.add(link('$a', 'one', 0));
		await messages.add(link('$c', 'two', 0));
		await messages.add(link('$d', 'three', 0, journalPage('other' as RocketChatRoomId)));
		const read = await journal.read(rid, Date.now());
		expect([...read.messages.keys()]).to.deep.equal(['one', 'two']);
		expect(read.messages.get(one)?.map(({ matrixId }) => matrixId)).to.deep.equal(['$a', '$b']);
		expect(read.messages.get(one)?.[0]?.at).to.be.a('number');
		expect([read.reactions, [...read.settled.keys()]]).to.deep.equal([[], []]);
	});

	it('lists reactions and settled messages, which have no links', async () => {
		const { reactions, journal } = new Store(memoryPersistence());
		const rocketChatId = 'one/uid/:tada:' as ReactionKey;
		await reactions.add({ matrixId: '$r' as EventId, rocketChatId, page: journalPage(rid) });
		await journal.settle(rid, one);
		await journal.settle(rid, one);
		const read = await journal.read(rid, Date.now());
		expect(read.reactions.map((reaction) => reaction.rocketChatId)).to.deep.equal([rocketChatId]);
		expect([...read.settled.keys()]).to.deep.equal(['one']);
		expect(read.messages.size).to.equal(0);
	});

	it('reads only the pages since a time', async () => {
		const persistence = memoryPersistence();
		const { journal } = new Store(persistence);
		await atTime(10 * PAGE_MS, () => journal.settle(rid, one));
		await atTime(12 * PAGE_MS, async () => {
			expect([...(await journal.read(rid, 11 * PAGE_MS)).settled.keys()]).to.deep.equal([]);
			persistence.calls.length = 0;
			expect([...(await journal.read(rid, 10 * PAGE_MS)).settled.keys()]).to.deep.equal(['one']);
		});
		expect(persistence.calls).to.deep.equal(['read', 'read', 'read']);
	});

	it('keeps a changed link on its page, and loses a dropped one', async () => {
		const { messages, journal } = new Store(memoryPersistence());
		await messages.add(link('$a', 'one', 0));
		const [stored] = await messages.allByRocketChatId(one);
		if (stored) {
			await messages.change({ ...stored, editedAt: 7 });
		}
		const changed = (await journal.read(rid, Date.now())).messages.get(one);
		expect(changed?.map(({ editedAt }) => editedAt)).to.deep.equal([7]);
		if (changed?.[0]) {
			await messages.drop(changed[0]);
		}
		expect((await journal.read(rid, Date.now())).messages.size).to.equal(0);
	});
});
