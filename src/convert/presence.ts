import { cleanDisplayName } from './display-name';

/** Whether somebody is there, as Matrix tells it. Client-Server API, "Presence". */
export const presences = ['online', 'unavailable', 'offline'] as const;

export type Presence = (typeof presences)[number];

/** What people see of somebody on Matrix. */
export interface MatrixStatus {
	readonly presence: Presence;
	/** Empty if there is none. */
	readonly text: string;
}

/** What people see of a bot user in Rocket.Chat. */
export interface BotUserStatus {
	readonly status: 'online' | 'away' | 'offline';
	/** Empty if there is none. */
	readonly text: string;
}

/** The status that a bot user is created with. */
export const statusOfNewBotUser: BotUserStatus = { status: 'online', text: '' };

/** Characters of a status text at most. Rocket.Chat: ee/packages/presence/src/lib/constants.ts */
const MAX_CHARACTERS = 120;

const statusOf: Readonly<Record<Presence, BotUserStatus['status']>> = {
	online: 'online',
	unavailable: 'away',
	offline: 'offline',
};

/** @returns what Matrix shows of a user. Matrix has no word for `busy`: people are there, and do not answer. */
export function matrixStatusOf(user: {
	readonly status?: string | undefined;
	readonly statusText?: string | undefined;
}): MatrixStatus {
	const text = user.statusText ?? '';
	switch (user.status) {
		case 'online':
			return { presence: 'online', text };
		case 'away':
		case 'busy':
			return { presence: 'unavailable', text };
		case undefined:
		default:
			return { presence: 'offline', text };
	}
}

/** @returns what Rocket.Chat shows of a person on Matrix; the text is cleaned and at most 120 characters long */
export function botUserStatusOf({ presence, text }: MatrixStatus): BotUserStatus {
	const characters = Array.from(cleanDisplayName(text));
	return {
		status: statusOf[presence],
		text: characters.slice(0, MAX_CHARACTERS).join('').trimEnd(),
	};
}
