import { expect } from 'chai';
import fc from 'fast-check';
import type { UserId } from '../../../src/matrix/ids';
import { rocketChatUser } from '../../../src/rocketchat/entities';
import { reconcileMembers, type MemberHint } from '../../../src/people/members/reconcile-members';
import { showMember } from '../../../src/people/members/show-member';
import { runs } from '../../support/property-runs';
import { externalOf, ghostOf, matrixRoom, TwoSidedRoom } from '../../support/two-sided-room';

const bob = externalOf('bob');

/** A room that Alice has made, in which both sides agree. */
async function roomOfAlice(): Promise<TwoSidedRoom> {
	const room = new TwoSidedRoom();
	await room.open('alice');
	await reconcileMembers(room.bridge, matrixRoom);
	return room;
}

describe('reconcileMembers', () => {
	it('adds who has joined on Matrix, and removes who has left there', async () => {
		const room = await roomOfAlice();
		room.there.set(bob, { membership: 'join', sender: bob });
		await reconcileMembers(room.bridge, matrixRoom, { only: [bob] });
		expect([...room.here]).to.deep.equal(['alice', 'bob:far.example']);
		room.there.set(bob, { membership: 'leave', sender: bob });
		await reconcileMembers(room.bridge, matrixRoom, { only: [bob] });
		expect([...room.here]).to.deep.equal(['alice']);
		expect(room.told).to.deep.equal([]);
	});

	it('shows many people in turns, so that whoever writes meanwhile waits for one turn only', async () => {
		const room = await roomOfAlice();
		const people = Array.from({ length: 45 }, (_, index) => externalOf(`person${index}`));
		people.forEach((id) => room.there.set(id, { membership: 'join', sender: id }));
		const all = reconcileMembers(room.bridge, matrixRoom);
		const link = await room.bridge.store.rooms.byMatrixId(matrixRoom);
		await (link && showMember(room.bridge, link, externalOf('person44')));
		expect(room.here)
			.to.include('person44:far.example')
			.and.to.have.property('size', 1 + 10 + 1);
		await all;
		expect(room.membersHere()).to.deep.equal(room.membersThere());
		expect(room.here).to.have.property('size', 1 + 45);
	});

	it('ends its turns if somebody in each of them is refused, and throws the first refusal', async () => {
		const room = await roomOfAlice();
		const people = Array.from({ length: 25 }, (_, index) => externalOf(`person${index}`));
		people.forEach((id) => room.there.set(id, { membership: 'join', sender: id }));
		room.refused = 'person3:far.example';
		const failure = await reconcileMembers(room.bridge, matrixRoom).catch((error: unknown) => error);
		expect(failure).to.have.property('code', 'message-refused');
		expect(room.here).to.have.property('size', 1 + 24);
	});

	it('looks up nobody whose membership has not changed', async () => {
		const room = await roomOfAlice();
		room.there.set(bob, { membership: 'join', sender: bob });
		await reconcileMembers(room.bridge, matrixRoom);
		const { people } = room.bridge;
		const looked: string[] = [];
		Object.assign(people, {
			byId: (id: string) => looked.push(id),
			byUsername: (username: string) => looked.push(username),
		});
		await reconcileMembers(room.bridge, matrixRoom);
		expect(looked).to.deep.equal([]);
	});

	it('has the ghost of a colleague who was added invited, and join', async () => {
		const room = await roomOfAlice();
		room.local('carol');
		room.here.add('carol');
		await reconcileMembers(room.bridge, matrixRoom);
		expect(room.there.get(ghostOf('carol'))).to.include({ membership: 'join' });
	});

	it('has the ghost come back of whoever has left and come back here while the app ended', async () => {
		const room = await roomOfAlice();
		await room.link('carol');
		room.here.add('carol');
		await reconcileMembers(room.bridge, matrixRoom);
		room.there.set(ghostOf('carol'), { membership: 'leave', sender: ghostOf('carol') });
		await reconcileMembers(room.bridge, matrixRoom);
		expect(room.there.get(ghostOf('carol'))).to.include({ membership: 'leave' });
		await reconcileMembers(room.bridge, matrixRoom, { comesBack: true });
		expect(room.there.get(ghostOf('carol'))).to.include({ membership: 'join' });
		expect([...room.here]).to.deep.equal(['alice', 'carol']);
		expect(room.told).to.deep.equal([]);
	});

	describe('after a change whose answer was lost, and which somebody has undone where it was made', () => {
		const erin = ghostOf('erin');
		const dora = externalOf('dora');
		const doraHere = dora.slice(1);
		const byAlice = (room: TwoSidedRoom) => ({
			by: rocketChatUser(room.userNamed('alice')),
			isDoneHere: true,
		});
		const joinThere = (room: TwoSidedRoom) => room.there.set(dora, { membership: 'join', sender: dora });
		const leaveThere = (room: TwoSidedRoom) =>
			room.there.set(dora, { membership: 'leave', sender: dora });
		const nothing = () => undefined;

		/** Has the change of one person made on the other side without an answer, undoes it where it was made, and compares again. */
		async function undone(
			room: TwoSidedRoom,
			userId: UserId,
			{
				change,
				undo,
				by = nothing,
			}: Record<'change' | 'undo', (room: TwoSidedRoom) => unknown> & {
				by?: (room: TwoSidedRoom) => MemberHint | undefined;
			},
		): Promise<readonly string[]> {
			const changed = room.membersHere();
			change(room);
			room.isAnswerLost = true;
			const hint = { only: [userId], ...by(room) };
			const failure: unknown = await reconcileMembers(room.bridge, matrixRoom, hint).catch(
				(error: unknown) => error,
			);
			expect(failure).to.have.property('code', 'homeserver-unreachable');
			expect(room.membersHere()).to.deep.equal(room.membersThere());
			undo(room);
			expect(room.membersHere()).not.to.deep.equal(room.membersThere());
			room.bridge.store.members.forgetMemory(); // a new process of the app
			await reconcileMembers(room.bridge, matrixRoom, hint);
			expect(room.membersHere()).to.deep.equal(room.membersThere());
			expect(room.membersHere()).to.deep.equal(changed);
			room.changes = 0;
			await reconcileMembers(room.bridge, matrixRoom);
			expect(room.changes).to.equal(0);
			return room.told;
		}

		it('keeps out a local user who has joined and left here', async () => {
			const room = await roomOfAlice();
			await room.link('erin');
			const change = () => room.here.add('erin');
			room.there.set(erin, { membership: 'invite', sender: ghostOf('alice') });
			await undone(room, erin, { change, undo: () => room.here.delete('erin') });
			expect([...room.here]).to.deep.equal(['alice']);
		});

		it('keeps a local user whom a colleague has removed and added again here', async () => {
			const room = await roomOfAlice();
			await room.link('erin');
			room.here.add('erin');
			await reconcileMembers(room.bridge, matrixRoom);
			const told = await undone(room, erin, {
				change: () => room.here.delete('erin'),
				undo: () => room.here.add('erin'),
				by: byAlice,
			});
			expect(told).to.deep.equal([]);
		});

		it('keeps out somebody on Matrix who was added and removed here', async () => {
			const room = await roomOfAlice();
			joinThere(room);
			await reconcileMembers(room.bridge, matrixRoom);
			leaveThere(room);
			await reconcileMembers(room.bridge, matrixRoom);
			await undone(room, dora, {
				change: () => room.here.add(doraHere),
				undo: () => room.here.delete(doraHere),
			});
			expect([...room.here]).to.deep.equal(['alice']);
		});

		it('keeps somebody on Matrix who was removed and added again here', async () => {
			const room = await roomOfAlice();
			joinThere(room);
			await reconcileMembers(room.bridge, matrixRoom);
			const told = await undone(room, dora, {
				change: () => room.here.delete(doraHere),
				undo: () => room.here.add(doraHere),
			});
			expect(told).to.deep.equal([]);
		});

		it('invites nobody who has joined and left on Matrix', async () => {
			const room = await roomOfAlice();
			await undone(room, dora, { change: joinThere, undo: leaveThere });
			expect(room.there.get(dora)).to.include({ membership: 'leave', sender: dora });
		});

		it('removes nobody who has left and come back on Matrix', async () => {
			const room = await roomOfAlice();
			joinThere(room);
			await reconcileMembers(room.bridge, matrixRoom);
			await undone(room, dora, { change: leaveThere, undo: joinThere });
			expect(room.there.get(dora)).to.include({ membership: 'join', sender: dora });
		});

		it('keeps out somebody who has joined on Matrix, and whom somebody has removed here', async () => {
			const room = await roomOfAlice();
			joinThere(room);
			room.isAnswerLost = true;
			await reconcileMembers(room.bridge, matrixRoom, { only: [dora] }).catch(() => undefined);
			room.here.delete(doraHere);
			await reconcileMembers(room.bridge, matrixRoom, { only: [dora], ...byAlice(room) });
			expect(room.there.get(dora)).to.include({ membership: 'leave', sender: ghostOf('alice') });
			expect([...room.here]).to.deep.equal(['alice']);
		});

		describe('and somebody on Matrix has ended the membership before the next comparison', () => {
			/** A public room in which a ghost has joined, or somebody is invited, as nobody knows. */
			async function joinedUnknown(userId: UserId): Promise<TwoSidedRoom> {
				const room = await roomOfAlice();
				room.isPublic = true;
				await room.link('erin');
				room.here.add(userId === erin ? 'erin' : doraHere);
				room.isAnswerLost = true;
				await reconcileMembers(room.bridge, matrixRoom).catch(() => undefined);
				expect(room.membersThere()).to.include(userId);
				return room;
			}

			for (const membership of ['leave', 'ban'] as const) {
				it(`takes the person out here, too, and tells them (${membership})`, async () => {
					const room = await joinedUnknown(erin);
					room.there.set(erin, { membership, sender: bob, at: Date.now() + 1_000 });
					await reconcileMembers(room.bridge, matrixRoom, { only: [erin], ...byAlice(room) });
					expect(room.there.get(erin)).to.include({ membership, sender: bob });
					expect([...room.here]).to.deep.equal(['alice']);
					expect(room.told[0]).to.match(
						/^`@bob:far\.example` (?:removed|banned) you from the room/,
					);
					room.changes = 0;
					await reconcileMembers(room.bridge, matrixRoom);
					expect(room.changes).to.equal(0);
				});
			}

			it('takes out an external person who was added here, and did not want that', async () => {
				const room = await roomOfAlice();
				joinThere(room);
				await reconcileMembers(room.bridge, matrixRoom);
				leaveThere(room);
				await reconcileMembers(room.bridge, matrixRoom);
				room.here.add(doraHere);
				room.isAnswerLost = true;
				await reconcileMembers(room.bridge, matrixRoom).catch(() => undefined);
				room.there.set(dora, { membership: 'leave', sender: dora, at: Date.now() + 1_000 });
				await reconcileMembers(room.bridge, matrixRoom);
				expect(room.there.get(dora)).to.include({ membership: 'leave', sender: dora });
				expect([...room.here]).to.deep.equal(['alice']);
			});

			it('has the ghost join if the removal is older, since a colleague has added the person again', async () => {
				const room = await joinedUnknown(erin);
				room.there.set(erin, { membership: 'leave', sender: bob, at: Date.now() - 60_000 });
				await reconcileMembers(room.bridge, matrixRoom, { only: [erin] });
				expect(room.there.get(erin)).to.include({ membership: 'join' });
				expect([...room.here]).to.deep.equal(['alice', 'erin']);
				expect(room.told).to.deep.equal([]);
			});
		});

		it('does not remember the change of somebody who is on neither side any more', async () => {
			const room = await roomOfAlice();
			await room.link('erin');
			room.here.add('erin');
			room.there.set(erin, { membership: 'invite', sender: ghostOf('alice') });
			room.isAnswerLost = true;
			await reconcileMembers(room.bridge, matrixRoom).catch(() => undefined);
			room.here.delete('erin');
			room.there.set(erin, { membership: 'leave', sender: erin });
			await reconcileMembers(room.bridge, matrixRoom);
			expect([...(await room.bridge.store.members.movesOf(matrixRoom))]).to.deep.equal([]);
		});
	});

	it('takes out who was removed on Matrix, tells them by whom and why, and does not let them back in', async () => {
		const room = await roomOfAlice();
		await room.link('carol');
		room.here.add('carol');
		await reconcileMembers(room.bridge, matrixRoom);
		room.there.set(ghostOf('carol'), { membership: 'leave', sender: bob, reason: 'off topic' });
		await reconcileMembers(room.bridge, matrixRoom, { only: [ghostOf('carol')] });
		expect([...room.here]).to.deep.equal(['alice']);
		expect(room.told).to.deep.equal([
			'`@bob:far.example` removed you from the room `Room` on Matrix, so you are not in it here either. Somebody who may do so there can invite you again. The reason given: off topic',
		]);
		room.here.add('carol');
		await reconcileMembers(room.bridge, matrixRoom, { only: [ghostOf('carol')] });
		expect([...room.here]).to.deep.equal(['alice']);
		expect(room.told.at(-1)).to.match(/^You could not join the room `Room` on Matrix/);
	});

	it('gives back a member whom the homeserver does not let be removed, and tells who tried it', async () => {
		const room = await roomOfAlice();
		room.there.set(bob, { membership: 'join', sender: bob });
		await reconcileMembers(room.bridge, matrixRoom);
		room.powerful.clear();
		room.here.delete('bob:far.example');
		const by = rocketChatUser(room.userNamed('alice'));
		await reconcileMembers(room.bridge, matrixRoom, { only: [bob], by });
		expect([...room.here]).to.deep.equal(['alice', 'bob:far.example']);
		expect(room.told).to.have.length(1);
		expect(room.told[0]).to.match(/^`@bob:far\.example` could not be removed on Matrix/);
	});

	it('brings the others together if Rocket.Chat does not let one of them in', async () => {
		const room = await roomOfAlice();
		room.refused = 'bob:far.example';
		for (const id of [bob, externalOf('eve')]) {
			room.there.set(id, { membership: 'join', sender: id });
		}
		const failure: unknown = await reconcileMembers(room.bridge, matrixRoom).catch(
			(error: unknown) => error,
		);
		expect(failure).to.include({ code: 'message-refused' });
		expect([...room.here]).to.deep.equal(['alice', 'eve:far.example']);
	});

	it('shows no more than 100 external people of a large room, and makes no users for the others', async () => {
		const room = await roomOfAlice();
		for (let number = 0; number < 10_000; number++) {
			const id = externalOf(`user${number}`);
			room.there.set(id, { membership: 'join', sender: id });
		}
		await reconcileMembers(room.bridge, matrixRoom);
		expect([...room.here]).to.deep.equal(['alice']);
		for (let number = 0; number < 150; number++) {
			await reconcileMembers(room.bridge, matrixRoom, { only: [externalOf(`user${number}`)] });
		}
		expect(room.here.size).to.equal(101);
	});

	it('ends with the same members on both sides, whatever people do and whatever fails meanwhile', async function () {
		this.timeout(120_000);
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
				const room = await roomOfAlice();
				for (const { act, who, isHeard, answered, isAnswerLost } of steps) {
					acts[act](room, who);
					room.answered = answered ?? Infinity;
					room.isAnswerLost = isAnswerLost;
					const only = [externals.includes(who) ? externalOf(who) : ghostOf(who)];
					await reconcileMembers(room.bridge, matrixRoom, isHeard ? { only } : {}).catch(
						() => undefined,
					);
					room.answered = Infinity;
					room.isAnswerLost = false;
				}
				await reconcileMembers(room.bridge, matrixRoom);
				expect(room.membersHere()).to.deep.equal(room.membersThere());
				room.changes = 0;
				await reconcileMembers(room.bridge, matrixRoom);
				expect(room.changes).to.equal(0);
			}),
			runs(500, 16),
		);
	});
});

