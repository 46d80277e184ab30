import { expect } from 'chai';
import type { EventId, RoomId } from '../../src/matrix/ids';
import { keys } from '../../src/store/keys';
import { Store } from '../../src/store/store';
import { atTime } from '../support/at-time';
import { memoryPersistence } from '../support/memory-persistence';
import type { RocketChatMessageId, RocketChatRoomId, RocketChatUserId } from '../../src/rocketchat/ids';

const matrixId = '!room:example.org' as RoomId;
const link = { matrixId, rocketChatId: 'rid' as RocketChatRoomId };

describe('link table', () => {
	it('finds a link from either side with one read', async () => {
		const persistence = memoryPersistence();
		await new Store(persistence).rooms.add(link);
		for (const find of [
			(store: Store) => store.rooms.byMatrixId(matrixId),
			(store: Store) => store.rooms.byRocketChatId('rid' as RocketChatRoomId),
		]) {
			persistence.calls.length = 0;
			expect(await find(new Store(persistence))).to.include(link);
			expect(persistence.calls).to.deep.equal(['read']);
		}
	});

	it('does not read a link again that it remembers', async () => {
		const persistence = memoryPersistence();
		const { rooms } = new Store(persistence);
		await rooms.add(link);
		persistence.calls.length = 0;
		expect(await rooms.byMatrixId(matrixId)).to.include(link);
		expect(await rooms.byRocketChatId('rid' as RocketChatRoomId)).to.include(link);
		expect(persistence.calls).to.deep.equal([]);
	});

	it('knows without a read whether it remembers a link', async () => {
		const persistence = memoryPersistence();
		const { rooms } = new Store(persistence);
		expect(rooms.remembers('rid' as RocketChatRoomId)).to.equal(false);
		await rooms.add(link);
		expect(rooms.remembers('rid' as RocketChatRoomId)).to.equal(true);
		expect(persistence.calls).to.deep.equal(['create']);
	});

	it('keeps links of different kinds with the same ids apart', async () => {
		const store = new Store(memoryPersistence());
		await store.rooms.add(link);
		expect(await store.users.byRocketChatId('rid' as RocketChatUserId)).to.equal(undefined);
	});

	it('returns the first of two claims, on every instance', async () => {
		const persistence = memoryPersistence();
		const [one, other] = [new Store(persistence).rooms, new Store(persistence).rooms];
		const [first, second] = await Promise.all([
			one.claim(link),
			other.claim({ matrixId, rocketChatId: 'another' as RocketChatRoomId }),
		]);
		expect(first.rocketChatId).to.equal(second.rocketChatId);
		expect(await new Store(persistence).rooms.byMatrixId(matrixId)).to.include({
			rocketChatId: first.rocketChatId,
		});
	});

	it('remembers both sides of a link that it has read', async () => {
		const persistence = memoryPersistence();
		await new Store(persistence).rooms.add(link);
		for (const find of [
			({ rooms }: Store) => rooms.byMatrixId(matrixId),
			({ rooms }: Store) => rooms.byRocketChatId(link.rocketChatId),
		]) {
			const store = new Store(persistence);
			await find(store);
			persistence.calls.length = 0;
			expect(await store.rooms.byMatrixId(matrixId)).to.include(link);
			expect(await store.rooms.byRocketChatId(link.rocketChatId)).to.include(link);
			expect([...store.rooms.rememberedLinks()]).to.have.length(1);
			expect(persistence.calls).to.deep.equal([]);
		}
	});

	it('keeps to the link that it knows when another is added for the same room', async () => {
		const { rooms } = new Store(memoryPersistence());
		await rooms.add(link);
		await rooms.add({ matrixId, rocketChatId: 'another' as RocketChatRoomId });
		expect(await rooms.byMatrixId(matrixId)).to.include(link);
	});

	it('forgets a link on both sides, also in memory', async () => {
		const { rooms } = new Store(memoryPersistence());
		await rooms.add(link);
		await rooms.forget(link);
		expect(await rooms.byMatrixId(matrixId)).to.equal(undefined);
		expect(await rooms.byRocketChatId(link.rocketChatId)).to.equal(undefined);
		expect(rooms.remembers(link.rocketChatId)).to.equal(false);
	});

	it('lets the oldest of several stored links win, and of the same age the one with the least claim', async () => {
		const stored = (at: number, claim: string) => ({
			matrixId,
			rocketChatId: `${at}${claim}` as RocketChatRoomId,
			at,
			claim,
		});
		for (const records of [
			[stored(1, 'b'), stored(2, 'a')],
			[stored(2, 'a'), stored(1, 'b')],
			[stored(1, 'b'), stored(1, 'c')],
			[stored(1, 'c'), stored(1, 'b')],
		]) {
			const persistence = memoryPersistence();
			for (const record of records) {
				await persistence.write.createWithAssociation(record, keys.matrixRoom(matrixId));
			}
			expect(await new Store(persistence).rooms.byMatrixId(matrixId)).to.deep.equal(stored(1, 'b'));
		}
	});

	it('remembers 2,000 links, and forgets the oldest first', async () => {
		const persistence = memoryPersistence();
		const { rooms } = new Store(persistence);
		const numbered = (number: number) => ({
			matrixId: `!${number}:example.org` as RoomId,
			rocketChatId: `r${number}` as RocketChatRoomId,
		});
		for (let number = 1; number <= 2_000; number++) {
			await rooms.add(numbered(number));
		}
		expect(rooms.rememberedLinks().size).to.equal(2_000);
		persistence.calls.length = 0;
		await rooms.byMatrixId(numbered(1).matrixId);
		expect(persistence.calls).to.deep.equal([]);

		await rooms.add(numbered(2_001));
		expect(rooms.rememberedLinks().size).to.equal(2_000);
		expect(rooms.remembers(numbered(1).rocketChatId)).to.equal(false);
		expect(rooms.remembers(numbered(2).rocketChatId)).to.equal(true);
		expect(await rooms.byMatrixId(numbered(1).matrixId)).to.include(numbered(1));
	});

	describe('of something that is several things', () => {
		const event = '$event' as EventId;
		const roomId = '!room:example.org' as RoomId;
		const part = (number: number, rocketChatId = `m${number}`) => ({
			matrixId: event,
			rocketChatId: rocketChatId as RocketChatMessageId,
			roomId,
			part: number,
		});

		it('returns all parts in order, each once', async () => {
			const { messages } = new Store(memoryPersistence());
			for (const link of [part(2), part(0), part(1), part(1, 'another')]) {
				await messages.add(link);
			}
			const links = await messages.allByMatrixId(event);
			expect(links.map(({ part: number }) => number)).to.deep.equal([0, 1, 2]);
		});

		it('returns the first part for a single link, also if a later part was added after a restart', async () => {
			const persistence = memoryPersistence();
			await new Store(persistence).messages.add(part(0));
			const { messages } = new Store(persistence);
			await messages.add(part(1));
			expect(await messages.byMatrixId(event)).to.include({
				rocketChatId: 'm0' as RocketChatMessageId,
			});
		});

		it('returns the first part for a single link, also after a later part was read', async () => {
			const persistence = memoryPersistence();
			const toMatrix = (number: number) => ({
				matrixId: `$${number}` as EventId,
				rocketChatId: 'mid' as RocketChatMessageId,
				roomId,
				part: number,
			});
			for (const number of [0, 1]) {
				await new Store(persistence).messages.add(toMatrix(number));
				await new Store(persistence).messages.add(part(number));
			}
			const { messages } = new Store(persistence);
			expect(await messages.byMatrixId('$1' as EventId)).to.include(toMatrix(1));
			expect(await messages.byRocketChatId('mid' as RocketChatMessageId)).to.include(toMatrix(0));
			expect(await messages.byRocketChatId('m1' as RocketChatMessageId)).to.include(part(1));
			expect(await messages.byMatrixId(event)).to.include(part(0));
		});

		it('remembers a later part that it was asked for or has claimed', async () => {
			const persistence = memoryPersistence();
			await new Store(persistence).messages.add(part(1));
			for (const find of [
				({ messages }: Store) => messages.byMatrixId(event),
				({ messages }: Store) => messages.byRocketChatId(part(1).rocketChatId),
			]) {
				const store = new Store(persistence);
				await find(store);
				persistence.calls.length = 0;
				expect(await find(store)).to.include(part(1));
				expect(persistence.calls).to.deep.equal([]);
			}
			const { messages } = new Store(persistence);
			await messages.claim(part(1));
			persistence.calls.length = 0;
			expect(await messages.byMatrixId(event)).to.include(part(1));
			expect(persistence.calls).to.deep.equal([]);
		});

		it('gives the first of the links of one part', async () => {
			const { messages } = new Store(memoryPersistence());
			await atTime(1, () => messages.add(part(1)));
			await atTime(2, () => messages.add(part(1, 'another')));
			const links = await messages.allByMatrixId(event);
			expect(links.map(({ rocketChatId }) => rocketChatId)).to.deep.equal(['m1']);
		});

		it('changes a later part that it remembers', async () => {
			const { messages } = new Store(memoryPersistence());
			await messages.add(part(1));
			const known = await messages.byRocketChatId(part(1).rocketChatId);
			await messages.change({ ...part(1), ...known, editedAt: 7 });
			expect(await messages.byRocketChatId(part(1).rocketChatId)).to.include({ editedAt: 7 });
		});

		it('drops a part that it remembers', async () => {
			const { messages } = new Store(memoryPersistence());
			await messages.add(part(0));
			await messages.drop(part(0));
			expect(await messages.byMatrixId(event)).to.equal(undefined);
		});

		it('changes a later part, and the first still stands for all', async () => {
			const { messages } = new Store(memoryPersistence());
			await messages.add(part(0));
			await messages.add(part(1));
			const [, second] = await messages.allByMatrixId(event);
			await messages.change({ ...part(1), ...second, editedAt: 7 });
			expect(await messages.byMatrixId(event)).to.include(part(0));
			expect(await messages.byRocketChatId('m1' as RocketChatMessageId)).to.include({
				...part(1),
				editedAt: 7,
			});
		});

		it('changes one part and keeps the others, also for other instances', async () => {
			const persistence = memoryPersistence();
			const { messages } = new Store(persistence);
			await messages.add(part(0));
			await messages.add(part(1));
			const [first] = await messages.allByMatrixId(event);
			await messages.change({ ...part(0), ...first, editedAt: 7 });
			for (const store of [messages, new Store(persistence).messages]) {
				expect(await store.byMatrixId(event)).to.include({ ...part(0), editedAt: 7 });
				expect(await store.byRocketChatId('m1' as RocketChatMessageId)).to.include(part(1));
				const all = await store.allByMatrixId(event);
				expect(all.map(({ part: number }) => number)).to.deep.equal([0, 1]);
			}
		});

		it('drops one part and keeps the others', async () => {
			const { messages } = new Store(memoryPersistence());
			await messages.add(part(0));
			await messages.add(part(1));
			await messages.drop(part(1));
			expect(await messages.allByMatrixId(event)).to.have.length(1);
			expect(await messages.byRocketChatId('m1' as RocketChatMessageId)).to.equal(undefined);
		});
	});
});
