import { expect } from 'chai';
import { Random } from '../../../bench/chaos/random';
import { HomeserverState } from '../../../src/delivery/outage/homeserver-state';
import { RoomQueues } from '../../../src/delivery/room-queues';
import { SharedInbox } from '../../../src/delivery/transactions/shared-inbox';
import { Transactions } from '../../../src/delivery/transactions/transactions';
import { Log } from '../../../src/log';
import type { RoomEvent } from '../../../src/matrix/events';
import type { EventId, RoomId, UserId } from '../../../src/matrix/ids';
import { Outgoing } from '../../../src/outgoing';
import type { RocketChatRoomId } from '../../../src/rocketchat/ids';
import { Store } from '../../../src/store/store';
import { mockTimers } from '../../support/mock-timers';
import { serverInstances, type TestInstance } from '../../support/server-instances';

const roomIds = Array.from({ length: 6 }, (_, number) => `!room${number}:example.org` as RoomId);
const rocketChatIdOf = (roomId: RoomId) => `of ${roomId}` as RocketChatRoomId;
const pauseFor = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** One side of the bridge in memory: what each room shows, in order. */
class Side {
	private readonly rooms = new Map<RoomId, string[]>(roomIds.map((roomId) => [roomId, []]));

	in(roomId: RoomId): string[] {
		return this.rooms.get(roomId) ?? [];
	}

	/** The homeserver knows a repeated transaction, and keeps the event's place. */
	add(roomId: RoomId, id: string): void {
		if (!this.in(roomId).includes(id)) {
			this.in(roomId).push(id);
		}
	}

	/** Rocket.Chat gives a message that is posted again a new time. */
	post(roomId: RoomId, id: string): void {
		const others = this.in(roomId).filter((other) => other !== id);
		this.rooms.set(roomId, [...others, id]);
	}

	get shown(): Record<string, readonly string[]> {
		return Object.fromEntries(this.rooms);
	}
}

/** An instance of the server with the parts of the app that decide who relays what, and when. */
interface RelayingInstance extends TestInstance {
	readonly outgoing: Outgoing;
	readonly transactions: Transactions;
}

