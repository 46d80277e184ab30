import type { Router } from 'express';
import { collections, update } from '../functions/collections';
import { hasPermission } from '../functions/permissions';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { failure } from './answers';
import { Endpoints } from './endpoints';

/** The English text `Accounts_Default_User_Preferences_not_available`, which Rocket.Chat gives in capitals. */
const NOT_SET_UP = "FAILED TO RETRIEVE USER PREFERENCES BECAUSE THEY HAVEN'T BEEN SET UP BY THE USER YET";

/**
 * `users.getPreferences`, `users.setPreferences` (apps/meteor/app/api/server/v1/users.ts,
 * apps/meteor/server/methods/saveUserPreferences.ts), of which the sandbox has only the language. It is stored twice,
 * as in Rocket.Chat: for clients, and as the preference that apps see.
 */
export function preferencesRoutes(server: Server): Router {
	const { users } = collections(server);
	return new Endpoints(server)
		.get('users.getPreferences', ({ user }) => {
			if (!user.settings) {
				throw failure(NOT_SET_UP);
			}
			return { preferences: { ...user.settings.preferences, language: user.language } };
		})
		.post('users.setPreferences', ({ user, given }) => {
			const userId = given.userId || user._id;
			if (userId !== user._id && !hasPermission(server, user._id, 'edit-other-user-info')) {
				throw new MeteorError('error-action-not-allowed', 'Editing user is not allowed');
			}
			const before = users.findById(userId);
			if (!before) {
				throw new MeteorError(
					'error-invalid-user',
					'The optional "userId" param provided does not match any users',
				);
			}
			const chosen = given.data.language;
			const { language, settings } = update(users, userId, {
				settings: {
					preferences: {
						...before.settings?.preferences,
						...(chosen !== undefined && { language: chosen }),
					},
				},
				...(chosen !== undefined && { language: chosen }),
			});
			return {
				user: { _id: userId, settings: { preferences: { ...settings?.preferences, language } } },
			};
		}).router;
}
