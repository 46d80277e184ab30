import type { IHttp, IModify, IPersistence, IRead } from '@rocket.chat/apps-engine/definition/accessors';
import type {
	IPostUserDeleted,
	IPostUserStatusChanged,
	IPostUserUpdated,
	IUserContext,
	IUserStatusContext,
	IUserUpdateContext,
} from '@rocket.chat/apps-engine/definition/users';
import { relayUserDeletion } from '../to-matrix/accounts/retired-ghosts';
import { relayUserName } from '../to-matrix/accounts/user-name';
import { RoomHooks } from './room-hooks';

/** The hooks by which the platform tells the app of users. They have no logic. */
export abstract class UserHooks
	extends RoomHooks
	implements IPostUserDeleted, IPostUserUpdated, IPostUserStatusChanged
{
	async executePostUserUpdated(
		{ user }: IUserUpdateContext,
		read: IRead,
		_http: IHttp,
		persistence: IPersistence,
		modify: IModify,
	): Promise<void> {
		await this.handle({ read, modify, persistence }, (app) => relayUserName(app, user));
	}

	async executePostUserDeleted(
		{ user }: IUserContext,
		read: IRead,
		_http: IHttp,
		persistence: IPersistence,
		modify: IModify,
	): Promise<void> {
		await this.handle({ read, modify, persistence }, (app) => relayUserDeletion(app, user));
	}

	/**
	 * Called on each instance of the server for each change of anybody's status, bot users included.
	 * Rocket.Chat: apps/meteor/ee/server/apps/services/appsEngineService.ts, `presence.status`
	 */
	async executePostUserStatusChanged(
		{ user }: IUserStatusContext,
		read: IRead,
		_http: IHttp,
		persistence: IPersistence,
		modify: IModify,
	): Promise<void> {
		await this.handle({ read, modify, persistence }, (app) => app.signs.statusChanged(user));
	}

	/**
	 * The engine's types of IPostUserUpdated and IPostUserDeleted ask for this method, although the engine calls
	 * `executePostUserUpdated` and `executePostUserDeleted`. It is only called for the event of a new user, which the app does not
	 * ask for.
	 */
	async executePostUserCreated(): Promise<void> {
		return Promise.resolve();
	}
}