const locals = ['carol', 'dave'];
const externals = ['bob', 'eve'];

/** What people do on one of the sides. */
const acts = {
	joinHere: (room: TwoSidedRoom, who: string) => {
		if (externals.includes(who)) {
			return; // only a known bot user can be added, see `addHere`
		}
		room.local(who);
		room.here.add(who);
	},
	addHere: (room: TwoSidedRoom, who: string) => {
		const name = externals.includes(who) ? externalOf(who).slice(1) : who;
		if (room.hasUser(name)) {
			room.here.add(name);
		}
	},
	leaveHere: (room: TwoSidedRoom, who: string) => {
		room.here.delete(externals.includes(who) ? externalOf(who).slice(1) : who);
	},
	joinThere: (room: TwoSidedRoom, who: string) => {
		const id = externalOf(who);
		if (externals.includes(who) && room.there.get(id)?.membership !== 'ban') {
			room.there.set(id, { membership: 'join', sender: id });
		}
	},
	inviteThere: (room: TwoSidedRoom, who: string) => {
		const id = externals.includes(who) ? externalOf(who) : ghostOf(who);
		if (!['join', 'ban'].includes(room.there.get(id)?.membership ?? '')) {
			room.there.set(id, { membership: 'invite', sender: bob });
		}
	},
	kickThere: (room: TwoSidedRoom, who: string) => endThere(room, who, 'leave'),
	banThere: (room: TwoSidedRoom, who: string) => endThere(room, who, 'ban'),
} as const;

function endThere(room: TwoSidedRoom, who: string, membership: 'leave' | 'ban'): void {
	const id = externals.includes(who) ? externalOf(who) : ghostOf(who);
	if (room.there.has(id)) {
		room.there.set(id, { membership, sender: ghostOf('alice') });
	}
}

/** One thing that somebody does, whether an event tells of it, after how many calls the other system fails, and whether it makes the change without an answer. */
const step = fc.record({
	act: fc.constantFrom(...(Object.keys(acts) as (keyof typeof acts)[])),
	who: fc.constantFrom(...locals, ...externals),
	isHeard: fc.boolean(),
	answered: fc.option(fc.nat(12), { nil: undefined }),
	isAnswerLost: fc.boolean(),
});
