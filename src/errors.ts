import type { TextKey } from './i18n';

interface ErrorKind {
	/** The text that the person sees. */
	readonly text: TextKey;
	/** Whether a later attempt may succeed without a change by anybody. Such an event is stored and retried. */
	readonly retryable: boolean;
	/**
	 * Whether the later events of the same Matrix room wait until this one is done, so that they stay in order. Only for
	 * failures that would hit those events too.
	 */
	readonly holdsRoom?: true;
	/**
	 * Whether the homeserver cannot be used at present. What people do in Rocket.Chat meanwhile is sent when it can be used
	 * again, so it is not reported as failed.
	 */
	readonly isOutage?: true;
	/** Whether a message that fails with it waits and is sent when the direct message is open again. */
	readonly isHeld?: true;
	/** Of the entry in the log. What was not sent to Matrix is parked for an administrator unless it is `debug`. */
	readonly level: 'debug' | 'warn' | 'error';
}

/** Every kind of error, with its text and how to treat it. */
export const errorKinds = {
	'not-configured': { text: 'error_not_configured', retryable: false, isOutage: true, level: 'warn' },
	'homeserver-unreachable': {
		text: 'error_homeserver_unreachable',
		retryable: true,
		isOutage: true,
		level: 'warn',
	},
	'homeserver-slow': { text: 'error_homeserver_slow', retryable: true, isOutage: true, level: 'warn' },
	'homeserver-failing': {
		text: 'error_homeserver_failing',
		retryable: true,
		isOutage: true,
		level: 'warn',
	},
	'homeserver-limits': {
		text: 'error_homeserver_limits',
		retryable: true,
		isOutage: true,
		level: 'warn',
	},
	'waited-too-long': { text: 'error_waited_too_long', retryable: false, level: 'warn' },
	'homeserver-refused': {
		text: 'error_homeserver_refused',
		retryable: false,
		level: 'error',
	},
	'names-not-reserved': { text: 'error_names_not_reserved', retryable: false, level: 'error' },
	'token-refused': { text: 'error_token_refused', retryable: false, isOutage: true, level: 'error' },
	'user-id-invalid': { text: 'error_user_id_invalid', retryable: false, level: 'debug' },
	'user-not-here': { text: 'error_user_not_here', retryable: false, level: 'debug' },
	'user-similar': { text: 'error_user_similar', retryable: false, level: 'debug' },
	'room-not-person': { text: 'error_room_not_person', retryable: false, level: 'debug' },
	'person-not-room': { text: 'error_person_not_room', retryable: false, level: 'debug' },
	'nobody-external': { text: 'error_nobody_external', retryable: false, level: 'debug' },
	'too-many-people': { text: 'error_too_many_people', retryable: false, level: 'debug' },
	'invitation-gone': { text: 'error_invitation_gone', retryable: false, level: 'debug' },
	'invitation-unknown': { text: 'error_invitation_unknown', retryable: false, level: 'debug' },
	'invitation-ambiguous': { text: 'error_invitation_ambiguous', retryable: false, level: 'debug' },
	'user-is-ghost': { text: 'error_user_is_ghost', retryable: false, level: 'debug' },
	'ghost-of-nobody': { text: 'error_ghost_of_nobody', retryable: false, level: 'debug' },
	'user-is-bot': { text: 'error_user_is_bot', retryable: false, level: 'debug' },
	'user-unknown': { text: 'error_user_unknown', retryable: false, level: 'debug' },
	'server-unreachable': { text: 'error_server_unreachable', retryable: true, level: 'warn' },
	'room-address-invalid': { text: 'error_room_address_invalid', retryable: false, level: 'debug' },
	'room-similar': { text: 'error_room_similar', retryable: false, level: 'debug' },
	'room-unknown': { text: 'error_room_unknown', retryable: false, level: 'debug' },
	'room-unreachable': { text: 'error_room_unreachable', retryable: true, level: 'debug' },
	'room-invite-only': { text: 'error_room_invite_only', retryable: false, level: 'debug' },
	'room-banned': { text: 'error_room_banned', retryable: false, level: 'debug' },
	'room-closed-to-invited': {
		text: 'error_room_closed_to_invited',
		retryable: false,
		level: 'debug',
	},
	'leave-only-owner': { text: 'error_leave_only_owner', retryable: false, level: 'debug' },
	'room-knock': { text: 'error_room_knock', retryable: false, level: 'debug' },
	'room-restricted': { text: 'error_room_restricted', retryable: false, level: 'debug' },
	'room-restricted-unnamed': {
		text: 'error_room_restricted_unnamed',
		retryable: false,
		level: 'debug',
	},
	'room-is-space': { text: 'error_room_is_space', retryable: false, level: 'debug' },
	'room-encrypted-there': { text: 'error_room_encrypted_there', retryable: false, level: 'debug' },
	'directory-closed': { text: 'error_directory_closed', retryable: false, level: 'debug' },
	'server-blocked': { text: 'error_server_blocked', retryable: false, level: 'debug' },
	'server-denied': { text: 'error_server_denied', retryable: false, level: 'debug' },
	'username-taken': { text: 'error_username_taken', retryable: false, level: 'error' },
	'username-too-long': { text: 'error_username_too_long', retryable: false, level: 'debug' },
	'room-moved-away': { text: 'error_room_moved_away', retryable: false, isHeld: true, level: 'debug' },
	'room-gone-there': { text: 'error_room_gone_there', retryable: false, level: 'debug' },
	'room-encrypted': { text: 'error_room_encrypted', retryable: false, level: 'warn' },
	'room-end-to-end-encrypted': {
		text: 'error_room_end_to_end_encrypted',
		retryable: false,
		level: 'debug',
	},
	'room-not-bridgeable': { text: 'error_room_not_bridgeable', retryable: false, level: 'debug' },
	'room-federated-already': { text: 'error_room_federated_already', retryable: false, level: 'debug' },
	'room-linked-already': { text: 'error_room_linked_already', retryable: false, level: 'debug' },
	'room-link-powerless': { text: 'error_room_link_powerless', retryable: false, level: 'debug' },
	'room-still-left': { text: 'error_room_still_left', retryable: false, level: 'debug' },
	'room-not-owned': { text: 'error_room_not_owned', retryable: false, level: 'debug' },
	'room-name-taken': { text: 'error_room_name_taken', retryable: false, level: 'debug' },
	'room-not-permitted': { text: 'error_room_not_permitted', retryable: false, level: 'debug' },
	'room-name-missing': { text: 'error_room_name_missing', retryable: false, level: 'debug' },
	'room-now-encrypted': { text: 'error_room_now_encrypted', retryable: false, level: 'debug' },
	'removed-on-matrix': { text: 'error_removed_on_matrix', retryable: false, level: 'debug' },
	'may-not-write-there': { text: 'error_may_not_write_there', retryable: false, level: 'debug' },
	'pin-forbidden': { text: 'error_pin_forbidden', retryable: false, level: 'debug' },
	'matrix-forbids': { text: 'error_matrix_forbids', retryable: false, level: 'debug' },
	'member-self': { text: 'error_member_self', retryable: false, level: 'debug' },
	'member-already': { text: 'error_member_already', retryable: false, level: 'debug' },
	'member-absent': { text: 'error_member_absent', retryable: false, level: 'debug' },
	'member-banned': { text: 'error_member_banned', retryable: false, level: 'debug' },
	'member-not-banned': { text: 'error_member_not_banned', retryable: false, level: 'debug' },
	'room-not-federated': { text: 'error_room_not_federated', retryable: false, level: 'debug' },
	'invite-colleague': { text: 'error_invite_colleague', retryable: false, level: 'debug' },
	'partner-left': { text: 'error_partner_left', retryable: false, isHeld: true, level: 'debug' },
	'partners-left': { text: 'error_partners_left', retryable: false, isHeld: true, level: 'debug' },
	'removed-from-room': { text: 'error_removed_from_room', retryable: false, isHeld: true, level: 'warn' },
	'may-not-write': { text: 'error_may_not_write', retryable: false, isHeld: true, level: 'warn' },
	'room-replaced': { text: 'error_room_replaced', retryable: false, isHeld: true, level: 'debug' },
	'encrypted-on-matrix': {
		text: 'error_encrypted_on_matrix',
		retryable: false,
		isHeld: true,
		level: 'debug',
	},
	'others-read-along': { text: 'error_others_read_along', retryable: false, isHeld: true, level: 'debug' },
	'direct-message-encrypted': {
		text: 'error_direct_message_encrypted',
		retryable: false,
		level: 'warn',
	},
	'command-role-missing': {
		text: 'error_command_role_missing',
		retryable: false,
		level: 'debug',
	},
	'command-admins-only': { text: 'error_command_admins_only', retryable: false, level: 'debug' },
	'command-nobody': { text: 'error_command_nobody', retryable: false, level: 'debug' },
	'command-unknown': { text: 'error_command_unknown', retryable: false, level: 'debug' },
	'command-similar': { text: 'error_command_similar', retryable: false, level: 'debug' },
	'parameter-missing': { text: 'error_parameter_missing', retryable: false, level: 'debug' },
	'nothing-parked': { text: 'error_nothing_parked', retryable: false, level: 'debug' },
	'parked-unknown': { text: 'error_parked_unknown', retryable: false, level: 'debug' },
	'parameter-unexpected': { text: 'error_parameter_unexpected', retryable: false, level: 'debug' },
	'edit-of-others': { text: 'error_edit_of_others', retryable: false, level: 'debug' },
	'message-not-there': { text: 'error_message_not_there', retryable: false, level: 'debug' },
	'message-in-old-room': { text: 'error_message_in_old_room', retryable: false, level: 'debug' },
	'redaction-refused': { text: 'error_redaction_refused', retryable: false, level: 'debug' },
	'file-not-fetched': { text: 'file_delayed_reason', retryable: true, level: 'debug' },
	'original-not-here': { text: 'error_original_not_here', retryable: true, level: 'debug' },
	'message-refused': { text: 'error_message_refused', retryable: false, level: 'error' },
	'file-too-large': { text: 'error_file_too_large', retryable: false, level: 'debug' },
	'file-too-large-there': { text: 'error_file_too_large_there', retryable: false, level: 'warn' },
	'file-gone': { text: 'error_file_gone', retryable: false, level: 'debug' },
	'workspace-failing': {
		text: 'error_workspace_failing',
		retryable: true,
		holdsRoom: true,
		level: 'warn',
	},
	// Another instance of the server relays the room by now. Nobody reads the text: that instance does the work.
	'room-moved': { text: 'error_workspace_failing', retryable: true, holdsRoom: true, level: 'debug' },
	'workspace-token-missing': { text: 'error_workspace_token_missing', retryable: false, level: 'debug' },
	'workspace-token-incomplete': {
		text: 'error_workspace_token_incomplete',
		retryable: false,
		level: 'warn',
	},
	'workspace-token-wrong': { text: 'error_workspace_token_wrong', retryable: false, level: 'warn' },
	'workspace-token-expired': { text: 'error_workspace_token_expired', retryable: false, level: 'warn' },
	'workspace-token-powerless': {
		text: 'error_workspace_token_powerless',
		retryable: false,
		level: 'warn',
	},
	'workspace-unreachable': { text: 'error_workspace_unreachable', retryable: true, level: 'warn' },
	'workspace-limits': { text: 'error_workspace_limits', retryable: true, level: 'warn' },
	'workspace-elsewhere': { text: 'error_workspace_elsewhere', retryable: false, level: 'warn' },
	'workspace-refused': { text: 'error_workspace_refused', retryable: false, level: 'warn' },
	'plan-too-low': { text: 'error_plan_too_low', retryable: false, level: 'debug' },
	'store-too-new': { text: 'error_store_too_new', retryable: false, level: 'error' },
	unexpected: { text: 'error_unexpected', retryable: false, level: 'error' },
} as const satisfies Record<string, ErrorKind>;

/** The name of a kind in the table. */
export type ErrorCode = keyof typeof errorKinds;
/** What the text of an error names, by the names of its placeholders. */
export type ErrorParameters = Readonly<Record<string, string | number>>;

/** An error of a kind from the table. */
export class FederationError extends Error {
	/**
	 * @param code its kind
	 * @param parameters of the text; never a secret, never a message's body
	 */
	constructor(
		readonly code: ErrorCode,
		readonly parameters: ErrorParameters = {},
		options?: ErrorOptions,
	) {
		super(code, options);
		this.name = 'FederationError';
	}

	/** How the table says to treat it. */
	get kind(): ErrorKind {
		return errorKinds[this.code];
	}

	/** The text that the person sees. */
	get text(): TextKey {
		return this.kind.text;
	}
}

/** @returns whether `error` is of a kind of the table */
export function isCode(error: unknown, code: ErrorCode): error is FederationError {
	return error instanceof FederationError && error.code === code;
}
