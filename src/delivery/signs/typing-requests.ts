import { uptime } from '../../uptime';
import type { RocketChatRoomId } from '../../rocketchat/ids';

/** Milliseconds between two requests about the same person in the same room, at least. */
const PAUSE_MS = 5_000;

/** Milliseconds after which the homeserver is told again that somebody is typing. Rocket.Chat's clients say it every 5 s. */
const SAID_AGAIN_AFTER_MS = 10_000;

/** Milliseconds after which the homeserver ends the typing by itself, if it hears nothing more. */
export const TYPING_TIMEOUT_MS = 20_000;

/** Somebody of the workspace who types in a room. */
export interface LocalTyping {
	readonly roomId: RocketChatRoomId;
	/** As Rocket.Chat shows people: the username, or the name. */
	readonly name: string;
	readonly isTyping: boolean;
}

interface Entry {
	/** Whether the person types, as Rocket.Chat said last. */
	isTyping: boolean;
	/** Whether the homeserver was told that the person types. */
	isTold: boolean;
	/** When the last request was sent, by `uptime`. */
	sentAt: number;
	timer: NodeJS.Timeout | undefined;
}

/**
 * Decides when the homeserver is told that people of the workspace are typing: as rarely as possible, and
 * so that each typing ends.
 * Nothing of this is stored.
 */
export class TypingRequests {
	private readonly entries = new Map<string, Entry>();

	/** @param send tells the homeserver; must not throw */
	constructor(private readonly send: (typing: LocalTyping) => void) {}

	/** Notes what Rocket.Chat reports: somebody is typing, or has stopped. */
	note({ roomId, name, isTyping }: LocalTyping): void {
		const key = `${roomId} ${name}`;
		const known = this.entries.get(key);
		if (!known && !isTyping) {
			return;
		}
		const entry = known ?? { isTyping, isTold: false, sentAt: -Infinity, timer: undefined };
		entry.isTyping = isTyping;
		this.entries.set(key, entry);
		this.tellIfDue(key, entry, { roomId, name });
	}

	/** Ends the typing at once, since the person has sent a message. Costs nothing if the homeserver knows of none. */
	end(roomId: RocketChatRoomId, name: string): void {
		const key = `${roomId} ${name}`;
		const entry = this.entries.get(key);
		if (entry) {
			entry.isTyping = false;
			if (entry.isTold) {
				this.tell(key, entry, { roomId, name });
			}
		}
	}

	private tellIfDue(key: string, entry: Entry, who: Omit<LocalTyping, 'isTyping'>): void {
		const age = uptime() - entry.sentAt;
		const isNews = entry.isTyping !== entry.isTold || (entry.isTyping && age >= SAID_AGAIN_AFTER_MS);
		if (isNews && age >= PAUSE_MS) {
			this.tell(key, entry, who);
		} else if (isNews) {
			clearTimeout(entry.timer);
			entry.timer = setTimeout(() => this.tellIfDue(key, entry, who), PAUSE_MS - age);
		}
	}

	private tell(key: string, entry: Entry, who: Omit<LocalTyping, 'isTyping'>): void {
		clearTimeout(entry.timer);
		entry.isTold = entry.isTyping;
		entry.sentAt = uptime();
		this.send({ ...who, isTyping: entry.isTyping });
		// By then the homeserver has ended it by itself.
		entry.timer = setTimeout(() => this.entries.delete(key), TYPING_TIMEOUT_MS);
	}
}
