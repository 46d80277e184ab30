import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { collections } from './collections';

const fallbackPattern = '[0-9a-zA-Z-_.]+';

/**
 * Whether a username is free, ignoring the case of its letters
 * (`apps/meteor/app/lib/server/functions/checkUsernameAvailability.ts`). The pattern of usernames is not checked here:
 * an app may give a bot the name `bob:example.org`, which a person cannot have.
 * @throws {MeteorError} `error-blocked-username`
 */
export function isUsernameFree(server: Server, username: string): boolean {
	const blocked = (server.settings.get<string | undefined>('Accounts_BlockedUsernameList') ?? '')
		.split(',')
		.map((name) => name.trim())
		.filter(Boolean);
	if (['all', 'here', ...blocked].some((name) => name.toLowerCase() === username.trim().toLowerCase())) {
		throw new MeteorError('error-blocked-username', `${username} is blocked and can't be used!`, {
			method: 'checkUsernameAvailability',
			field: username,
		});
	}
	return !collections(server).users.findOne({ username: { $ignoreCase: username } });
}

/** Whether a person may have this username: setting `UTF8_User_Names_Validation` (`usernameValidation.ts`). */
export function isValidUsername(server: Server, username: string): boolean {
	return namePattern(server, 'UTF8_User_Names_Validation').test(username);
}

/** Whether a channel may have this name: setting `UTF8_Channel_Names_Validation` (`getValidRoomName.ts`). */
export function isValidChannelName(server: Server, name: string): boolean {
	return namePattern(server, 'UTF8_Channel_Names_Validation').test(name);
}

/** The pattern of usernames as text, for finding mentions (`MentionsParser.ts`). */
export function usernamePattern(server: Server): string {
	return server.settings.get<string | undefined>('UTF8_User_Names_Validation') || fallbackPattern;
}

function namePattern(server: Server, setting: string): RegExp {
	try {
		return new RegExp(`^${server.settings.get<string | undefined>(setting) || fallbackPattern}$`);
	} catch {
		return new RegExp(`^${fallbackPattern}$`);
	}
}
