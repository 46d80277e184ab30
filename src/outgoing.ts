import { HandOvers } from './delivery/instances/hand-overs';
import type { HomeserverState } from './delivery/outage/homeserver-state';
import type { Instances } from './delivery/instances/instances';
import { OutageNotices } from './delivery/outage/outage-notices';
import { Recovery } from './delivery/outage/recovery';
import { UnreadableRooms } from './delivery/outage/unreadable-rooms';
import type { RoomQueues } from './delivery/room-queues';
import { failureOf } from './failure';
import { isCode, type FederationError } from './errors';
import type { Log } from './log';
import type { RoomId } from './matrix/ids';
import type { RocketChatUser } from './rocketchat/entities';
import type { RocketChatMessageId, RocketChatRoomId } from './rocketchat/ids';
import type { RoomProgress } from './store/room-progress';
import type { Store } from './store/store';

/** The parts of the app that `Outgoing` uses. */
interface OutgoingParts {
	readonly state: HomeserverState;
	readonly queues: RoomQueues;
	readonly instances: Pick<Instances, 'isAlone' | 'isPaused' | 'owns' | 'run'>;
	readonly store: Pick<Store, 'instances' | 'openings' | 'progress' | 'unreadableRooms'>;
	readonly log: Log;
	/** Checks the layout of the store. @throws FederationError `store-too-new` */
	readonly openStore: () => Promise<unknown>;
	/** Gives a room that has no Matrix room yet its room, if it is to have one. @throws FederationError if it has to be called again */
	readonly linkRoom: (roomId: RocketChatRoomId) => Promise<void>;
	/** Sends to Matrix what is missing there of a room. @throws FederationError if it has to be called again */
	readonly reconcileRoom: (roomId: RocketChatRoomId) => Promise<void>;
	/** Sends what is missing there of what was done with older messages. @throws FederationError if it has to be called again */
	readonly lookBack: (roomId: RocketChatRoomId) => Promise<void>;
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
	readonly unreadable: UnreadableRooms;
	/** Discussions of this instance's rooms that may have no Matrix room, since their announcements may not have been heard. */
	readonly missedDiscussions = new Set<RocketChatRoomId>();
	private readonly handOvers: HandOvers;
	/** Those of other instances' rooms that were left to them since the instances agreed last. */
	private readonly leftDiscussions = new Set<RocketChatRoomId>();
	private readonly notices = new OutageNotices(() => this.parts.state.probeSoon());
	private mayReadRooms = true;
	/** Whether all rooms that may be behind since the start are listed in `recovery`. */
	private areRoomsListed = true;

	constructor(private readonly parts: OutgoingParts) {
		this.unreadable = new UnreadableRooms({ table: parts.store.unreadableRooms, log: parts.log });
		this.recovery = new Recovery({
			isUsable: () => parts.state.isUsable && this.mayReadRooms && !parts.instances.isPaused,
			reconcile: (roomId) => this.compare(roomId, parts.reconcileRoom),
			lookBack: (roomId) => this.compare(roomId, parts.lookBack),
			needsLookBack: (roomId) => parts.store.progress.lookBackFrom(roomId) !== undefined,
			unreadable: this.unreadable,
		});
		const { instances, store, log } = parts;
		this.handOvers = new HandOvers({
			...{ table: store.instances, instances },
			compare: ({ roomId, ownedAs, isMissedDiscussion }) => {
				if (isMissedDiscussion) {
					this.missedDiscussions.add(roomId);
					return;
				}
				parts.store.progress.forgetIfMoved(roomId, ownedAs);
				this.recovery.request(roomId);
			},
			onFailure: (error) => log.failure('a room was not left to its owner', failureOf(error)),
		});
	}

	/**
	 * Starts the work that no event of the platform starts: every room of this instance is compared with Matrix now and then.
	 * @param mayReadRooms settles when the messages of rooms may be read. Until then all rooms count as behind
	 */
	start(mayReadRooms: Promise<unknown>): void {
		this.mayReadRooms = false;
		this.areRoomsListed = false;
		void mayReadRooms.finally(() => {
			this.mayReadRooms = true;
			void this.recovery.run();
		});
		const { instances, log } = this.parts;
		this.handOvers.start();
		this.recovery.start(
			async () => (instances.isPaused ? [] : this.ownedRooms()),
			(error) => log.failure('the federated rooms could not be read', failureOf(error)),
		);
	}

	/**
	 * Has all rooms of this instance compared with Matrix, at its start and when another one has come or gone: what people did
	 * while an instance was starting reached nobody.
	 */
	async compareAll(): Promise<void> {
		this.leftDiscussions.clear();
		(await this.ownedRooms()).forEach((roomId) => this.recovery.request(roomId));
		this.areRoomsListed = true;
	}