describe('several instances of the server', () => {
	const { pass } = mockTimers();

	/** A workspace with two instances that have agreed, and what both sides show. */
	async function workspace(random: Random) {
		const server = serverInstances(roomIds, () => random.between(0, 60));
		const sides = { rocketChat: new Side(), matrix: new Side() };
		const posted = { rocketChat: new Side(), matrix: new Side() };
		const running: RelayingInstance[] = [];

		const start = () => {
			const log = new Log();
			const queues = new RoomQueues();
			const state = new HomeserverState({
				probe: async () => undefined,
				recover: async () => undefined,
			});
			const instance = server.start(async () => {
				store.forgetMemory();
				await Promise.all([outgoing.compareAll(), transactions.resumeOnce()]);
			});
			const { instances, persistence } = instance;
			const delay = async () => {
				await pauseFor(random.between(0, 120));
				await instance.whenThawed();
			};
			const store = new Store(persistence);
			const inbox = new SharedInbox({ inbox: store.inbox, instances });
			const outgoing = new Outgoing({
				...{ state, queues, instances, log },
				store,
				openStore: async () => undefined,
				tellDelay: async () => undefined,
				linkRoom: async () => undefined,
				lookBack: async () => undefined,
				reconcileRoom: async (rocketChatRoomId) => {
					const { matrixRoomId } = (await store.progress.of(rocketChatRoomId)) ?? {};
					for (const id of matrixRoomId ? [...sides.rocketChat.in(matrixRoomId)] : []) {
						if (matrixRoomId && !posted.matrix.in(matrixRoomId).includes(id)) {
							instances.requireOwned(matrixRoomId);
							await delay();
							posted.matrix.add(matrixRoomId, id);
						}
					}
				},
			});
			const transactions = new Transactions({
				...{ queues, inbox, instances },
				parked: store.parked,
				handle: async ({ roomId, eventId }) => {
					if (!posted.rocketChat.in(roomId).includes(eventId)) {
						await delay();
						instances.requireLease(roomId);
						posted.rocketChat.post(roomId, eventId);
					}
				},
				onFailure: () => undefined,
			});
			outgoing.start(Promise.resolve());
			inbox.start(
				() => transactions.resumeStored(),
				() => undefined,
			);
			running.push(Object.assign(instance, { outgoing, transactions }));
		};
		const { progress } = new Store(server.persistence);
		for (const roomId of roomIds) {
			await progress.save({
				...{ roomId: rocketChatIdOf(roomId), matrixRoomId: roomId },
				...{ from: 0, checkedTo: 0 },
			});
		}
		start();
		await passSlowly(1_000);
		start();
		await passSlowly(10_000);
		return { sides, posted, running, start };
	}

	async function passSlowly(milliseconds: number) {
		for (let passed = 0; passed < milliseconds; passed += 50) {
			await pass(50);
		}
	}

	[1, 2, 3, 16, 20, 29].forEach((seed) => {
		it(`keep the order of each room in both directions while they end, freeze and come: seed ${seed}`, async () => {
			const random = new Random(seed);
			const { sides, posted, running, start } = await workspace(random);
			const awake = () => running.filter(({ isStill }) => !isStill);
			let transaction: Promise<void> | undefined;
			for (let step = 0; step < 150; step++) {
				const roomId = random.pick(roomIds);
				// Somebody writes; the platform raises the event on the instance that they use.
				sides.rocketChat.add(roomId, `m${step}`);
				random.pick(awake()).outgoing.leaveToRecovery(rocketChatIdOf(roomId), roomId);
				// The homeserver sends its next transaction when the one before it is answered.
				const isAnswered =
					!transaction || (await Promise.race([transaction.then(() => true), pauseNot()]));
				if (isAnswered) {
					const events = [roomId, random.pick(roomIds)].map((id, index) =>
						eventOf(id, `$${step}.${index}`),
					);
					events.forEach((event) => sides.matrix.add(event.roomId, event.eventId));
					transaction = pushUntilTaken(awake, random, String(step), events);
				}
				if (step % 4 === 0) {
					const latest = sides.matrix.in(roomId).slice(-10);
					const pulled = latest.map((id) => eventOf(roomId, id));
					void random.pick(awake()).transactions.relayPulled(pulled);
				}
				if (step % 25 === 10) {
					changeInstances(random, running, awake(), start);
				}
				await passSlowly(random.between(0, 400));
			}
			running.forEach((instance) => instance.thaw());
			await passSlowly(40_000);
			await transaction;
			expect(posted.matrix.shown, 'to Matrix').to.deep.equal(sides.rocketChat.shown);
			expect(posted.rocketChat.shown, 'to Rocket.Chat').to.deep.equal(sides.matrix.shown);
		});
	});
});

/** @returns false soon, without waiting for a timer */
async function pauseNot(): Promise<boolean> {
	await new Promise((resolve) => setImmediate(resolve));
	return false;
}

/** Sends a transaction to any instance, as a balancer does, until one answers. A frozen one does not answer. */
async function pushUntilTaken(
	awake: () => RelayingInstance[],
	random: Random,
	id: string,
	events: readonly RoomEvent[],
): Promise<void> {
	for (;;) {
		const { transactions } = random.pick(awake());
		const isTaken = await Promise.race([
			transactions.accept(id, events).then(() => true),
			pauseFor(5_000).then(() => false),
		]);
		if (isTaken) {
			return;
		}
	}
}

/** One of the instances ends, freezes or goes on, or another one comes. One stays awake. */
function changeInstances(
	random: Random,
	running: RelayingInstance[],
	awake: readonly RelayingInstance[],
	start: () => void,
): void {
	const frozen = running.find(({ isStill }) => isStill);
	if (frozen && random.chance(0.5)) {
		frozen.thaw();
	} else if (awake.length < 2) {
		start();
	} else if (random.chance(0.5)) {
		random.pick(awake).freeze();
	} else {
		const ended = random.pick(awake);
		ended.end();
		running.splice(running.indexOf(ended), 1);
	}
}

function eventOf(roomId: RoomId, eventId: string): RoomEvent {
	return {
		...{ eventId: eventId as EventId, roomId, sender: '@bob:example.org' as UserId },
		...{ type: 'm.room.message', at: 0, content: {}, unsigned: {} },
	};
}
