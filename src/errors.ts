import type { TextKey } from './i18n';

interface ErrorKind {
	/** What the person reads; parameters stand in double braces. */
	readonly text: TextKey;
	/** Whether the same thing may succeed later without anybody doing anything. */
	readonly retryable: boolean;
	/** Whether the person who caused it is told. */
	readonly notice: boolean;
	readonly level: 'debug' | 'warn' | 'error';
}

/** Everything that can go wrong, in one table. */
export const errorKinds = {
	'not-configured': { text: 'error_not_configured', retryable: false, notice: true, level: 'warn' },
	'homeserver-unreachable': {
		text: 'error_homeserver_unreachable',
		retryable: true,
		notice: true,
		level: 'warn',
	},
	'homeserver-slow': { text: 'error_homeserver_slow', retryable: true, notice: true, level: 'warn' },
	'homeserver-failing': { text: 'error_homeserver_failing', retryable: true, notice: true, level: 'warn' },
	'homeserver-refused': {
		text: 'error_homeserver_refused',
		retryable: false,
		notice: true,
		level: 'error',
	},
	'token-refused': { text: 'error_token_refused', retryable: false, notice: true, level: 'error' },
	'user-id-missing': { text: 'error_user_id_missing', retryable: false, notice: true, level: 'debug' },
	'one-user-only': { text: 'error_one_user_only', retryable: false, notice: true, level: 'debug' },
	'user-id-invalid': { text: 'error_user_id_invalid', retryable: false, notice: true, level: 'debug' },
	'user-is-puppet': { text: 'error_user_is_puppet', retryable: false, notice: true, level: 'debug' },
	'user-is-bot': { text: 'error_user_is_bot', retryable: false, notice: true, level: 'debug' },
	'user-unknown': { text: 'error_user_unknown', retryable: false, notice: true, level: 'debug' },
	'server-unreachable': { text: 'error_server_unreachable', retryable: true, notice: true, level: 'warn' },
	'server-denied': { text: 'error_server_denied', retryable: false, notice: true, level: 'debug' },
	'username-taken': { text: 'error_username_taken', retryable: false, notice: true, level: 'error' },
	'files-unsupported': { text: 'error_files_unsupported', retryable: false, notice: true, level: 'debug' },
	'command-role-missing': {
		text: 'error_command_role_missing',
		retryable: false,
		notice: true,
		level: 'debug',
	},
	'command-unknown': { text: 'error_command_unknown', retryable: false, notice: true, level: 'debug' },
	'message-refused': { text: 'error_message_refused', retryable: false, notice: false, level: 'error' },
	'store-too-new': { text: 'error_store_too_new', retryable: false, notice: true, level: 'error' },
	unexpected: { text: 'error_unexpected', retryable: false, notice: true, level: 'error' },
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof errorKinds;
export type ErrorParameters = Readonly<Record<string, string | number>>;

/** Something of the table that went wrong. */
export class FederationError extends Error {
	/**
	 * @param code row of the table
	 * @param parameters what the text names; never a secret, never a message's body
	 */
	constructor(
		readonly code: ErrorCode,
		readonly parameters: ErrorParameters = {},
		options?: ErrorOptions,
	) {
		super(code, options);
		this.name = 'FederationError';
	}

	get kind(): ErrorKind {
		return errorKinds[this.code];
	}
}
