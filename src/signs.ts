import type { ConfiguredBridge } from './configured-bridge';
import { failureOf } from './failure';
import type { Handlers } from './handlers';
import type { Log } from './log';
import type { EphemeralEvent } from './matrix/ephemeral';
import type { Messages } from './rocketchat/messages';
import { ShownTyping } from './rocketchat/shown-typing';

/** The parts of the app that `Signs` uses. */
export interface SignsParts {
	readonly messages: Messages;
	readonly handlers: Pick<Handlers, 'showEphemeral'>;
	/** @throws FederationError `not-configured`, `store-too-new` */
	readonly requireBridge: () => Promise<ConfiguredBridge>;
	/** Whether the homeserver can be used, and tells this instance of the server. */
	readonly isTold: () => boolean;
	readonly log: Log;
}

/** What people see of each other at the moment. Nothing of it is stored or tried again, and nothing else waits for it. */
export class Signs {
	/** The people of Matrix who are shown as typing. */
	readonly shownTyping: ShownTyping;

	constructor(private readonly parts: SignsParts) {
		this.shownTyping = new ShownTyping({
			begin: (roomId, name) => parts.messages.beginTyping(roomId, name),
			mayStay: parts.isTold,
			onFailure: (error) => this.logFailure(error),
		});
	}

	/** Shows in Rocket.Chat what the homeserver tells of the moment. */
	receive(events: readonly EphemeralEvent[]): void {
		if (events.length > 0) {
			this.attempt((bridge) => this.parts.handlers.showEphemeral(bridge, events));
		}
	}

	private attempt(work: (bridge: ConfiguredBridge) => Promise<void>): void {
		this.parts
			.requireBridge()
			.then(work)
			.catch((error: unknown) => this.logFailure(error));
	}

	private logFailure(error: unknown): void {
		this.parts.log.failure('people do not see a sign of the other side', failureOf(error));
	}
}
