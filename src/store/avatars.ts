import { BoundedMap } from '../bounded-map';
import type { MxcUri, UserId } from '../matrix/ids';
import { keys } from './keys';
import type { Persistence } from './link-table';

/**
 * Where the avatar of an external person is shown: as that of the bot user, or with each message. `nothing`: it is no picture that
 * can be shown, or there is none. Until a later attempt: `pending`, with each message, and `unread`, not at all.
 */
export type ShownBy = 'user' | 'message' | 'nothing' | 'pending' | 'unread';

/** The avatar of a person as it was carried over last. */
export interface KnownAvatar {
	/** Its address on Matrix; undefined if there is none. */
	readonly mxc?: MxcUri | undefined;
	/** Of a ghost: a hash of the picture in Rocket.Chat. */
	readonly hash?: string | undefined;
	/** Of a ghost: when the picture was set in Rocket.Chat, as the workspace says it. */
	readonly lastModified?: string | undefined;
	/** Of an external person. */
	readonly shownBy?: ShownBy | undefined;
}

/** Records that are kept in memory; others are read again. */
const MAX_REMEMBERED = 2_000;

/** Stores the avatars of people, so that a picture is carried over once. Another instance may have written what memory lacks. */
export class AvatarTable {
	private readonly remembered = new BoundedMap<UserId, KnownAvatar>(MAX_REMEMBERED);

	constructor(private readonly persistence: Persistence) {}

	/** @returns the record, empty if the person's avatar was never carried over. Costs no call while memory has it */
	async of(userId: UserId): Promise<KnownAvatar> {
		return this.remembered.get(userId) ?? this.read(userId);
	}

	/** @returns the record as it is stored now */
	async read(userId: UserId): Promise<KnownAvatar> {
		const [record = {}] = (await this.persistence.read.readByAssociation(
			keys.avatarOf(userId),
		)) as KnownAvatar[];
		this.remembered.set(userId, record);
		return record;
	}

	/** Stores what is known of an avatar, and replaces what was stored before. */
	async save(userId: UserId, avatar: KnownAvatar): Promise<void> {
		await this.persistence.write.updateByAssociations([keys.avatarOf(userId)], avatar, true);
		this.remembered.set(userId, avatar);
	}

	/** Makes the next calls ask the store. */
	forgetMemory(): void {
		this.remembered.clear();
	}
}
