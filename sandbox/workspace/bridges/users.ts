import type { IUser, IUserCreationOptions, UserType } from '@rocket.chat/apps-engine/definition/users';
import { UserBridge as EngineBridge } from '@rocket.chat/apps-engine/server/bridges/UserBridge';
import { userById, userByUsername, userFromApp, userToApp, withoutPresence } from '../converters/users';
import type { UserDocument } from '../database/documents';
import { collections, update } from '../functions/collections';
import { deleteUser } from '../functions/delete-user';
import { insertBotUser } from '../functions/insert-user';
import { isPresenceSwitchedOff, setStatus } from '../functions/presence';
import { setUserActiveStatus } from '../functions/user-active-status';
import { setAvatarFromUrl } from '../functions/user-avatar';
import type { Server } from '../server';
import { behaves } from '../server-version';
import { possiblyAbsent } from './absent';
import { unsupported } from './unsupported';

/** `apps/meteor/app/apps/server/bridges/users.ts`; of 9.0 `apps/meteor/server/modules/apps/bridges/users.ts` */
export class UserBridge extends EngineBridge {
	constructor(private readonly server: Server) {
		super();
	}

	protected async getById(userId: string): Promise<IUser> {
		return possiblyAbsent(this.asVisible(userById(this.server, userId)));
	}

	protected async getByUsername(username: string): Promise<IUser> {
		return possiblyAbsent(this.asVisible(userByUsername(this.server, username)));
	}

	protected async getAppUser(appId?: string): Promise<IUser | undefined> {
		if (!appId) {
			return undefined;
		}
		// Rocket.Chat's `findOneByAppId` also takes the first user with that app id, even if it is a bot of the app.
		return this.asVisible(userToApp(collections(this.server).users.findOne({ appId })));
	}

	protected async getActiveUserCount(): Promise<number> {
		throw unsupported('UserBridge', 'getActiveUserCount');
	}

	protected async getUserUnreadMessageCount(): Promise<number> {
		throw unsupported('UserBridge', 'getUserUnreadMessageCount');
	}

	protected async getUserRoomIds(userId: string): Promise<string[]> {
		const { subscriptions } = collections(this.server);
		return subscriptions.find({ 'u._id': userId }).map(({ rid }) => rid);
	}

	protected async create(
		data: Partial<IUser>,
		_appId: string,
		options?: IUserCreationOptions,
	): Promise<string> {
		const user = insertBotUser(
			this.server,
			userFromApp(data) as Partial<UserDocument> & { username: string },
		);
		if (options?.avatarUrl) {
			await setAvatarFromUrl(this.server, user, options.avatarUrl);
		}
		return user._id;
	}

	protected async remove(user: IUser | undefined): Promise<boolean> {
		if (!user) {
			return true;
		}
		try {
			await deleteUser(this.server, user.id);
		} catch (error) {
			throw new Error(`Errors occurred while deleting an app user: ${String(error)}`, { cause: error });
		}
		return true;
	}

	protected async update(user: IUser, fields: Partial<IUser>): Promise<boolean> {
		const { status, ...others } = fields;
		if (status) {
			setStatus(this.server, user.id, status, others.statusText);
		}
		if (Object.keys(others).length > 0) {
			update(collections(this.server).users, user.id, others as Partial<UserDocument>);
		}
		return true;
	}

	protected async deleteUsersCreatedByApp(
		appId: string,
		type: UserType.APP | UserType.BOT,
	): Promise<boolean> {
		const made = collections(this.server).users.find({ appId, type });
		await Promise.all(made.map(({ _id }) => deleteUser(this.server, _id)));
		return made.length > 0;
	}

	protected async deactivate(userId: string, confirmRelinquish: boolean): Promise<boolean> {
		const user = userId && collections(this.server).users.findById(userId);
		if (!user) {
			throw new Error('Invalid user id');
		}
		setUserActiveStatus(this.server, user._id, false, confirmRelinquish);
		return true;
	}

	/**
	 * The user as an app may see it: without presence while an administrator has switched the status of users off.
	 * Only the lookups of this bridge hide it. Senders, members, creators and users in events keep their status, since
	 * Rocket.Chat converts them elsewhere.
	 */
	private asVisible(user: IUser | undefined): IUser | undefined {
		const isHidden = behaves(this.server, 'hidesPresenceFromApps') && isPresenceSwitchedOff(this.server);
		return user && isHidden ? withoutPresence(user) : user;
	}
}
