import { failureOf } from '../../failure';
import type { Log } from '../../log';
import type { RoomEvent } from '../../matrix/events';
import type { UserId } from '../../matrix/ids';
import type { BlockedPush, PushState } from '../../store/push-state';
import { PushWatch } from './push-watch';

/** After this many calls of `watch`, the store is read to see if another instance gets pushes again. */
const CALLS_FOR_A_LOOK = 5;

/** The parts of the app that `PushHealth` uses. */
interface PushHealthParts {
	readonly pushState: PushState;
	readonly log: Log;
}

/** Whether the homeserver pushes its events, to this or another instance of the server. */
export class PushHealth {
	private readonly expectations = new PushWatch();
	private state: BlockedPush | undefined;
	private calls = 0;

	constructor(private readonly parts: PushHealthParts) {}

	/** Since when the push is blocked; undefined while the homeserver pushes. */
	get blocked(): BlockedPush | undefined {
		return this.state;
	}

	/** Reads what was known before the app ended. */
	async load(): Promise<void> {
		this.state = await this.parts.pushState.read();
	}

	/** Tells that the homeserver has an event, which it has to push. */
	expect(eventId: string): void {
		this.expectations.expect(eventId);
	}

	/** Forgets the expected events: the homeserver may have lost them. */
	clear(): void {
		this.expectations.clear();
	}

	/** Tells that the homeserver has pushed events. */
	pushed(events: readonly RoomEvent[], isOwn: (userId: UserId) => boolean): void {
		for (const { eventId, sender } of events) {
			this.expectations.seen(eventId, isOwn(sender));
		}
		if (events.length > 0) {
			this.set(undefined);
		}
	}

	/** Tells that the homeserver's queue has an event at which the workspace's engine stops. */
	foundPoison(eventId: string): void {
		this.set({ since: this.state?.since ?? Date.now(), poison: eventId });
	}

	/**
	 * Finds out, once a second, whether the push is blocked. The homeserver's requests may go to another instance, which
	 * notes in the store that it gets them.
	 */
	async watch(): Promise<void> {
		const { pushState } = this.parts;
		const pushOfOthers = this.expectations.takePushOfOthers();
		if (pushOfOthers !== undefined) {
			await pushState.notePush(pushOfOthers);
		}
		if (this.state) {
			const isTimeToLook = this.calls++ % CALLS_FOR_A_LOOK === 0;
			if (isTimeToLook && (await pushState.pushedAt()) > this.state.since) {
				this.set(undefined);
			}
		} else if (this.expectations.isOverdue) {
			if ((await pushState.pushedAt()) >= (this.expectations.expectedSince ?? 0)) {
				this.expectations.clear();
			} else {
				this.set({ since: Date.now() });
			}
		}
	}

	private set(blocked: BlockedPush | undefined): void {
		if (blocked?.since === this.state?.since && blocked?.poison === this.state?.poison) {
			return;
		}
		const { log, pushState } = this.parts;
		this.state = blocked;
		this.expectations.clear();
		if (blocked) {
			log.error('the homeserver does not push its events; they are pulled', { poison: blocked.poison });
		} else {
			log.info('the homeserver pushes its events again');
		}
		pushState.write(blocked).catch((error: unknown) => {
			log.failure('whether the homeserver pushes was not stored', failureOf(error));
		});
	}
}
