import type { UserId } from '../matrix/ids';
import type { RocketChatRoomId, RocketChatUserId } from '../rocketchat/ids';
import { keys } from './keys';
import type { Persistence } from './link-table';

/** Who wants a Matrix room, and what for. */
export type RoomPurpose = { readonly userId: RocketChatUserId } & (
	| {
			readonly what: 'direct';
			/** The people on Matrix, and the colleagues, besides the one who opens the direct message. */
			readonly external: readonly UserId[];
			readonly local: readonly RocketChatUserId[];
			/** The direct message, if a message in it is the reason. */
			readonly rocketChatRoomId?: RocketChatRoomId;
	  }
	| {
			readonly what: 'room';
			readonly rocketChatRoomId: RocketChatRoomId;
			/** People on Matrix who are invited when the room is linked. */
			readonly invited: readonly UserId[];
			/** Messages from this time on are meant for Matrix, milliseconds since 1970; since the creation began if it is left out. */
			readonly writtenSince?: number;
	  }
);

/** A Matrix room that is being created, and is not linked yet. */
export interface RoomCreation {
	/** Stands in the Matrix room, so that the room is found again if the app ends before it is linked. */
	readonly id: string;
	readonly ghostId: UserId;
	readonly purpose: RoomPurpose;
	/** When it was begun, and when the homeserver was asked last, milliseconds since 1970. */
	readonly at: number;
	readonly askedAt: number;
	/** The instance of the server that does it; see `isInterrupted`. */
	readonly by?: string | undefined;
}

/**
 * Stores which Matrix rooms are being created. The endpoint for it takes no transaction id, so a creation that is repeated after a
 * stop of the app would make a second room and invite everybody again. Client-Server API, `POST /createRoom`.
 */
export class RoomCreations {
	constructor(private readonly persistence: Persistence) {}

	/** @returns the creation for a purpose that was begun and has not ended */
	async of(purpose: RoomPurpose): Promise<RoomCreation | undefined> {
		const [found] = await this.persistence.read.readByAssociation(keys.roomCreation(keyOf(purpose)));
		return found as RoomCreation | undefined;
	}

	/** Stores a creation before the homeserver is asked, and replaces an earlier one for the same purpose. */
	async add(creation: RoomCreation): Promise<void> {
		await this.persistence.write.updateByAssociations(associations(creation.purpose), creation, true);
	}

	/** Notes that the room is linked, or was given up. */
	async remove(purpose: RoomPurpose): Promise<void> {
		await this.persistence.write.removeByAssociations(associations(purpose));
	}

	/** @returns those that have not ended, in no order */
	async all(): Promise<RoomCreation[]> {
		return (await this.persistence.read.readByAssociation(keys.roomCreations())) as RoomCreation[];
	}
}

function associations(purpose: RoomPurpose) {
	return [keys.roomCreation(keyOf(purpose)), keys.roomCreations()];
}

/** @returns the same text for everybody who opens a direct message of the same people */
function keyOf(purpose: RoomPurpose): string {
	return purpose.what === 'room'
		? purpose.rocketChatRoomId
		: [purpose.userId, ...purpose.local, ...purpose.external].sort().join(' ');
}
