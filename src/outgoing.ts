import type { HomeserverState } from './delivery/homeserver-state';
import { OutageNotices } from './delivery/outage-notices';
import { Recovery } from './delivery/recovery';
import type { RoomQueues } from './delivery/room-queues';
import { failureOf } from './failure';
import type { FederationError } from './errors';
import type { Log } from './log';
import type { RoomId } from './matrix/ids';
import type { RocketChatUser } from './rocketchat/entities';
import type { RocketChatMessageId, RocketChatRoomId } from './rocketchat/ids';
import type { PendingOpenings } from './store/pending-openings';
import type { RoomProgress, RoomProgressTable } from './store/room-progress';

/** The parts of the app that `Outgoing` uses. */
export interface OutgoingParts {
	readonly state: HomeserverState;
	readonly queues: RoomQueues;
	readonly progress: RoomProgressTable;
	readonly openings: PendingOpenings;
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
	private readonly notices = new OutageNotices();

	constructor(private readonly parts: OutgoingParts) {
		this.recovery = new Recovery({
			isUsable: () => parts.state.isUsable,
			reconcile: (roomId) => this.reconcile(roomId),
		});
	}

	/**
	 * Starts the work that no event of the platform starts: every federated room is compared with Matrix now, because what people
	 * did while the app did not run reached nobody, and again from time to time.
	 */
	start(): void {
		const { openStore, openings, progress, log } = this.parts;
		const rooms = async () => {
			await openStore();
			const listed = [...(await openings.all()), ...(await progress.all())];
			return [...new Set(listed.map(({ roomId }) => roomId))];
		};
		this.recovery.start(rooms, (error) =>
			log.failure('the federated rooms could not be read', failureOf(error)),
		);
	}

	/**
	 * Lists a room that was linked just now, or that is open again, and sends what was written in it before, also what waited for
	 * that.
	 * @param writtenSince messages from this time on are meant for Matrix, milliseconds since 1970
	 */
	async startRelaying(roomId: RocketChatRoomId, matrixRoomId: RoomId, writtenSince: number): Promise<void> {
		const { progress } = this.parts;
		const listed = await progress.of(roomId);
		const { from = writtenSince, checkedTo = writtenSince, heldSince, releasedAt } = listed ?? {};
		await progress.save({
			...{ roomId, matrixRoomId, from, checkedTo: Math.min(checkedTo, heldSince ?? checkedTo) },
			...formerRoomsOf(listed, matrixRoomId),
			...(heldSince !== undefined
				? { releasedAt: Date.now() }
				: releasedAt !== undefined && { releasedAt }),
		});
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

	/** Compares a room with Matrix, before anything else that waits in its queue. */
	private async reconcile(roomId: RocketChatRoomId): Promise<void> {
		const { queues, log, reconcileRoom } = this.parts;
		try {
			await queues.run(`rocketchat ${roomId}`, 0, () => reconcileRoom(roomId));
		} catch (error) {
			const failure = failureOf(error);
			log.failure('a room could not be compared with Matrix', failure, { roomId });
			this.reportOutageOf(failure);
			throw error;
		}
	}
}

/** Matrix rooms that a room had before which are remembered. */
const MAX_FORMER_ROOMS = 10;

function formerRoomsOf(
	listed: RoomProgress | undefined,
	matrixRoomId: RoomId,
): Pick<RoomProgress, 'formerRooms'> {
	const rooms = [...(listed?.formerRooms ?? []), ...(listed ? [listed.matrixRoomId] : [])];
	const former = [...new Set(rooms)].filter((roomId) => roomId !== matrixRoomId).slice(-MAX_FORMER_ROOMS);
	return former.length > 0 ? { formerRooms: former } : {};
}