	/** @returns whether a new message of a room may be sent at once: no older one may be missing on Matrix */
	isUpToDate(roomId: RocketChatRoomId): boolean {
		return this.areRoomsListed && !this.recovery.isBehind(roomId);
	}

	/**
	 * Has a room compared with Matrix by the instance that owns it.
	 * @param matrixRoomId the Matrix room that it is linked to
	 */
	leaveToRecovery(roomId: RocketChatRoomId, matrixRoomId: RoomId): void {
		if (this.parts.instances.owns(matrixRoomId)) {
			this.recovery.request(roomId);
		} else {
			this.handOvers.leave({ roomId, ownedAs: matrixRoomId });
		}
	}

	/**
	 * Notes a discussion whose announcement may not have been heard. The instance that owns its parent room federates it.
	 * @param parentId the Matrix room of its parent room
	 */
	noteMissedDiscussion(roomId: RocketChatRoomId, parentId: RoomId): void {
		if (this.parts.instances.owns(parentId)) {
			this.missedDiscussions.add(roomId);
		} else if (!this.leftDiscussions.has(roomId)) {
			this.leftDiscussions.add(roomId);
			this.handOvers.leave({ roomId, ownedAs: parentId, isMissedDiscussion: true });
		}
	}

	/**
	 * Lists a room that was linked just now, or that is open again, and sends what was written in it before, also what waited for
	 * that.
	 * @param writtenSince messages from this time on are meant for Matrix, milliseconds since 1970
	 */
	async startRelaying(roomId: RocketChatRoomId, matrixRoomId: RoomId, writtenSince: number): Promise<void> {
		const { progress } = this.parts.store;
		const listed = await progress.of(roomId);
		const { from = writtenSince, checkedTo = writtenSince, heldSince, releasedAt } = listed ?? {};
		await progress.save({
			...{ roomId, matrixRoomId, from, checkedTo: Math.min(checkedTo, heldSince ?? checkedTo) },
			...formerRoomsOf(listed, matrixRoomId),
			...(listed?.lostSince !== undefined && { lostSince: listed.lostSince }),
			...(heldSince !== undefined
				? { releasedAt: Date.now() }
				: releasedAt !== undefined && { releasedAt }),
		});
		this.recovery.request(roomId);
	}

	/** Counts all rooms as behind until `compareAll` lists them, since the app was disabled. Goes on if it is enabled again. */
	forgetRooms(): void {
		this.areRoomsListed = false;
		void this.recovery.run();
	}

	/** Notes the rooms that were being read when a record ended the engine's connection: it may have been one of theirs. */
	noteEngineLost(): void {
		this.unreadable.suspect(this.recovery.underWay);
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
		const { openStore, store, instances } = this.parts;
		await openStore();
		await this.unreadable.load();
		const pending = (await store.openings.all()).filter(({ roomId }) => instances.owns(roomId));
		const listed = (await store.progress.all()).filter(({ matrixRoomId }) =>
			instances.owns(matrixRoomId),
		);
		return [...new Set([...pending, ...listed].map(({ roomId }) => roomId))];
	}

	/** Compares a room with Matrix, before anything else that waits in its queue; or leaves it to its owner. */
	private async compare(
		roomId: RocketChatRoomId,
		comparison: (id: RocketChatRoomId) => Promise<void>,
	): Promise<void> {
		const { queues, log, instances, linkRoom } = this.parts;
		const runAsOwner = async (work: (id: RocketChatRoomId) => Promise<void>) =>
			instances.run(await this.ownedAs(roomId), () => work(roomId));
		try {
			const work = async () => (await runAsOwner(linkRoom)) && (await runAsOwner(comparison));
			const isDone = await queues.run(`rocketchat ${roomId}`, 0, work).catch(unlessMoved);
			if (!isDone) {
				this.handOvers.leave({ roomId, ownedAs: await this.ownedAs(roomId) });
			}
		} catch (error) {
			const failure = failureOf(error);
			log.failure('a room could not be compared with Matrix', failure, { roomId });
			this.reportOutageOf(failure);
			throw error;
		}
	}

	/** @returns the id by which the owner of a room is found: that of its Matrix room, or its own while it has none */
	private async ownedAs(roomId: RocketChatRoomId): Promise<string> {
		return (await this.parts.store.progress.of(roomId))?.matrixRoomId ?? roomId;
	}
}

/** @returns false for a room that another instance owns by now */
function unlessMoved(error: unknown): false {
	if (isCode(error, 'room-moved')) {
		return false;
	}
	throw error;
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
