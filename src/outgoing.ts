import { HandOvers } from './delivery/hand-overs';
import type { HomeserverState } from './delivery/homeserver-state';
import type { Instances } from './delivery/instances';
import { OutageNotices } from './delivery/outage-notices';
import { Recovery } from './delivery/recovery';
import type { RoomQueues } from './delivery/room-queues';
import { failureOf } from './failure';
import { FederationError } from './errors';
import type { Log } from './log';
import type { RoomId } from './matrix/ids';
import type { RocketChatUser } from './rocketchat/entities';
import type { RocketChatMessageId, RocketChatRoomId } from './rocketchat/ids';
import type { InstanceTable } from './store/instances';
import type { RoomProgressTable } from './store/room-progress';

/** The parts of the app that `Outgoing` uses. */
export interface OutgoingParts {
	readonly state: HomeserverState;
	readonly queues: RoomQueues;
	readonly instances: Pick<Instances, 'isAlone' | 'owns' | 'run'>;
	readonly handOvers: InstanceTable;
	readonly progress: RoomProgressTable;
	readonly log: Log;
	/** Checks the layout of the store. @throws FederationError `store-too-new` */
	readonly openStore: () => Promise<unknown>;
	/** Sends to Matrix what is missing there of a room. @throws FederationError if it has to be called again */
	readonly reconcileRoom: (roomId: RocketChatRoomId) => Promise<void>;
	/** Shows somebody in a room that what they write there follows later. */
	readonly tellDelay: (
		actor: RocketChatUser,
		roomId: RocketChatRoomId,
		threadId?: RocketChatMessageId,
	) => Promise<void>;
}

/** What waits until it can be sent to Matrix: rooms that are behind, and people who are told so. */
export class Outgoing {
	readonly recovery: Recovery;
	private readonly handOvers: HandOvers;
	private readonly notices = new OutageNotices();

	constructor(private readonly parts: OutgoingParts) {
		this.recovery = new Recovery({
			isUsable: () => parts.state.isUsable,
			reconcile: (roomId) => this.reconcile(roomId),
		});
		const { instances, handOvers: table, log } = parts;
		this.handOvers = new HandOvers({
			...{ table, instances },
			compare: ({ roomId, matrixRoomId }) => {
				parts.progress.forgetIfMoved(roomId, matrixRoomId);
				this.recovery.request(roomId);
			},
			onFailure: (error) => log.failure('a room was not left to its owner', failureOf(error)),
		});
	}

	/** Starts the work that no event of the platform starts: every room of this instance is compared with Matrix now and then. */
	start(): void {
		const { log } = this.parts;
		this.handOvers.start();
		this.recovery.start(
			() => this.ownedRooms(),
			(error) => log.failure('the federated rooms could not be read', failureOf(error)),
		);
	}

	/**
	 * Has all rooms of this instance compared with Matrix, at its start and when another one has come or gone: what people did
	 * while an instance was starting reached nobody.
	 */
	async compareAll(): Promise<void> {
		(await this.ownedRooms()).forEach((roomId) => this.recovery.request(roomId));
	}

	/**
	 * Has a room compared with Matrix by the instance that owns it.
	 * @param matrixRoomId the Matrix room that it is linked to
	 */
	leaveToRecovery(roomId: RocketChatRoomId, matrixRoomId: RoomId): void {
		if (this.parts.instances.owns(matrixRoomId)) {
			this.recovery.request(roomId);
		} else {
			this.handOvers.leave({ roomId, matrixRoomId });
		}
	}

	/**
	 * Lists a room that was linked just now, and sends what was written in it before it was linked.
	 * @param writtenSince messages from this time on are meant for Matrix, milliseconds since 1970
	 */
	async startRelaying(roomId: RocketChatRoomId, matrixRoomId: RoomId, writtenSince: number): Promise<void> {
		const { progress } = this.parts;
		const { from = writtenSince, checkedTo = writtenSince } = (await progress.of(roomId)) ?? {};
		await progress.save({ roomId, matrixRoomId, from, checkedTo });
		this.recovery.request(roomId);
	}

	/** Has the homeserver probed, if a failure says that it cannot be used. */
	reportOutageOf({ kind }: FederationError): void {
		if (kind.isOutage) {
			this.parts.state.reportOutage();
		}
	}

	/** Tells somebody, once per room and outage and unless it is a short one, that what they write there follows later. */
	tellOfOutage(actor: RocketChatUser, roomId: RocketChatRoomId, threadId?: RocketChatMessageId): void {
		const { tellDelay, log } = this.parts;
		this.notices.add(`${roomId} ${actor.id}`, () => {
			tellDelay(actor, roomId, threadId).catch((error: unknown) =>
				log.failure('an outage could not be told', failureOf(error), { roomId }),
			);
		});
	}

	/** Sends what waits, after an outage. */
	async resume(): Promise<void> {
		this.notices.end();
		await this.recovery.run();
	}

	private async ownedRooms(): Promise<RocketChatRoomId[]> {
		const { openStore, progress, instances } = this.parts;
		await openStore();
		return (await progress.all())
			.filter(({ matrixRoomId }) => instances.owns(matrixRoomId))
			.map(({ roomId }) => roomId);
	}

	/** Compares a room with Matrix, before anything else that waits in its queue; or leaves it to its owner. */
	private async reconcile(roomId: RocketChatRoomId): Promise<void> {
		const { queues, log, progress, instances, reconcileRoom } = this.parts;
		try {
			const matrixRoomId = (await progress.of(roomId))?.matrixRoomId;
			if (matrixRoomId === undefined) {
				return;
			}
			const work = () => instances.run(matrixRoomId, () => reconcileRoom(roomId));
			const isDone = await queues.run(`rocketchat ${roomId}`, 0, work).catch(unlessMoved);
			if (!isDone) {
				this.handOvers.leave({ roomId, matrixRoomId });
			}
		} catch (error) {
			const failure = failureOf(error);
			log.failure('a room could not be compared with Matrix', failure, { roomId });
			this.reportOutageOf(failure);
			throw error;
		}
	}
}

/** @returns false for a room that another instance owns by now */
function unlessMoved(error: unknown): false {
	if (error instanceof FederationError && error.code === 'room-moved') {
		return false;
	}
	throw error;
}
