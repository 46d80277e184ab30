import type { UserDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { addUserToDefaultChannels } from './default-channels';
import { collections } from './collections';
import { hashPassword } from './passwords';
import { randomId } from './random-id';
import { isUsernameFree, isValidUsername } from './username';

/** The properties of a new person, as in REST `users.create`. */
interface NewPerson {
	username: string;
	name: string;
	email: string;
	password: string;
	roles?: string[];
	active?: boolean;
	verified?: boolean;
	joinDefaultChannels?: boolean;
	requirePasswordChange?: boolean;
	bio?: string;
	statusText?: string;
	customFields?: Record<string, unknown>;
}

/**
 * Creates a person (`apps/meteor/app/lib/server/functions/saveUser/validateUserData.ts`, `saveNewUser.ts`) and raises
 * `IPostUserCreated`.
 * @throws {MeteorError} `error-the-field-is-required`, `error-input-is-not-a-valid-field`, `error-field-unavailable`,
 * `error-blocked-username`
 */
export function createPerson(server: Server, person: NewPerson, performedBy?: UserDocument): UserDocument {
	assertValid(server, person);
	const { users } = collections(server);
	const now = new Date();
	const user = users.insert({
		_id: randomId(),
		createdAt: now,
		services: { password: { hash: hashPassword(person.password) } },
		username: person.username,
		emails: [{ address: person.email.toLowerCase(), verified: person.verified ?? false }],
		type: 'user',
		status: 'offline',
		active: person.active ?? true,
		roles: person.roles ?? ['user'],
		name: person.name,
		_updatedAt: now,
		settings: {},
		...(person.requirePasswordChange && { requirePasswordChange: true }),
		...(person.bio !== undefined && { bio: person.bio }),
		...(person.statusText !== undefined && { statusText: person.statusText }),
		...(person.customFields && { customFields: person.customFields }),
	});
	if (person.joinDefaultChannels !== false) {
		addUserToDefaultChannels(server, user);
	}
	void server.appEvents.userCreated(user, performedBy);
	return user;
}

function assertValid(server: Server, person: NewPerson): void {
	for (const field of ['name', 'username', 'password'] as const) {
		if (!person[field].trim()) {
			throw new MeteorError('error-the-field-is-required', `The field ${field} is required`, {
				method: 'insertOrUpdateUser',
				field,
			});
		}
	}
	if (!isValidUsername(server, person.username)) {
		throw new MeteorError(
			'error-input-is-not-a-valid-field',
			`${person.username} is not a valid username`,
			{
				method: 'insertOrUpdateUser',
				input: person.username,
				field: 'Username',
			},
		);
	}
	if (!isUsernameFree(server, person.username)) {
		throw new MeteorError('error-field-unavailable', `${person.username} is already in use :(`, {
			method: 'insertOrUpdateUser',
			field: person.username,
		});
	}
	if (!/^[^\s@]+@[^\s@]+$/.test(person.email)) {
		throw new MeteorError('error-invalid-email', `Invalid email ${person.email}`, {
			email: person.email,
		});
	}
	const address = person.email.toLowerCase();
	const taken = collections(server)
		.users.find({ emails: { $exists: true } })
		.some((user) => user.emails?.some((email) => email.address === address));
	if (taken) {
		throw new MeteorError('error-field-unavailable', `${person.email} is already in use :(`, {
			method: 'insertOrUpdateUser',
			field: person.email,
		});
	}
}

/**
 * Stores a bot or an app's user as the app's bridge does (`bridges/users.ts`, `create`): the only default is an empty
 * list of roles, and no event is raised.
 * @throws Error for people and for names that are taken; {MeteorError} `error-blocked-username`
 */
export function insertBotUser(
	server: Server,
	user: Partial<UserDocument> & { username: string },
): UserDocument {
	if (user.type !== 'bot' && user.type !== 'app') {
		throw new Error('Creating normal users is currently not supported');
	}
	if (!isUsernameFree(server, user.username)) {
		throw new Error(
			`The username "${user.username}" is already being used. Rename or remove the user using it to install this App`,
		);
	}
	const stored: Partial<UserDocument> = {
		roles: [],
		...user,
		_id: user._id ?? randomId(),
		createdAt: user.createdAt ?? new Date(),
		_updatedAt: new Date(),
	};
	return collections(server).users.insert(stored as UserDocument);
}
