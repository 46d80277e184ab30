import { uptime } from '../uptime';
import type { RocketChatRoomId, RocketChatUserId } from './ids';

/** Milliseconds after which it is shown again: Rocket.Chat's clients stop showing it after 15 s (client: `UserAction.ts`). */
const SHOWN_AGAIN_AFTER_MS = 8_000;

/** Milliseconds for which a person is shown without a new list: the homeserver sends one only if it differs from the last. */
const LONGEST_MS = 120_000;

/** A bot user who is typing. */
export interface Typist {
	readonly roomId: RocketChatRoomId;
	readonly userId: RocketChatUserId;
	/** As the workspace shows people: the username, or the name. */
	readonly name: string;
}

/** The parts of the app that `ShownTyping` uses. */
interface ShownTypingParts {
	/** Shows in a room that somebody is typing. @returns a function that hides it */
	readonly begin: (roomId: RocketChatRoomId, name: string) => Promise<() => Promise<void>>;
	/** Whether the people who are shown may stay: a new list would arrive, at this instance of the server. */
	readonly mayStay: () => boolean;
	/** Called if it could not be shown. It is not tried again. */
	readonly onFailure: (error: unknown) => void;
}

interface Shown {
	readonly typist: Typist;
	/** When the last list with the person came, by `uptime`. */
	listedAt: number;
	readonly timer: NodeJS.Timeout;
	/** Hides the person, when the last call to show it is done. */
	hide: Promise<() => Promise<void>>;
}

/** The people on Matrix who are shown as typing in Rocket.Chat. This is kept in memory only, and ends for everybody at some time. */
export class ShownTyping {
	/** By room of Matrix and bot user. */
	private readonly shown = new Map<string, Map<RocketChatUserId, Shown>>();
	/** The number of the latest list of each room, while its people are looked up. */
	private readonly latest = new Map<string, number>();
	private lists = 0;

	constructor(private readonly parts: ShownTypingParts) {}

	/**
	 * Shows the people of a list in a room, and nobody else. A list that is found only after a later one of the room has no effect.
	 * @param matrixRoomId the room
	 * @param find looks up the people of the list
	 */
	async replace(matrixRoomId: string, find: () => Promise<readonly Typist[]>): Promise<void> {
		this.lists += 1;
		const number = this.lists;
		this.latest.set(matrixRoomId, number);
		try {
			const typists = await find();
			if (this.latest.get(matrixRoomId) === number) {
				this.showOnly(matrixRoomId, typists);
			}
		} finally {
			if (this.latest.get(matrixRoomId) === number) {
				this.latest.delete(matrixRoomId);
			}
		}
	}

	/** Hides a person who has sent something. Costs no call if the person is not shown. */
	end(matrixRoomId: string, userId: RocketChatUserId): void {
		const inRoom = this.shown.get(matrixRoomId);
		const shown = inRoom?.get(userId);
		if (!inRoom || !shown) {
			return;
		}
		clearInterval(shown.timer);
		inRoom.delete(userId);
		if (inRoom.size === 0) {
			this.shown.delete(matrixRoomId);
		}
		shown.hide.then((hide) => hide()).catch(this.parts.onFailure);
	}

	private showOnly(matrixRoomId: string, typists: readonly Typist[]): void {
		const inRoom = this.shown.get(matrixRoomId) ?? new Map<RocketChatUserId, Shown>();
		const listed = new Set(typists.map(({ userId }) => userId));
		[...inRoom.keys()]
			.filter((userId) => !listed.has(userId))
			.forEach((userId) => this.end(matrixRoomId, userId));
		if (typists.length > 0) {
			this.shown.set(matrixRoomId, inRoom);
		}
		for (const typist of typists) {
			const known = inRoom.get(typist.userId);
			if (known) {
				known.listedAt = uptime();
			} else {
				const timer = setInterval(() => this.showAgain(matrixRoomId, typist), SHOWN_AGAIN_AFTER_MS);
				inRoom.set(typist.userId, { typist, listedAt: uptime(), timer, hide: this.show(typist) });
			}
		}
	}

	private showAgain(matrixRoomId: string, typist: Typist): void {
		const shown = this.shown.get(matrixRoomId)?.get(typist.userId);
		if (shown && uptime() - shown.listedAt < LONGEST_MS && this.parts.mayStay()) {
			shown.hide = this.show(typist);
		} else {
			this.end(matrixRoomId, typist.userId);
		}
	}

	/** @returns what hides the person; does nothing if it could not be shown */
	private async show({ roomId, name }: Typist): Promise<() => Promise<void>> {
		try {
			return await this.parts.begin(roomId, name);
		} catch (error) {
			this.parts.onFailure(error);
			return async () => undefined;
		}
	}
}
