import type { IUser } from '@rocket.chat/core-typings';
import type { UserDocument } from '../database/documents';
import { hasPermission } from '../functions/permissions';
import type { Server } from '../server';
import { answeredUser } from './declared-answers';

/**
 * The fields of a user in an answer (`apps/meteor/app/lib/server/functions/getFullUserData.ts`): e-mail addresses,
 * roles and more only for administrators and for the user's own account.
 */
export function shownUser(server: Server, user: UserDocument, viewer: UserDocument): IUser {
	const { _id, username, name, type, active, status, statusText, utcOffset, bio, avatarETag } = user;
	const everybody = {
		_id,
		username,
		...(name !== undefined && { name }),
		type,
		active,
		status,
		...(statusText !== undefined && { statusText }),
		...(utcOffset !== undefined && { utcOffset }),
		...(bio !== undefined && { bio }),
		...(avatarETag !== undefined && { avatarETag }),
	};
	const sees = viewer._id === _id || hasPermission(server, viewer._id, 'view-full-other-user-info');
	if (!sees) {
		return answeredUser(everybody);
	}
	return answeredUser(withoutSecrets(user));
}

/** The logged-in user in the answers of `login` and `me` (`apps/meteor/app/api/server/helpers/getUserInfo.ts`). */
export function shownSelf(server: Server, user: UserDocument): object {
	const { settings, ...rest } = withoutSecrets(user);
	const site = server.settings.get<string>('Site_Url');
	const address = user.emails?.find(({ verified }) => verified)?.address;
	return {
		...rest,
		...(address && { email: address }),
		settings: { profile: {}, preferences: settings?.preferences ?? {} },
		avatarUrl: `${site}/avatar/${encodeURIComponent(user.username)}`,
	};
}

function withoutSecrets(user: UserDocument): UserDocument {
	const shown = { ...user };
	delete shown.services;
	return shown;
}
