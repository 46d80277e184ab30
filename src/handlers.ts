import type { ConfiguredBridge } from './configured-bridge';
import type { LocalPresence } from './delivery/signs/presence-requests';
import type { LocalTyping } from './delivery/signs/typing-requests';
import type { EphemeralEvent } from './matrix/ephemeral';
import type { RocketChatRoomId, RocketChatUserId } from './rocketchat/ids';
import type { ParkedToMatrix } from './store/parked-events';

/** The functions that handle events and rooms. `FederationApp.ts` passes them in, so that the context does not import them. */
export interface Handlers {
	readonly handleEvent: ConfiguredBridge['handleEvent'];
	/** Shows an ephemeral event, such as who is typing. @throws FederationError if something cannot be shown */
	readonly showEphemeral: (bridge: ConfiguredBridge, events: readonly EphemeralEvent[]) => Promise<void>;
	/** Tells the homeserver that somebody types. @throws FederationError or HomeserverError if it was not told */
	readonly sendTyping: (bridge: ConfiguredBridge, typing: LocalTyping) => Promise<void>;
	/** @returns what people see of a user who has a ghost. @throws FederationError */
	readonly readPresence: (
		bridge: ConfiguredBridge,
		userId: RocketChatUserId,
	) => Promise<LocalPresence | undefined>;
	/** Tells the homeserver who is online. @returns whether it was told. @throws HomeserverError */
	readonly tellPresence: (bridge: ConfiguredBridge, presence: LocalPresence) => Promise<boolean>;
	/** Sends to Matrix what is missing there of a room. @throws FederationError if it has to be called again */
	readonly reconcileRoom: (bridge: ConfiguredBridge, roomId: RocketChatRoomId) => Promise<void>;
	/** Sends the edits, deletions and reactions of older messages that Matrix lacks, once after a start. @throws as `reconcileRoom` */
	readonly lookBack: (bridge: ConfiguredBridge, roomId: RocketChatRoomId) => Promise<void>;
	/** Creates the Matrix room of a room that has none yet, if it should have one. */
	readonly linkRoom: (bridge: ConfiguredBridge, roomId: RocketChatRoomId) => Promise<void>;
	/**
	 * Finishes the answers to invitations, the new rooms and the joins by address that a stop of the app has interrupted, and what is
	 * still to be done on Matrix for rooms that were deleted or unlinked. @throws what the store throws
	 */
	readonly finishInterrupted: (bridge: ConfiguredBridge) => Promise<void>;
	/** Sends a parked change again. @throws FederationError or HomeserverError if it is not sent */
	readonly resendParkedChange: (bridge: ConfiguredBridge, item: ParkedToMatrix) => Promise<void>;
}
