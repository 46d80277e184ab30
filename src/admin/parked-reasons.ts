import type { ErrorCode } from '../errors';
import type { TextKey } from '../i18n';
import type { RefusalReason } from '../rocketchat/refusals';
import type { ParkedItem } from '../store/parked-events';

/**
 * For administrators: why something is parked, and what to do before it is retried. By the reason of Rocket.Chat's refusal,
 * or by the code of the error table; all others are explained by `parked_unexpected`.
 */
export const explanations = {
	encrypted: 'parked_encrypted',
	archived: 'parked_archived',
	'read-only': 'parked_read_only',
	muted: 'parked_muted',
	locked: 'parked_locked',
	'too-long': 'parked_too_long',
	prevented: 'parked_prevented',
	'no-access': 'parked_no_access',
	other: 'parked_message_refused',
	'message-refused': 'parked_message_refused',
	'workspace-failing': 'parked_workspace_failing',
	'not-configured': 'parked_not_configured',
	'homeserver-unreachable': 'parked_homeserver_away',
	'homeserver-slow': 'parked_homeserver_away',
	'homeserver-failing': 'parked_homeserver_away',
	'waited-too-long': 'parked_homeserver_away',
	'homeserver-refused': 'parked_homeserver_refused',
	'redaction-refused': 'parked_homeserver_refused',
	'names-not-reserved': 'parked_names_not_reserved',
	'token-refused': 'parked_token_refused',
	'username-taken': 'parked_username_taken',
	'partner-left': 'parked_partner_left',
	'plan-too-low': 'parked_plan_too_low',
} as const satisfies Readonly<Partial<Record<RefusalReason | ErrorCode, TextKey>>>;

/** Parked items with the same reason. */
interface ReasonGroup {
	readonly reason: string;
	/** Why they are parked, and what to do. */
	readonly explanation: TextKey;
	/** Oldest first. */
	readonly items: readonly ParkedItem[];
}

/** @returns the reason as people type it: that of Rocket.Chat's refusal, otherwise the code of the failure */
export function reasonOf({ code, reason }: Pick<ParkedItem, 'code' | 'reason'>): string {
	return code === 'message-refused' && reason !== undefined ? String(reason) : code;
}

/** @returns the text that says why something is parked, and what to do */
export function explanationOf(reason: string): TextKey {
	return new Map<string, TextKey>(Object.entries(explanations)).get(reason) ?? 'parked_unexpected';
}

/** @returns the items by their reasons, the most frequent reason first */
export function groupByReason(items: readonly ParkedItem[]): readonly ReasonGroup[] {
	const groups = new Map<string, ParkedItem[]>();
	for (const item of items) {
		const reason = reasonOf(item);
		const group = groups.get(reason);
		if (group) {
			group.push(item);
		} else {
			groups.set(reason, [item]);
		}
	}
	return [...groups]
		.map(([reason, sameReason]) => ({
			reason,
			explanation: explanationOf(reason),
			items: sameReason,
		}))
		.sort((a, b) => b.items.length - a.items.length);
}
