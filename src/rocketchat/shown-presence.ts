import { BoundedMap } from '../bounded-map';
import { statusOfNewBotUser, type BotUserStatus } from '../convert/presence';
import type { RocketChatUserId } from './ids';
import type { People } from './people';

/** People whose status is remembered. That of anybody else is read again. */
const MAX_REMEMBERED = 10_000;

/** The parts of the app that `ShownPresence` uses. */
interface ShownPresenceParts {
	readonly people: Pick<People, 'byId' | 'setStatus' | 'setStatusText'>;
	/** Whether no other instance of the server may have changed what was shown last. */
	readonly mayRemember: () => boolean;
	/** Called if it could not be shown. It is not tried again. */
	readonly onFailure: (error: unknown) => void;
}

/** A status, and whose it is. */
interface Waiting {
	readonly status: BotUserStatus;
	readonly find: () => Promise<RocketChatUserId | undefined>;
}

/** The status of people on Matrix, as their bot users show it in Rocket.Chat. Written only if it differs. */
export class ShownPresence {
	/** What is to be shown next, by the person's Matrix id. */
	private readonly waiting = new Map<string, Waiting>();
	/** What was shown last, by the person's Matrix id. */
	private readonly shown = new BoundedMap<string, Waiting>(MAX_REMEMBERED);
	private isWriting = false;
	private keepsStatus: boolean | undefined;

	constructor(private readonly parts: ShownPresenceParts) {}

	/**
	 * Whether this Rocket.Chat shows bot users as offline whatever an app sets, since they have no connection. Then only their status
	 * texts are written. Rocket.Chat before pull request 40274: ee/packages/presence/src/lib/processConnectionStatus.ts
	 */
	get isTextOnly(): boolean {
		return this.keepsStatus === false;
	}

	/**
	 * Shows the status of a person, soon. One after the other, and the last one of a person stays.
	 * @param matrixId of the person
	 * @param find looks up the person's bot user; nothing is shown if there is none
	 */
	note(matrixId: string, status: BotUserStatus, find: Waiting['find']): void {
		this.waiting.set(matrixId, { status, find });
		void this.writeWaiting();
	}

	/** Shows everybody as before presence was carried over, since nobody tells any more when that changes. */
	reset(): void {
		for (const [matrixId, { find }] of [...this.shown]) {
			this.note(matrixId, statusOfNewBotUser, find);
		}
	}

	private async writeWaiting(): Promise<void> {
		if (this.isWriting) {
			return;
		}
		this.isWriting = true;
		for (const [matrixId, waiting] of this.waiting) {
			this.waiting.delete(matrixId);
			try {
				await this.show(matrixId, waiting);
			} catch (error) {
				this.parts.onFailure(error);
			}
		}
		this.isWriting = false;
	}

	private async show(matrixId: string, waiting: Waiting): Promise<void> {
		const { status, find } = waiting;
		const { people, mayRemember } = this.parts;
		if (mayRemember() && isSame(status, this.shown.get(matrixId)?.status)) {
			return;
		}
		this.shown.delete(matrixId);
		const id = await find();
		const user = id && (await people.byId(id));
		if (!user) {
			return;
		}
		const now = { status: user.status, text: user.statusText ?? '' };
		if (this.isTextOnly) {
			if (now.text !== status.text) {
				await people.setStatusText(user, status.text);
			}
		} else if (!isSame(status, now)) {
			await people.setStatus(user, status);
			await this.learnIfKept(user.id, status);
		}
		this.shown.set(matrixId, waiting);
	}

	private async learnIfKept(id: RocketChatUserId, { status }: BotUserStatus): Promise<void> {
		if (this.keepsStatus === undefined && status !== 'offline') {
			this.keepsStatus = (await this.parts.people.byId(id))?.status === status;
		}
	}
}

function isSame(one: BotUserStatus, other: { status: string; text: string } | undefined): boolean {
	return one.status === other?.status && one.text === other.text;
}
