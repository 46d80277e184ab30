import type { RocketChatMessageId, RocketChatRoomId } from '../rocketchat/ids';
import { journalPage, journalPagesSince } from './journal-page';
import { keys } from './keys';
import type { Persistence } from './link-table';
import type { MessageLink, ReactionLink } from './links';

/** A message that needs no event on Matrix, or gets none for good. */
interface SettledMessage {
	readonly settled: RocketChatMessageId;
	/** Whether it was deleted, on both sides. */
	readonly isDeleted: boolean;
	/** Whether it is to be sent when its direct message is open again. */
	readonly isHeld?: boolean;
	/** When that was found out, milliseconds since 1970. */
	readonly at: number;
}

/** What is known of a room's messages since some time. */
export interface JournalEntries {
	/** The links of each message, in the order of the parts. */
	readonly messages: ReadonlyMap<RocketChatMessageId, readonly StoredMessageLink[]>;
	readonly reactions: readonly ReactionLink[];
	readonly settled: ReadonlyMap<RocketChatMessageId, SettledMessage>;
}

/** A link of a message, with the time at which it was stored, milliseconds since 1970. */
type StoredMessageLink = MessageLink & { readonly at: number };

type JournalRecord = StoredMessageLink | (ReactionLink & { readonly part?: undefined }) | SettledMessage;

/**
 * Lists what was linked in each room lately. Links are on a page of the journal by themselves (`Link.page`), so the journal
 * costs no write of its own, except for messages that have no link.
 */
export class Journal {
	constructor(private readonly persistence: Persistence) {}

	/**
	 * @param since milliseconds since 1970; entries of some hours before may be among the result
	 * @param to where the entries end, milliseconds since 1970; entries of some hours after may be among the result
	 */
	async read(roomId: RocketChatRoomId, since: number, to = Date.now()): Promise<JournalEntries> {
		const messages = new Map<RocketChatMessageId, StoredMessageLink[]>();
		const reactions: ReactionLink[] = [];
		const settled = new Map<RocketChatMessageId, SettledMessage>();
		for (const page of journalPagesSince(roomId, since, to)) {
			const found = await this.persistence.read.readByAssociation(keys.journal(page));
			for (const record of found as JournalRecord[]) {
				if ('settled' in record) {
					const known = settled.get(record.settled);
					settled.set(record.settled, known && known.at > record.at ? known : record);
				} else if (record.part === undefined) {
					reactions.push(record);
				} else {
					const links = messages.get(record.rocketChatId) ?? [];
					messages.set(record.rocketChatId, [...links, record]);
				}
			}
		}
		for (const links of messages.values()) {
			links.sort((a, b) => a.part - b.part);
		}
		return { messages, reactions, settled };
	}

	/** Stores that a message needs no event on Matrix, gets none for good, or gets one only when it is released. */
	async settle(
		roomId: RocketChatRoomId,
		messageId: RocketChatMessageId,
		{ isDeleted = false, isHeld = false } = {},
	): Promise<void> {
		const record: SettledMessage = {
			...{ settled: messageId, isDeleted, at: Date.now() },
			...(isHeld && { isHeld }),
		};
		await this.persistence.write.createWithAssociation(record, keys.journal(journalPage(roomId)));
	}
}
