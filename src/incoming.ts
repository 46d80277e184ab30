import type { ConfiguredBridge } from './configured-bridge';
import type { Counter } from './delivery/counter';
import type { Instances } from './delivery/instances/instances';
import { GhostIndex } from './delivery/intake/ghost-index';
import { Intake } from './delivery/intake/intake';
import type { IntakeSource } from './delivery/intake/source';
import type { HomeserverState } from './delivery/outage/homeserver-state';
import type { RoomQueues } from './delivery/room-queues';
import { SharedInbox } from './delivery/transactions/shared-inbox';
import { Transactions } from './delivery/transactions/transactions';
import { failureOf } from './failure';
import type { Log } from './log';
import type { EphemeralEvent } from './matrix/ephemeral';
import type { RoomEvent } from './matrix/events';
import { GhostsMet } from './people/ghosts-met';
import type { Store } from './store/store';

/** The parts of the app that `Incoming` uses. */
interface IncomingParts {
	readonly store: Pick<Store, 'inbox' | 'parked' | 'pulledGhosts' | 'pushState'>;
	readonly queues: RoomQueues;
	readonly instances: Instances;
	readonly state: HomeserverState;
	readonly log: Log;
	/** Counts events that were dropped or cleaned, by reason. */
	readonly dropped: Counter;
	/** Checks the layout of the store. @throws FederationError `store-too-new` */
	readonly openStore: () => Promise<unknown>;
	/** @throws FederationError `not-configured`, `store-too-new` */
	readonly requireBridge: () => Promise<ConfiguredBridge>;
	/** Relays one event to Rocket.Chat. @throws FederationError if it cannot be relayed */
	readonly handleEvent: (event: RoomEvent) => Promise<void>;
	/** Called with the ephemeral events, such as who is typing. */
	readonly onEphemeral: (events: readonly EphemeralEvent[]) => void;
}

/** What comes from Matrix: the events that the homeserver pushes, those that are pulled, and the inbox in which both wait. */
export class Incoming {
	readonly transactions: Transactions;
	readonly intake: Intake;
	/** The ghosts as which the homeserver is asked: those of all rooms and people that the app has met. */
	readonly ghosts: GhostIndex;
	private readonly inbox: SharedInbox;

	constructor(private readonly parts: IncomingParts) {
		const { store, instances, log, requireBridge } = parts;
		this.inbox = new SharedInbox({ inbox: store.inbox, instances });
		this.transactions = new Transactions({
			...{ queues: parts.queues, inbox: this.inbox, instances, parked: store.parked },
			handle: parts.handleEvent,
			onFailure: ({ eventId, roomId, type }, failure) => {
				log.failure('an event did not get to Rocket.Chat', failure, { eventId, roomId, type });
			},
			isHoldingBack: () => this.intake.isHoldingBack,
		});
		this.ghosts = new GhostIndex(store.pulledGhosts, (ghostId) => instances.owns(ghostId));
		const ghostsMet = new GhostsMet();
		this.intake = new Intake({
			transactions: this.transactions,
			ghosts: this.ghosts,
			isAlone: () => instances.isAlone,
			state: parts.state,
			pushState: store.pushState,
			source: async () => sourceOf(await requireBridge()),
			ghostsMet: async () => ghostsMet.find(await requireBridge()),
			onGhostLeft: (roomId) => ghostsMet.replaceIn(roomId),
			onEphemeral: parts.onEphemeral,
			dropped: parts.dropped,
			log,
		});
	}

	/**
	 * Starts to look for stored events of this instance, and to read what the homeserver has not pushed.
	 * @returns when the events of the time before were read, or cannot be read for now
	 */
	start(): Promise<void> {
		this.inbox.start(
			async () => (this.parts.instances.isPaused ? undefined : this.resume()),
			(error) => this.parts.log.failure('the inbox could not be read', failureOf(error)),
		);
		return this.intake.firstReading();
	}

	/** Relays the stored events of this instance. */
	private async resume(): Promise<void> {
		await this.parts.openStore();
		await this.transactions.resumeOnce();
		await this.transactions.resumeStored();
	}
}

/** @returns the homeserver as `Intake` uses it */
function sourceOf({ homeserver, configuration }: ConfiguredBridge): IntakeSource {
	return {
		homeserver,
		namespace: configuration,
		isPullOnly: configuration.intake === 'pull',
		ephemeralTypes: [
			...(configuration.syncTyping ? ['m.typing'] : []),
			...(configuration.syncPresence ? ['m.presence'] : []),
		],
	};
}
