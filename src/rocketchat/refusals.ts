import type { TextKey } from '../i18n';

/** Why Rocket.Chat refuses something for good. */
interface Refusal {
	/** What people on Matrix read. */
	readonly text: TextKey;
	/** Codes and sentences of the host, any of which is in the message of its error. */
	readonly said: readonly string[];
	/**
	 * Whether the refused event is dropped. Nobody can make Rocket.Chat accept it later, and the people on Matrix are told,
	 * so it is not parked for an administrator.
	 */
	readonly isDropped?: true;
}

/**
 * Every refusal of the host that is final, the more special ones first. The engine passes only the message of the host's
 * error to the app: a sentence with the code in brackets behind it, or a code alone.
 * Rocket.Chat: apps/meteor/server/lib/authorization/canSendMessage.ts; apps/meteor/server/meteor-methods/messages/sendMessage.ts,
 * `executeSendMessage`; apps/meteor/server/lib/messages/sendMessage.ts; the converter and the bridge of messages. Older
 * servers have the same codes in apps/meteor/app.
 */
export const refusals = {
	encrypted: {
		text: 'refusal_encrypted',
		said: ['Not allowed to send un-encrypted messages in an encrypted room'],
	},
	archived: { text: 'refusal_archived', said: ['room_is_archived'] },
	'read-only': {
		text: 'refusal_read_only',
		said: ["You can't send messages because the room is readonly", 'error-room-read-only'],
	},
	/** A read-only direct message whose local member is deactivated; the host's error does not say so. */
	'partner-deactivated': { text: 'refusal_partner_deactivated', said: [], isDropped: true },
	/** The same where the bot user of the external person is deactivated. */
	'sender-deactivated': { text: 'refusal_sender_deactivated', said: [], isDropped: true },
	muted: {
		text: 'refusal_muted',
		said: ['You_have_been_muted', 'You have been muted and cannot speak in this room'],
	},
	blocked: { text: 'refusal_blocked', said: ['room_is_blocked'], isDropped: true },
	locked: { text: 'refusal_locked', said: ['error-abac-room-locked'] },
	'too-long': { text: 'refusal_too_long', said: ['error-message-size-exceeded'] },
	'room-gone': {
		text: 'refusal_room_gone',
		said: ['error-invalid-room', 'Invalid room provided on the message', 'error-room-not-found'],
		isDropped: true,
	},
	'sender-gone': {
		text: 'refusal_sender_gone',
		said: [
			'error-invalid-user',
			'Invalid editor assigned to the message',
			// The same in servers whose converter does not expect it.
			"Cannot read properties of null (reading '_id')",
		],
		isDropped: true,
	},
	/** If an app prevents a message, the host reads the id of a message that it does not have. */
	prevented: {
		text: 'refusal_prevented',
		said: ['error-app-prevented', "Cannot read properties of undefined (reading '_id')"],
	},
	'no-access': {
		text: 'refusal_no_access',
		said: ['error-not-allowed', 'not-authorized', 'Not Authorized'],
	},
	/** Any other code of the host. */
	other: {
		text: 'refusal_other',
		said: [
			'Match error',
			'Match failed',
			'Not enough permission',
			'Invalid href value',
			'Invalid message',
		],
	},
} as const satisfies Record<string, Refusal>;

/** The name of a refusal in the table. */
export type RefusalReason = keyof typeof refusals;

/** A code of Rocket.Chat alone, or in brackets at the end: `error-…`, `not-…`, `restricted-workspace`. */
const UNKNOWN_CODE = /\[[a-z][\w-]*\]$|^(error|not|invalid)-[\w-]+$/i;

/**
 * @param error what an action of the host threw
 * @returns why the host refuses for good; undefined if the same action may succeed later: the database or the engine was
 * away, or the call took too long. Such errors have no code of Rocket.Chat
 */
export function refusalIn(error: Error): RefusalReason | undefined {
	const { message } = error;
	for (const [reason, { said }] of Object.entries(refusals) as [RefusalReason, Refusal][]) {
		if (said.some((words) => message.includes(words))) {
			return reason;
		}
	}
	return UNKNOWN_CODE.test(message.trim()) ? 'other' : undefined;
}
