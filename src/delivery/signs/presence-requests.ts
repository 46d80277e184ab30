import type { MatrixStatus } from '../../convert/presence';
import type { UserId } from '../../matrix/ids';
import type { RocketChatUserId } from '../../rocketchat/ids';
import { uptime } from '../../uptime';

/**
 * Milliseconds after which the homeserver is told again that somebody is there. A ghost has no client that asks for events, and
 * Synapse shows such a user as offline after 30 s (`presence.sync_online_timeout`).
 */
const SAID_AGAIN_AFTER_MS = 20_000;

/** Milliseconds after which the homeserver certainly shows what it was told. */
const SHOWN_AFTER_MS = 5_000;

/** Milliseconds for which a homeserver that ignored what it was told is left alone. */
const LEFT_ALONE_MS = 600_000;

/** What people here see of a user, and the user's ghost. */
export interface LocalPresence {
	readonly ghostId: UserId;
	readonly status: MatrixStatus;
}

/** The parts of the app that `PresenceRequests` uses. */
interface PresenceRequestsParts {
	/** Whether presence is to be carried over at all. */
	readonly isOn: () => Promise<boolean>;
	/** @returns what people here see of a user at present; undefined if the user has no ghost */
	readonly read: (userId: RocketChatUserId) => Promise<LocalPresence | undefined>;
	/** Tells the homeserver. @returns false if it is not to be told now, or not by this instance of the server */
	readonly tell: (presence: LocalPresence) => Promise<boolean>;
	/** @returns whether the homeserver shows what it was told */
	readonly isShown: (presence: LocalPresence) => Promise<boolean>;
	/** Called if something failed. It is not tried again. */
	readonly onFailure: (error: unknown) => void;
}

interface Known {
	readonly status: MatrixStatus;
	/** When the homeserver was told, by `uptime`; undefined if it was not. */
	toldAt?: number;
}

/**
 * Tells the homeserver which people of the workspace are there: once for each change, and every 20 s while they stay, since it
 * forgets it otherwise. One request at a time, however many change. Nothing of it is stored.
 */
export class PresenceRequests {
	/** Users whose status was not read yet, and whether it has changed. */
	private readonly unread = new Map<RocketChatUserId, { readonly hasChanged: boolean }>();
	private readonly known = new Map<UserId, Known>();
	private isReading = false;
	private timer: NodeJS.Timeout | undefined;
	/** When it was asked whether the homeserver shows what it was told, by `uptime`. */
	private askedAt: number | undefined;
	private ignores = false;

	constructor(private readonly parts: PresenceRequestsParts) {}

	/** Whether presence is switched off at the homeserver: it accepts requests, but shows everybody as offline. */
	get isIgnored(): boolean {
		return this.ignores;
	}

	/** Takes note that the status or the status text of a user has changed. */
	note(userId: RocketChatUserId): void {
		this.unread.set(userId, { hasChanged: true });
		void this.readAll();
	}

	/** Reads the status of a user whose changes were not heard, as before a start. The homeserver is told if the user is there. */
	look(userId: RocketChatUserId): void {
		if (!this.unread.has(userId)) {
			this.unread.set(userId, { hasChanged: false });
			void this.readAll();
		}
	}

	/** Makes the app ask again whether the homeserver shows what it is told. */
	settingsChanged(): void {
		this.ignores = false;
		this.askedAt = undefined;
	}

	/** Sends one request after the other, so that the last status of a user stays. */
	private async readAll(): Promise<void> {
		if (this.isReading) {
			return;
		}
		this.isReading = true;
		for (const [userId, { hasChanged }] of this.unread) {
			this.unread.delete(userId);
			await this.attempt(() => this.follow(userId, hasChanged));
		}
		this.isReading = false;
	}

	private async follow(userId: RocketChatUserId, hasChanged: boolean): Promise<void> {
		const presence = await this.parts.read(userId);
		if (!hasChanged && presence?.status.presence === 'offline') {
			return;
		}
		const known = presence && this.known.get(presence.ghostId);
		const isTold = known?.toldAt !== undefined && isSame(known.status, presence?.status);
		if (!presence || isTold) {
			return;
		}
		this.known.set(presence.ghostId, { status: presence.status });
		this.timer ??= setTimeout(() => void this.sayAgain(), SAID_AGAIN_AFTER_MS);
		await this.tell(presence.ghostId);
	}

	private async sayAgain(): Promise<void> {
		await this.attempt(async () => {
			if (!(await this.parts.isOn())) {
				this.known.clear();
			}
			await this.askIfShown();
		});
		const there = this.ghostsThere();
		for (const ghostId of there) {
			await this.attempt(() => this.tell(ghostId));
		}
		this.timer =
			there.length === 0 ? undefined : setTimeout(() => void this.sayAgain(), SAID_AGAIN_AFTER_MS);
	}

	/** Asks once, about somebody who is online, and again after some minutes if the homeserver ignored it. */
	private async askIfShown(): Promise<void> {
		if (this.ignores && uptime() - (this.askedAt ?? -Infinity) > LEFT_ALONE_MS) {
			this.settingsChanged();
		}
		if (this.askedAt !== undefined) {
			return;
		}
		for (const [ghostId, { status, toldAt }] of this.known) {
			const isSettled = toldAt !== undefined && uptime() - toldAt > SHOWN_AFTER_MS;
			if (isSettled && status.presence === 'online') {
				const isShown = await this.parts.isShown({ ghostId, status });
				this.ignores = !isShown;
				this.askedAt = uptime();
				return;
			}
		}
	}

	private ghostsThere(): UserId[] {
		return [...this.known].flatMap(([ghostId, { status }]) =>
			status.presence === 'offline' ? [] : ghostId,
		);
	}

	private async tell(ghostId: UserId): Promise<void> {
		const known = this.known.get(ghostId);
		if (known && !this.ignores && (await this.parts.tell({ ghostId, status: known.status }))) {
			known.toldAt = uptime();
		}
	}

	private async attempt(work: () => Promise<void>): Promise<void> {
		try {
			await work();
		} catch (error) {
			this.parts.onFailure(error);
		}
	}
}

function isSame(one: MatrixStatus, other: MatrixStatus | undefined): boolean {
	return one.presence === other?.presence && one.text === other.text;
}
