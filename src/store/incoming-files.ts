import type { EventId, MxcUri, RoomId } from '../matrix/ids';
import type { RocketChatRoomId, RocketChatUserId } from '../rocketchat/ids';
import { keys } from './keys';
import type { Persistence } from './link-table';

/**
 * What became of the file of an event. `uploading`: its message may be in Rocket.Chat without a link. `waiting`: a line stands in its
 * place until it can be fetched. `told`: a line stands in its place for good.
 */
type IncomingFileState = 'uploading' | 'carried' | 'waiting' | 'told';

/** The file of an event of Matrix. */
export interface IncomingFileRecord {
	readonly eventId: EventId;
	readonly roomId: RoomId;
	readonly rocketChatRoomId: RocketChatRoomId;
	readonly state: IncomingFileState;
	/** Of a carried file. Records of before November 2026 lack it. */
	readonly mxc?: MxcUri;
	/** Who uploads it, under which name, and since when it may be there, in milliseconds since 1970. */
	readonly upload?: { readonly senderId: RocketChatUserId; readonly name: string; readonly since: number };
}

/**
 * Stores how far each file has come, before each step: Rocket.Chat posts the message of an upload under an id that the app does not
 * choose, so a second attempt could post it twice.
 */
export class IncomingFiles {
	constructor(private readonly persistence: Persistence) {}

	/** @returns undefined if nothing is known of a file of the event */
	async byEvent(eventId: EventId): Promise<IncomingFileRecord | undefined> {
		const found = await this.persistence.read.readByAssociation(keys.incomingFile(eventId));
		return (found as IncomingFileRecord[])[0];
	}

	/** Stores how far a file has come, and replaces what was stored before. */
	async put(record: IncomingFileRecord): Promise<void> {
		await this.persistence.write.updateByAssociations([keys.incomingFile(record.eventId)], record, true);
	}
}
